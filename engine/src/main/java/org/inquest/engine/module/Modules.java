package org.inquest.engine.module;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.module.LoadedModule.Region;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.ModuleSymbols;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// The kernel's list of loaded modules (`modules`, kernel/module/main.c), in its order: newest
/// first.
public final class Modules {
  private static final int MAX_MODULES = 10_000;
  private static final int MAX_REGIONS = 16;

  private final List<LoadedModule> all;
  private final String gap;
  private final ConcurrentHashMap<String, ModuleSymbols> symbols = new ConcurrentHashMap<>();

  private Modules(List<LoadedModule> all, String gap) {
    this.all = List.copyOf(all);
    this.gap = gap;
  }

  /// No modules, and why.
  public static Modules none(String gap) {
    return new Modules(List.of(), gap);
  }

  /// Walks the list.
  ///
  /// @param head address of `struct list_head modules`
  public static Modules read(VirtualMemory memory, StructType module, long head) {
    List<LoadedModule> found = new ArrayList<>();
    String gap = "";
    try {
      long listAt = module.offsetOf("list");
      long at = memory.readLong(head);
      while (at != head) {
        if (found.size() >= MAX_MODULES) {
          gap = "the list of modules has no end after " + found.size() + " entries";
          break;
        }
        found.add(one(new KObject(memory, module, at - listAt)));
        at = memory.readLong(at);
      }
    } catch (InquestException e) {
      gap = "the list of modules breaks off after " + found.size() + " entries: " + e.getMessage();
    }
    return new Modules(found, gap);
  }

  private static LoadedModule one(KObject object) {
    String name = object.member("name").asString();
    List<Region> regions = new ArrayList<>();
    Optional<KObject> mem = object.findMember("mem");
    if (mem.isPresent()) {
      // ac3b43283923 ("module: replace module_layout with module_memory", v6.4): one entry for each
      // purpose, MOD_TEXT first. The
      // init entries are empty once the module runs.
      for (int i = 0; i < Math.min(mem.get().length(), MAX_REGIONS); i++) {
        KObject entry = mem.get().index(i);
        region(
            regions,
            entry.member("base").asLong(),
            entry.member("size").asUnsigned(),
            i == 0 || i == 4);
      }
    } else if (object.has("core_layout")) {
      // 7523e4dc5057 ("module: use a structure to encapsulate layout.", v4.5): one block, code
      // first.
      KObject layout = object.member("core_layout");
      long base = layout.member("base").asLong();
      long size = layout.member("size").asUnsigned();
      long text = Math.min(size, layout.member("text_size").asUnsigned());
      region(regions, base, text, true);
      region(regions, base + text, size - text, false);
    } else {
      long base = object.member("module_core").asLong();
      long size = object.member("core_size").asUnsigned();
      long text = Math.min(size, object.member("core_text_size").asUnsigned());
      region(regions, base, text, true);
      region(regions, base + text, size - text, false);
    }
    return new LoadedModule(name, object, regions);
  }

  private static void region(List<Region> regions, long base, long size, boolean text) {
    if (base != 0 && size > 0 && size < 1L << 31) {
      regions.add(new Region(base, size, text));
    }
  }

  /// All modules.
  public List<LoadedModule> all() {
    return all;
  }

  /// What kept modules from being read, or empty.
  public String gap() {
    return gap;
  }

  /// The module an address lies in.
  public Optional<LoadedModule> at(long address) {
    for (LoadedModule module : all) {
      if (module.contains(address)) {
        return Optional.of(module);
      }
    }
    return Optional.empty();
  }

  /// Whether an address lies in some module's code.
  public boolean inText(long address) {
    for (LoadedModule module : all) {
      if (module.containsText(address)) {
        return true;
      }
    }
    return false;
  }

  /// The module symbol at an address; where the module's symbols are not in the dump, the module
  /// itself with its base as the symbol.
  public Optional<Symbol> symbolAt(long address) {
    Optional<LoadedModule> module = at(address);
    if (module.isEmpty()) {
      return Optional.empty();
    }
    LoadedModule m = module.get();
    Optional<Symbol> named = symbols(m).at(address);
    return named.isPresent()
        ? named
        : Optional.of(new Symbol("[" + m.name() + " base]", m.base(), 0, 't', m.name()));
  }

  /// The symbols of one module.
  public ModuleSymbols symbols(LoadedModule module) {
    return symbols.computeIfAbsent(module.name(), name -> readSymbols(module));
  }

  /// The symbols of all modules.
  public List<ModuleSymbols> allSymbols() {
    return all.stream().map(this::symbols).toList();
  }

  private static ModuleSymbols readSymbols(LoadedModule module) {
    try {
      KObject object = module.object();
      // 8244062ef1e5 ("modules: fix longstanding /proc/kallsyms vs module insertion race.", v4.5):
      // its own struct; before, the
      // members were in struct module itself.
      KObject tables = object.has("kallsyms") ? object.member("kallsyms").deref() : object;
      return ModuleSymbols.read(
          object.memory(),
          module.name(),
          tables.member("symtab").asLong(),
          tables.member("num_symtab").asInt(),
          tables.member("strtab").asLong(),
          tables.findMember("typetab").map(KObject::asLong).orElse(0L),
          module::contains);
    } catch (InquestException e) {
      return ModuleSymbols.none();
    }
  }
}
