package org.inquest.diagnose.fault;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;
import org.inquest.engine.code.flow.Location;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.flow.ValueFlow;
import org.inquest.engine.object.KObject;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;

/// What a pointer of known origin points to: declared types along the way, or the slab cache that
/// it was to be allocated from. Nothing is guessed from names of functions.
final class PointerTypes {
  private static final Pattern CACHE_SUFFIX = Pattern.compile("_(cachep|cache|slab)$");

  /// Loads on one another.
  private static final int MAX_DEPTH = 8;

  private final Types types;
  private final PointerOrigin pointer;

  /// A place in a struct.
  ///
  /// @param offset bytes from the struct's start
  /// @param because how we know, one clause
  /// @param sure whether it was declared so, or else only fits
  record Pointee(StructType struct, long offset, String because, boolean sure) {
    Pointee plus(long delta) {
      return new Pointee(struct, offset + delta, because, sure);
    }
  }

  PointerTypes(Types types, PointerOrigin pointer) {
    this.types = types;
    this.pointer = pointer;
  }

  private Optional<Symbol> symbol(long address) {
    return pointer.code().functions().symbol(address);
  }

  /// What the faulting instruction's register points to.
  Optional<Pointee> find() {
    try {
      return of(0, pointer.levels().getFirst().traced().origin(), MAX_DEPTH);
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private Optional<Pointee> of(int level, Origin origin, int depth) {
    if (depth == 0) {
      return Optional.empty();
    }
    return switch (origin) {
      case Origin.Argument a -> argument(level, a, depth);
      case Origin.CallersRegister r -> caller(level, depth);
      case Origin.Sum s -> of(level, s.of(), depth - 1).map(p -> p.plus(s.delta()));
      case Origin.Load l -> load(level, l, depth);
      case Origin.Result r -> result(level, r);
      default -> Optional.empty();
    };
  }

  private Optional<Pointee> caller(int level, int depth) {
    int next = level + 1;
    return next < pointer.levels().size()
        ? of(next, pointer.levels().get(next).traced().origin(), depth - 1)
        : Optional.empty();
  }

  private Optional<Pointee> argument(int level, Origin.Argument argument, int depth) {
    PointerOrigin.Level at = pointer.levels().get(level);
    Optional<FunctionType> type = prototype(at.flow().code().entry());
    if (type.isPresent() && argument.index() < type.get().parameters().size()) {
      FunctionType.Parameter parameter = type.get().parameters().get(argument.index());
      String how = at.plainName() + "() takes as its parameter " + parameter.name();
      Optional<Pointee> pointee = pointee(parameter.type(), how);
      if (pointee.isPresent()) {
        return pointee;
      }
    }
    return caller(level, depth);
  }

  /// The type of a function, empty for one that the compiler changed (`.constprop.0`, `.isra.0`).
  private Optional<FunctionType> prototype(long entry) {
    Optional<Symbol> symbol = symbol(entry);
    if (symbol.isEmpty() || symbol.get().name().indexOf('.') >= 0) {
      return Optional.empty();
    }
    Symbol s = symbol.get();
    return s.module().isEmpty()
        ? types.function(s.name())
        : types.module(s.module()).flatMap((TypeSource t) -> t.function(s.name()));
  }

  private static Optional<Pointee> pointee(Type type, String because) {
    return type.underlying() instanceof PointerType pointer
            && pointer.target().underlying() instanceof StructType struct
        ? Optional.of(new Pointee(struct, 0, because, true))
        : Optional.empty();
  }

  /// What a member points to, or a global variable.
  private Optional<Pointee> load(int level, Origin.Load load, int depth) {
    if (load.bytes() != Long.BYTES) {
      return Optional.empty();
    }
    if (load.base() instanceof Origin.Constant at) {
      Optional<Symbol> symbol = symbol(at.value() + load.displacement());
      return symbol
          .filter(s -> s.address() == at.value() + load.displacement())
          .flatMap(s -> types.variable(s.name()).flatMap(t -> pointee(t, s.name() + " is")));
    }
    Optional<Pointee> from = of(level, load.base(), depth - 1);
    if (from.isEmpty()) {
      return Optional.empty();
    }
    Pointee p = from.get();
    Optional<Member> member = MemberPath.at(p.struct(), p.offset() + load.displacement());
    return member.flatMap(
        m -> pointee(m.type(), "member " + m.name() + " of " + p.struct().name() + " points to"));
  }

  private Optional<Pointee> result(int level, Origin.Result result) {
    if (result.callee().isEmpty()) {
      return Optional.empty();
    }
    String name = symbol(result.callee().getAsLong()).map(Symbol::name).orElse("");
    Optional<FunctionType> type = prototype(result.callee().getAsLong());
    Optional<Pointee> declared = type.flatMap(t -> pointee(t.result(), name + "() returns"));
    return declared.isPresent() || !name.startsWith("kmem_cache_")
        ? declared
        : cache(pointer.levels().get(level).flow(), result);
  }

  /// Caches made by `KMEM_CACHE()` have the name of their struct (include/linux/slab.h), and most
  /// variables that point to a cache too. Caches of like objects are merged and keep one name, so
  /// that the name may be of another struct: then the sizes differ.
  private Optional<Pointee> cache(ValueFlow flow, Origin.Result result) {
    int first = flow.code().isa().calls().argument(0);
    Origin cache = flow.before(result.site(), Location.register(first)).origin();
    if (!(cache instanceof Origin.Load load && load.base() instanceof Origin.Constant at)) {
      return Optional.empty();
    }
    long variable = at.value() + load.displacement();
    String pointer = symbol(variable).map(Symbol::name).orElse("");
    Optional<KObject> found = this.pointer.code().target().flatMap(t -> cacheAt(t, variable));
    if (found.isEmpty()) {
      return byVariable(pointer, Long.MAX_VALUE);
    }
    KObject object = found.get();
    long size = object.member("object_size").asLong();
    String name = object.member("name").asString();
    Optional<StructType> struct = struct(name).filter(s -> s.size() == size);
    if (struct.isPresent()) {
      String how = "the slab cache " + name + " holds, by its name and its object size " + size;
      return Optional.of(new Pointee(struct.get(), 0, how, true));
    }
    return byVariable(pointer, size);
  }

  private static Optional<KObject> cacheAt(Target target, long variable) {
    OptionalLong address = target.memory().findLong(variable);
    return address.isEmpty()
        ? Optional.empty()
        : Optional.of(target.object("struct kmem_cache", address.getAsLong()));
  }

  private Optional<Pointee> byVariable(String pointer, long size) {
    return struct(CACHE_SUFFIX.matcher(pointer).replaceFirst(""))
        .filter(s -> s.size() <= size)
        .map(s -> new Pointee(s, 0, "the slab cache of " + pointer + " holds by its name", false));
  }

  private Optional<StructType> struct(String name) {
    return types
        .find("struct " + name)
        .map(Type::underlying)
        .flatMap(t -> t instanceof StructType s ? Optional.of(s) : Optional.empty());
  }
}
