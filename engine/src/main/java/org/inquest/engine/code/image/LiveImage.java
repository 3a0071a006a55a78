package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.target.Target;
import org.jspecify.annotations.Nullable;

/// The code in a dump's memory: what the kernel and its modules really ran, with everything that
/// was patched since boot.
///
/// Initialisation code is not in it: the kernel frees it before the first program runs
/// (`free_initmem`, init/main.c). Nor are programs of BPF and trampolines, which have no symbols in
/// kallsyms' tables.
public final class LiveImage implements CodeImage {
  private final Target target;
  private final boolean owned;
  private final List<CodeSection> sections;
  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable Functions functions;

  /// @param owned whether closing the image closes the target
  LiveImage(Target target, boolean owned) {
    this.target = target;
    this.owned = owned;
    List<CodeSection> found = new ArrayList<>();
    kernel(found, "text", "_stext", "_etext", true, false);
    kernel(found, "rodata", "__start_rodata", "__end_rodata", false, false);
    kernel(found, "data", "_sdata", "_edata", false, true);
    kernel(found, "bss", "__bss_start", "__bss_stop", false, true);
    for (LoadedModule module : target.modules().all()) {
      for (LoadedModule.Region region : module.regions()) {
        String name = (region.text() ? "text [" : "data [") + module.name() + "]";
        found.add(
            new CodeSection(name, region.base(), region.size(), region.text(), !region.text()));
      }
    }
    found.sort(Comparator.comparing(CodeSection::address, Long::compareUnsigned));
    this.sections = List.copyOf(found);
  }

  /// A part of the kernel between two symbols of include/asm-generic/sections.h.
  private void kernel(
      List<CodeSection> found,
      String name,
      String from,
      String to,
      boolean executable,
      boolean writable) {
    OptionalLong start = target.symbols().findAddress(from);
    OptionalLong end = target.symbols().findAddress(to);
    if (start.isPresent()
        && end.isPresent()
        && Long.compareUnsigned(start.getAsLong(), end.getAsLong()) < 0) {
      long size = end.getAsLong() - start.getAsLong();
      found.add(new CodeSection(name, start.getAsLong(), size, executable, writable));
    }
  }

  /// The dump behind it.
  public Target target() {
    return target;
  }

  @Override
  public String name() {
    return target.vmcoreinfo().text("OSRELEASE").map("dump of "::concat).orElse("dump");
  }

  @Override
  public int machine() {
    return target.arch().machine();
  }

  @Override
  public List<CodeSection> sections() {
    return sections;
  }

  @Override
  public Functions functions() {
    lock.lock();
    try {
      Functions known = functions;
      if (known == null) {
        known = collect();
        functions = known;
      }
      return known;
    } finally {
      lock.unlock();
    }
  }

  /// Modules lie above the kernel on x86-64 and below it on arm64.
  private Functions collect() {
    Symbols symbols = target.symbols();
    long kernel = symbols.findAddress("_stext").orElse(0);
    FunctionBuilder builder = new FunctionBuilder(text());
    List<Symbol> ofModules = new ArrayList<>();
    List<LoadedModule> modules = new ArrayList<>(target.modules().all());
    modules.sort(Comparator.comparing(LoadedModule::base, Long::compareUnsigned));
    boolean kernelTaken = false;
    for (LoadedModule module : modules) {
      if (!kernelTaken && Long.compareUnsigned(module.base(), kernel) > 0) {
        KallsymsNames.addKernel(builder, symbols);
        kernelTaken = true;
      }
      for (Symbol symbol : target.modules().symbols(module).all()) {
        if (symbol.isText()) {
          builder.add(symbol.address(), symbol.size(), symbols.kernelSize() + ofModules.size());
          ofModules.add(symbol);
        }
      }
    }
    if (!kernelTaken) {
      KallsymsNames.addKernel(builder, symbols);
    }
    return builder.build(id ->
        id < symbols.kernelSize()
            ? symbols.kernelName(id)
            : ofModules.get(id - symbols.kernelSize()).name());
  }

  @Override
  public Optional<Symbol> symbolAt(long address) {
    return target.symbols().at(address);
  }

  @Override
  public List<Symbol> symbols(String name) {
    return target.symbols().all(name);
  }

  @Override
  public void read(long address, byte[] bytes, int offset, int length) {
    target.memory().read(address, bytes, offset, length);
  }

  @Override
  public List<String> gaps() {
    return target.gaps();
  }

  @Override
  public void close() {
    if (owned) {
      target.close();
    }
  }
}
