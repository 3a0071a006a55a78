package org.inquest.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.debug.type.Described;
import org.inquest.engine.debug.type.LoadedTypes;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.EnumType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// Types, global variables and functions that a person asks for by name: from the dump's BTF, and
/// what that lacks from debugging information, whose files are looked for and opened when first
/// needed. For one thread.
public final class TypeLookup implements AutoCloseable {
  private final Target target;
  private final KernelFiles files;
  private final Types types;
  private final Map<String, Optional<LoadedTypes>> modules = new HashMap<>();
  private final List<String> gaps = new ArrayList<>();
  private final Optional<LoadedTypes> lent;
  private @Nullable Optional<LoadedTypes> kernel;
  private @Nullable Map<String, TypeSource> sources;

  /// @param kernel the kernel's debugging information where it is open already; stays the caller's
  ///   to close
  TypeLookup(Target target, KernelFiles files, Optional<LoadedTypes> kernel) {
    this.target = target;
    this.files = files;
    this.kernel = kernel.isPresent() ? kernel : null;
    this.lent = kernel;
    this.types = target.types().with(new Lazily(this::kernel), this::modules);
  }

  /// BTF, the table of globals, and the kernel's debugging information behind them.
  public Types types() {
    return types;
  }

  /// The kernel's debugging information; empty where no file with it is found, see [#missing].
  public Optional<LoadedTypes> kernel() {
    Optional<LoadedTypes> known = kernel;
    if (known == null) {
      known = files.kernel().debug().flatMap(file -> open(() -> DebugTypes.ofKernel(target, file)));
      kernel = known;
    }
    return known;
  }

  /// The debugging information of a loaded module; empty where no file with it is found.
  ///
  /// @param name empty for the kernel
  public Optional<LoadedTypes> of(String name) {
    return name.isEmpty() ? kernel() : modules.computeIfAbsent(name, this::openModule);
  }

  /// All that debugging information describes under a name: of the kernel and of the modules that
  /// have a symbol of that name, or whose BTF has the type. Of types that neither has, of the first
  /// module whose debugging information has it.
  public List<Found> all(NameKind kind, String name) {
    List<Found> found = new ArrayList<>();
    for (String owner : owners(kind, name)) {
      add(kind, name, owner, found);
    }
    if (found.isEmpty() && kind.tag().isPresent()) {
      for (String module : modules().keySet()) {
        add(kind, name, module, found);
        if (!found.isEmpty()) {
          return found;
        }
      }
    }
    return found;
  }

  private Set<String> owners(NameKind kind, String name) {
    Set<String> owners = new LinkedHashSet<>(List.of(""));
    Optional<TypeSource.Tag> tag = kind.tag();
    if (kind == NameKind.LOCAL) {
      target.symbols().clones(name).forEach(symbol -> owners.add(symbol.module()));
    } else if (tag.isPresent()) {
      target.types().modulesWith(tag.get(), name).forEach(owners::add);
    } else {
      target.symbols().all(name).forEach(symbol -> owners.add(symbol.module()));
    }
    return owners;
  }

  private void add(NameKind kind, String name, String owner, List<Found> found) {
    of(owner)
        .ifPresent(loaded -> {
          for (Described thing : loaded.types().all(kind, name)) {
            OptionalLong address = loaded.address(thing, target.symbols());
            found.add(new Found(thing, owner, address));
          }
        });
  }

  /// Something that debugging information describes, as it was loaded.
  ///
  /// @param module its name; empty for the kernel
  /// @param address in the dump, of a variable or function
  public record Found(Described thing, String module, OptionalLong address) {}

  /// Why there is no debugging information of the kernel, a sentence; empty where there is.
  public Optional<String> missing() {
    return kernel().isPresent() ? Optional.empty() : Optional.of(files.missing());
  }

  private Optional<LoadedTypes> openModule(String name) {
    for (LoadedModule module : target.modules().all()) {
      if (module.name().equals(name)) {
        return files
            .module(module)
            .debug()
            .flatMap(file -> open(() -> DebugTypes.ofModule(target, module, file)));
      }
    }
    return Optional.empty();
  }

  private Optional<LoadedTypes> open(Supplier<LoadedTypes> file) {
    try {
      return Optional.of(file.get());
    } catch (InquestException e) {
      gaps.add(e.getMessage());
      return Optional.empty();
    }
  }

  /// The modules that have a file with debugging information, with their types.
  private Map<String, TypeSource> modules() {
    Map<String, TypeSource> known = sources;
    if (known == null) {
      known = new LinkedHashMap<>();
      for (LoadedModule module : target.modules().all()) {
        String name = module.name();
        if (files.module(module).debug().isPresent()) {
          known.put(name, new Lazily(() -> of(name)));
        }
      }
      sources = known;
    }
    return known;
  }

  /// Debugging information as a source of types that opens nothing before it is asked.
  private record Lazily(Supplier<Optional<LoadedTypes>> loaded) implements TypeSource {
    @Override
    public Optional<Type> find(Tag tag, String name) {
      return loaded.get().flatMap(k -> k.types().find(tag, name));
    }

    @Override
    public Optional<FunctionType> function(String name) {
      return loaded.get().flatMap(k -> k.types().function(name));
    }

    @Override
    public Optional<Type> variable(String name) {
      return loaded.get().flatMap(k -> k.types().variable(name));
    }

    @Override
    public Optional<EnumType> enumeration(String enumerator) {
      return loaded.get().flatMap(k -> k.types().enumeration(enumerator));
    }

    @Override
    public void structs(Consumer<Type> each) {
      loaded.get().ifPresent(k -> k.types().structs(each));
    }
  }

  /// What could not be read, a sentence each, as far as anybody asked for it.
  List<String> gaps() {
    List<String> all = new ArrayList<>(gaps);
    opened().forEach(loaded -> all.addAll(loaded.types().gaps()));
    return all;
  }

  /// By this lookup.
  private List<LoadedTypes> opened() {
    List<LoadedTypes> all = new ArrayList<>();
    Optional<LoadedTypes> vmlinux = kernel;
    if (vmlinux != null && lent.isEmpty()) {
      vmlinux.ifPresent(all::add);
    }
    modules.values().forEach(module -> module.ifPresent(all::add));
    return all;
  }

  @Override
  public void close() {
    opened().forEach(LoadedTypes::close);
  }
}
