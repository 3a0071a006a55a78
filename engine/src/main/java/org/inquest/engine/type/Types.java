package org.inquest.engine.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inquest.formats.fault.NotFound;
import org.jspecify.annotations.Nullable;

/// The types of a target by their C names. Answers are kept, so asking again is one look into a
/// map. Safe for use by several threads.
///
/// Plain questions are about the kernel proper. The types of modules are read only when asked for
/// by name, or by [#findAnywhere].
///
/// Most of Inquest asks the BTF in the dump only: it is there without any other file. What a person
/// asks for by name is also looked for in debugging information, [#with].
public final class Types {
  private final TypeSource kernel;
  private final Optional<TypeSource> debug;
  private final Supplier<Map<String, TypeSource>> loader;
  private final Supplier<Map<String, TypeSource>> debugModules;
  private final Map<String, Optional<Type>> names = new ConcurrentHashMap<>();
  private final Map<String, Optional<Type>> variables = new ConcurrentHashMap<>();
  private final Map<String, OptionalLong> constants = new ConcurrentHashMap<>();
  private volatile @Nullable Map<String, TypeSource> modules;

  /// @param kernel the types of vmlinux
  /// @param modules the types of each loaded module by its name; asked at most about once, when
  ///   first needed
  public Types(TypeSource kernel, Supplier<Map<String, TypeSource>> modules) {
    this(kernel, Optional.empty(), modules, Map::of);
  }

  private Types(
      TypeSource kernel,
      Optional<TypeSource> debug,
      Supplier<Map<String, TypeSource>> modules,
      Supplier<Map<String, TypeSource>> debugModules) {
    this.kernel = kernel;
    this.debug = debug;
    this.loader = modules;
    this.debugModules = debugModules;
  }

  /// The types of a kernel without modules.
  public Types(TypeSource kernel) {
    this(kernel, Map::of);
  }

  /// These types, and for what they lack those of other sources. They are asked last, as that may
  /// cost seconds; their types of global variables are believed where the kernel's own do not tell.
  ///
  /// @param debugModules sources for modules by name, asked after that for the kernel
  public Types with(TypeSource debugInformation, Supplier<Map<String, TypeSource>> debugModules) {
    return new Types(kernel, Optional.of(debugInformation), this::modules, debugModules);
  }

  /// A type by its C name: `struct task_struct`, `enum pid_type`, `atomic_long_t`, `unsigned long`,
  /// `struct zone *[4]`.
  ///
  /// @throws NotFound where the kernel has none
  public Type type(String name) {
    Optional<Type> type = find(name);
    if (type.isEmpty()) {
      throw new NotFound("type", name, "the kernel");
    }
    return type.get();
  }

  /// Like [#type], or empty where the kernel has none.
  public Optional<Type> find(String name) {
    return own(name).or(() -> inDebug(name));
  }

  private Optional<Type> own(String name) {
    Optional<Type> known = names.get(name);
    if (known == null) {
      known = TypeName.find(kernel, name);
      names.put(name, known);
    }
    return known;
  }

  private Optional<Type> inDebug(String name) {
    return debug.flatMap(d -> TypeName.find(d, name));
  }

  /// A struct or union, also behind a typedef.
  ///
  /// @throws NotFound where the kernel has none
  public StructType struct(String name) {
    if (type(name).underlying() instanceof StructType struct) {
      return struct;
    }
    throw new NotFound("struct", name, "the kernel");
  }

  /// Whether the kernel has the type.
  public boolean has(String name) {
    return find(name).isPresent();
  }

  /// A type by name, in the kernel or else in the first module that has it. Reads the types of all
  /// modules.
  public Optional<Type> findAnywhere(String name) {
    return own(name)
        .or(() -> inModules(name, modules()))
        .or(() -> inDebug(name))
        .or(() -> inModules(name, debugModules.get()));
  }

  private static Optional<Type> inModules(String name, Map<String, TypeSource> modules) {
    for (TypeSource module : modules.values()) {
      Optional<Type> type = TypeName.find(module, name);
      if (type.isPresent()) {
        return type;
      }
    }
    return Optional.empty();
  }

  /// The types of a module, which see those of the kernel too; empty where the module has none of
  /// its own.
  public Optional<TypeSource> module(String name) {
    TypeSource own = modules().get(name);
    return Optional.ofNullable(own == null ? debugModules.get().get(name) : own);
  }

  /// Hands out all structs and unions of the kernel and of its modules that have a name, and
  /// typedefs of those that have none. One may come twice. Debugging information is asked for
  /// modules that have no types of their own.
  public void structs(Consumer<Type> each) {
    kernel.structs(each);
    modules().values().forEach(module -> module.structs(each));
    debugModules
        .get()
        .forEach((name, module) -> {
          if (!modules().containsKey(name)) {
            module.structs(each);
          }
        });
  }

  /// The modules whose own types, without debugging information, have one of a name that the kernel
  /// has not.
  public List<String> modulesWith(TypeSource.Tag tag, String name) {
    List<String> found = new ArrayList<>();
    if (kernel.find(tag, name).isEmpty()) {
      modules()
          .forEach((module, types) -> {
            if (types.find(tag, name).isPresent()) {
              found.add(module);
            }
          });
    }
    return found;
  }

  /// The type of a function, of the kernel or else of a module.
  public Optional<FunctionType> function(String name) {
    return kernel
        .function(name)
        .or(() -> functionIn(name, modules()))
        .or(() -> debug.flatMap(d -> d.function(name)))
        .or(() -> functionIn(name, debugModules.get()));
  }

  private static Optional<FunctionType> functionIn(String name, Map<String, TypeSource> modules) {
    for (TypeSource module : modules.values()) {
      Optional<FunctionType> type = module.function(name);
      if (type.isPresent()) {
        return type;
      }
    }
    return Optional.empty();
  }

  /// The type of a global variable of the kernel: as recorded for per-CPU variables, else from the
  /// table `globals.txt`, for BTF has no other variables, else from debugging information.
  public Optional<Type> variable(String symbol) {
    Optional<Type> known = variables.get(symbol);
    if (known == null) {
      known = kernel.variable(symbol);
      if (known.isEmpty()) {
        known = fromTable(symbol).or(() -> debug.flatMap(d -> d.variable(symbol)));
      }
      variables.put(symbol, known);
    }
    return known;
  }

  private Optional<Type> fromTable(String symbol) {
    for (String name : Globals.typesOf(symbol)) {
      Optional<Type> type = own(name);
      if (type.isPresent()) {
        return type;
      }
    }
    return Optional.empty();
  }

  /// The value of an enumerator, such as `PIDTYPE_TGID`; empty where the kernel has no such name.
  public OptionalLong constant(String enumerator) {
    OptionalLong known = constants.get(enumerator);
    if (known == null) {
      known = kernel.constant(enumerator);
      if (known.isEmpty() && debug.isPresent()) {
        known = debug.get().constant(enumerator);
      }
      constants.put(enumerator, known);
    }
    return known;
  }

  /// The enumeration that has an enumerator; empty where the kernel has no such name.
  public Optional<EnumType> enumeration(String enumerator) {
    return kernel.enumeration(enumerator).or(() -> debug.flatMap(d -> d.enumeration(enumerator)));
  }

  private Map<String, TypeSource> modules() {
    Map<String, TypeSource> all = modules;
    if (all == null) {
      all = loader.get();
      modules = all;
    }
    return all;
  }
}
