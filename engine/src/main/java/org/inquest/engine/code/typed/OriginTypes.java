package org.inquest.engine.code.typed;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.Types;

/// The C types of values in one function, by where they come from: its parameters, members that
/// were read, results of other functions, variables.
public final class OriginTypes {
  /// Loads on one another.
  private static final int MAX_DEPTH = 8;

  /// Types of one value: the paths of a union's members and of several ways in the code.
  private static final int MAX_TYPES = 8;

  /// Structures up to that size are passed in registers, a register for each word (System V ABI,
  /// 3.2.3).
  private static final int PASSED = 16;

  private final CodeImage image;
  private final Types types;
  private final Optional<FunctionType> own;

  /// A place in a structure.
  ///
  /// @param offset bytes from its start
  public record Place(StructType struct, long offset) {}

  /// @param function the name of the function whose values these are
  public OriginTypes(CodeImage image, Types types, String function) {
    this.image = image;
    this.types = types;
    this.own = ImageTypes.prototype(types, function);
  }

  /// The types that a value may have; empty where none is known.
  public List<Type> of(Origin origin) {
    return of(origin, MAX_DEPTH);
  }

  /// What a value points to, where that is a structure.
  public List<Place> pointees(Origin origin) {
    return pointees(origin, MAX_DEPTH);
  }

  private List<Type> of(Origin origin, int depth) {
    if (depth == 0) {
      return List.of();
    }
    return switch (origin) {
      case Origin.Argument a when a.bytes() == Long.BYTES -> parameter(a.index());
      case Origin.Load l when l.bytes() == Long.BYTES -> loaded(l, depth);
      case Origin.Result r -> result(r.callee());
      case Origin.PerCpu p -> variable(p.offset());
      case Origin.Merged m -> {
        Set<Type> all = new LinkedHashSet<>();
        m.of().forEach(o -> all.addAll(of(o, depth - 1)));
        yield all.stream().limit(MAX_TYPES).toList();
      }
      default -> List.of();
    };
  }

  private List<Place> pointees(Origin origin, int depth) {
    if (depth == 0) {
      return List.of();
    }
    return switch (origin) {
      case Origin.Sum s ->
          pointees(s.of(), depth - 1).stream()
              .map(p -> new Place(p.struct(), p.offset() + s.delta()))
              .toList();
      case Origin.Constant c -> inVariable(c.value());
      default -> {
        List<Place> found = new ArrayList<>();
        for (Type type : of(origin, depth)) {
          if (type.underlying() instanceof PointerType pointer
              && pointer.target().underlying() instanceof StructType struct) {
            found.add(new Place(struct, 0));
          }
        }
        yield found;
      }
    };
  }

  private List<Type> parameter(int index) {
    if (own.isEmpty()) {
      return List.of();
    }
    int register = 0;
    for (FunctionType.Parameter parameter : own.get().parameters()) {
      if (register == index) {
        return List.of(parameter.type());
      }
      register += registers(parameter.type());
    }
    return List.of();
  }

  private static int registers(Type type) {
    if (!(type.underlying() instanceof StructType struct)) {
      return 1;
    }
    return struct.size() > PASSED ? 0 : (int) (struct.size() + Long.BYTES - 1) / Long.BYTES;
  }

  private List<Type> loaded(Origin.Load load, int depth) {
    if (load.base() instanceof Origin.Constant c) {
      List<Type> whole = variable(c.value() + load.displacement());
      if (!whole.isEmpty() && whole.getFirst().underlying() instanceof PointerType) {
        return whole;
      }
    }
    List<Type> found = new ArrayList<>();
    for (Place place : pointees(load.base(), depth - 1)) {
      MembersAt.of(place.struct(), place.offset() + load.displacement()).stream()
          .limit(MAX_TYPES)
          .forEach(m -> found.add(m.type()));
    }
    return found.stream().limit(MAX_TYPES).toList();
  }

  private List<Type> result(OptionalLong callee) {
    if (callee.isEmpty()) {
      return List.of();
    }
    return image
        .symbolAt(callee.getAsLong())
        .flatMap(s -> ImageTypes.prototype(types, s.name()))
        .map(FunctionType::result)
        .stream()
        .toList();
  }

  /// The type of the variable that begins at an address.
  private List<Type> variable(long address) {
    return image
        .symbolAt(address)
        .filter(s -> s.address() == address)
        .flatMap(s -> types.variable(s.name()))
        .stream()
        .toList();
  }

  private List<Place> inVariable(long address) {
    Optional<Symbol> symbol = image.symbolAt(address);
    Optional<Type> type = symbol.flatMap(s -> types.variable(s.name()));
    return type.isPresent() && type.get().underlying() instanceof StructType struct
        ? List.of(new Place(struct, address - symbol.get().address()))
        : List.of();
  }
}
