package org.inquest.engine.target;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.arch.KernelText;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.module.Modules;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.type.BtfTypes;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.engine.type.Types;
import org.inquest.engine.unwind.OrcTables;
import org.inquest.engine.unwind.Unwinder;
import org.inquest.formats.dump.DumpImage;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// An opened dump: memory, symbols, types, CPUs. Immutable after opening, safe for use by several
/// threads; close it once.
///
/// Kernel helpers take a target for globals and a [KObject] for everything else.
public final class Target implements AutoCloseable {
  private final DumpImage image;
  private final VmcoreInfo info;
  private final Architecture arch;
  private final PhysicalMemory physical;
  private final KernelMap kernel;
  private final Symbols symbols;
  private final Types types;
  private final Lazy<Modules> modules;
  private final Lazy<Cpus> cpus;
  private final Lazy<OrcTables> orc;
  private final Lazy<Unwinder> unwinder;
  private final List<String> openingGaps;

  Target(TargetParts parts) {
    this.image = parts.image();
    this.info = parts.info();
    this.arch = parts.arch();
    this.physical = parts.physical();
    this.kernel = parts.kernel();
    this.openingGaps = List.copyOf(parts.gaps());
    this.modules = new Lazy<>(this::readModules);
    this.types = new Types(parts.types(), () -> readModuleTypes(parts));
    this.symbols =
        new Symbols(parts.kallsyms(), a -> modules().symbolAt(a), () -> modules().allSymbols());
    this.cpus = new Lazy<>(() -> Cpus.read(memory(), symbols()));
    this.orc = new Lazy<>(() -> new OrcTables(memory(), symbols(), modules()));
    this.unwinder = new Lazy<>(() -> arch().unwinder(memory(), orc(), new Text()));
  }

  private Modules readModules() {
    OptionalLong head = symbols.findAddress("modules");
    if (head.isEmpty()) {
      return Modules.none("the kernel has no symbol `modules`");
    }
    try {
      return Modules.read(memory(), types.struct("struct module"), head.getAsLong());
    } catch (InquestException e) {
      return Modules.none("modules can't be read: " + e.getMessage());
    }
  }

  private Map<String, TypeSource> readModuleTypes(TargetParts parts) {
    // What a module's BTF describes goes on from the kernel's, and makes no sense without it.
    return parts.types() instanceof BtfTypes kernel ? ModuleTypes.read(this, kernel) : Map.of();
  }

  /// Whether an address is code of the kernel or of a module.
  public boolean isText(long address) {
    return symbols.inKernelText(address)
        || modules().inText(address)
        || symbols.at(address).map(s -> s.module().isEmpty() && s.isText()).orElse(false);
  }

  /// What the unwinder asks of code.
  private final class Text implements KernelText {
    @Override
    public boolean contains(long address) {
      return isText(address);
    }

    @Override
    public long functionAt(long address) {
      return symbols.at(address).map(Symbol::address).orElse(0L);
    }
  }

  /// The container the dump came in.
  public DumpImage image() {
    return image;
  }

  /// VMCOREINFO; empty where the dump has none.
  public VmcoreInfo vmcoreinfo() {
    return info;
  }

  /// The machine.
  public Architecture arch() {
    return arch;
  }

  /// Physical memory.
  public PhysicalMemory physical() {
    return physical;
  }

  /// Kernel virtual memory.
  public VirtualMemory memory() {
    return kernel.memory();
  }

  /// The numbers kernel memory was found with.
  public KernelMap kernelMap() {
    return kernel;
  }

  /// The memory of a process.
  ///
  /// @param pgd kernel virtual address of its top-level page table (`mm->pgd`)
  /// @throws org.inquest.formats.fault.MemoryFault where that address is not mapped
  public VirtualMemory userMemory(long pgd) {
    return arch.userMemory(physical, kernel, memory().translate(pgd));
  }

  /// Names of addresses.
  public Symbols symbols() {
    return symbols;
  }

  /// C types.
  public Types types() {
    return types;
  }

  /// Loaded modules.
  public Modules modules() {
    return modules.get();
  }

  /// CPUs.
  public Cpus cpus() {
    return cpus.get();
  }

  /// The unwind tables.
  public OrcTables orc() {
    return orc.get();
  }

  /// Walks stacks.
  public Unwinder unwinder() {
    return unwinder.get();
  }

  /// A value of a C type at an address.
  ///
  /// @param type for example `struct task_struct`
  public KObject object(String type, long address) {
    return new KObject(memory(), types.type(type), address);
  }

  /// A global variable of the kernel, typed.
  ///
  /// @throws NotFound where the kernel has no such symbol, or its type is not known
  public KObject global(String name) {
    long address = symbols.address(name);
    Type type =
        types
            .variable(name)
            .orElseThrow(
                () -> new NotFound("type for the variable", name, "BTF or the table of globals"));
    return new KObject(memory(), type, address);
  }

  /// Like [#global], or empty.
  public Optional<KObject> findGlobal(String name) {
    OptionalLong address = symbols.findAddress(name);
    if (address.isEmpty()) {
      return Optional.empty();
    }
    return types.variable(name).map(t -> new KObject(memory(), t, address.getAsLong()));
  }

  /// Whether a symbol is a per-CPU variable: its address is no place in memory, but what a CPU's
  /// [Cpus#offset] has to be added to.
  public boolean isPerCpu(Symbol symbol) {
    if (symbol.module().isEmpty()) {
      OptionalLong start = symbols.findAddress("__per_cpu_start");
      OptionalLong end = symbols.findAddress("__per_cpu_end");
      return start.isPresent()
          && end.isPresent()
          && Long.compareUnsigned(symbol.address(), start.getAsLong()) >= 0
          && Long.compareUnsigned(symbol.address(), end.getAsLong()) < 0
          && symbol.type() != 'T'
          && symbol.type() != 't';
    }
    return modules().all().stream()
        .filter(module -> module.name().equals(symbol.module()))
        .anyMatch(module -> isPerCpu(module.object(), symbol.address()));
  }

  /// `void __percpu *percpu` and `unsigned int percpu_size` (include/linux/module.h).
  private static boolean isPerCpu(KObject module, long address) {
    try {
      return module.has("percpu")
          && Long.compareUnsigned(
                  address - module.member("percpu").asLong(),
                  module.member("percpu_size").asUnsigned())
              < 0;
    } catch (InquestException e) {
      return false;
    }
  }

  /// A CPU's copy of a per-CPU variable.
  ///
  /// @throws NotFound where the kernel has no such symbol, or its type is not known
  public KObject perCpu(String name, int cpu) {
    KObject first = global(name);
    return new KObject(memory(), first.type(), first.address() + cpus().offset(cpu));
  }

  /// Like [#perCpu], or empty.
  public Optional<KObject> findPerCpu(String name, int cpu) {
    return findGlobal(name)
        .map(v -> new KObject(memory(), v.type(), v.address() + cpus().offset(cpu)));
  }

  /// What could not be seen, as far as opening the dump and what was asked since have shown; a
  /// sentence each.
  public List<String> gaps() {
    List<String> gaps = new ArrayList<>(openingGaps);
    for (String gap : List.of(symbols.gap(), modules().gap(), orc().gap())) {
      if (!gap.isEmpty()) {
        gaps.add(gap);
      }
    }
    return gaps;
  }

  @Override
  public void close() {
    image.close();
  }
}
