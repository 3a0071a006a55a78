package org.inquest.engine.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.kallsyms.Kallsyms;

/// Names of the kernel and its modules. Safe for use by several threads.
public final class Symbols {
  /// More than any real function has; past it, a name would mislead.
  private static final long MAX_DISTANCE = 1 << 20;

  private final Kallsyms kernel;
  private final LongFunction<Optional<Symbol>> moduleAt;
  private final Supplier<List<ModuleSymbols>> modules;
  private final long textStart;
  private final long textEnd;
  private final long dataStart;
  private final long dataEnd;

  /// @param moduleAt the module symbol at an address, empty outside of all modules
  /// @param modules all modules' symbols, for searches by name
  public Symbols(
      Kallsyms kernel,
      LongFunction<Optional<Symbol>> moduleAt,
      Supplier<List<ModuleSymbols>> modules) {
    this.kernel = kernel;
    this.moduleAt = moduleAt;
    this.modules = modules;
    this.textStart = addressOr("_stext", addressOr("_text", -1));
    this.textEnd = addressOr("_etext", -1);
    this.dataStart = addressOr("_sdata", -1);
    this.dataEnd = addressOr("_edata", -1);
  }

  private long addressOr(String name, long otherwise) {
    int index = kernel.find(name);
    return index < 0 ? otherwise : kernel.address(index);
  }

  /// How many symbols the kernel itself has.
  public int kernelSize() {
    return kernel.size();
  }

  /// The kernel's i-th symbol in order of address.
  public Symbol kernelSymbol(int i) {
    return new Symbol(kernel.name(i), kernel.address(i), kernel.extent(i), kernelType(i), "");
  }

  /// The address of the kernel's i-th symbol, without the cost of its name.
  public long kernelAddress(int i) {
    return kernel.address(i);
  }

  /// The nm(1) letter of the kernel's i-th symbol. Where `.data` may be executed, as in Debian's
  /// 7.2 kernels, nm calls all that is in it text.
  public char kernelType(int i) {
    char type = kernel.type(i);
    boolean wrong = (type == 'T' || type == 't') && inKernelData(kernel.address(i));
    return wrong ? (char) (type - 'T' + 'D') : type;
  }

  private boolean inKernelData(long address) {
    return Long.compareUnsigned(address, dataStart) >= 0
        && Long.compareUnsigned(address, dataEnd) < 0;
  }

  /// Bytes from the kernel's i-th symbol to the next address that has one, or 0 for the last.
  public long kernelExtent(int i) {
    return kernel.extent(i);
  }

  /// The name of the kernel's i-th symbol.
  public String kernelName(int i) {
    return kernel.name(i);
  }

  /// The address of the kernel's first symbol of that name.
  public OptionalLong findAddress(String name) {
    int index = kernel.find(name);
    return index < 0 ? OptionalLong.empty() : OptionalLong.of(kernel.address(index));
  }

  /// Like [#findAddress].
  ///
  /// @throws NotFound where the kernel has none
  public long address(String name) {
    return findAddress(name)
        .orElseThrow(() -> new NotFound("symbol", name, "the kernel's kallsyms"));
  }

  /// All symbols of that name, the kernel's first.
  public List<Symbol> all(String name) {
    List<Symbol> found = new ArrayList<>();
    for (int i = kernel.find(name); i >= 0; i = kernel.findNext(name, i)) {
      found.add(kernelSymbol(i));
    }
    for (ModuleSymbols module : modules.get()) {
      for (Symbol symbol : module.all()) {
        if (symbol.name().equals(name)) {
          found.add(symbol);
        }
      }
    }
    return found;
  }

  /// The symbol that an address lies in.
  public Optional<Symbol> at(long address) {
    int index = kernel.indexAt(address);
    if (index >= 0) {
      long distance = address - kernel.address(index);
      boolean inside = distance < MAX_DISTANCE && (index + 1 < kernel.size() || distance == 0);
      // The last text symbol's extent reaches to the next section; past _etext only data may claim
      // an address.
      if (inside && kernel.address(index) < 0 == address < 0) {
        Symbol symbol = kernelSymbol(index);
        if (symbol.contains(address)) {
          return Optional.of(symbol);
        }
      }
    }
    return moduleAt.apply(address);
  }

  /// The address as `name+0x12/0x34 [module]`, or as a number where it has no name.
  public String describe(long address) {
    return at(address).map(s -> s.describe(address)).orElse("0x" + Long.toHexString(address));
  }

  /// The name of the function or object at an address, without offset; empty where there is none.
  public Optional<String> nameAt(long address) {
    return at(address).map(Symbol::name);
  }

  /// Whether an address lies in the kernel's own text.
  public boolean inKernelText(long address) {
    return Long.compareUnsigned(address, textStart) >= 0
        && Long.compareUnsigned(address, textEnd) < 0;
  }

  /// What the compiler made of a function besides or instead of itself: `free_metadata.isra.0`,
  /// `schedule.cold`.
  public List<Symbol> clones(String name) {
    String prefix = name + ".";
    List<Symbol> found = new ArrayList<>();
    for (int i = 0; i < kernel.size(); i++) {
      if (kernel.name(i).startsWith(prefix)) {
        found.add(kernelSymbol(i));
      }
    }
    for (ModuleSymbols module : modules.get()) {
      module.all().stream().filter(s -> s.name().startsWith(prefix)).forEach(found::add);
    }
    return found;
  }

  /// The kernel's symbols that contain a text, at most `limit`.
  public List<Symbol> search(String part, int limit) {
    List<Symbol> found = new ArrayList<>();
    for (int i = 0; i < kernel.size() && found.size() < limit; i++) {
      if (kernel.name(i).contains(part)) {
        found.add(kernelSymbol(i));
      }
    }
    return found;
  }

  /// What kept kernel symbols from being read, or empty.
  public String gap() {
    return kernel.gap();
  }
}
