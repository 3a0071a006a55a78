package org.inquest.engine.code.indirect;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.typed.MembersAt;
import org.inquest.engine.code.typed.OriginTypes;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.Type;

/// Says what a call goes through, by the origin of its pointer.
final class CallPointers {
  /// More of one call would be noise.
  private static final int MAX_POINTERS = 8;

  private final Optional<OriginTypes> types;

  /// @param types of the calling function's values; empty where the image has no BTF
  CallPointers(Optional<OriginTypes> types) {
    this.types = types;
  }

  /// One for each way that the pointer may have come; never empty.
  List<CallPointer> of(Origin pointer) {
    List<Origin> ways = pointer instanceof Origin.Merged m ? m.of() : List.of(pointer);
    Set<CallPointer> found = new LinkedHashSet<>();
    for (Origin way : ways) {
      found.addAll(way(way));
    }
    return found.stream().limit(MAX_POINTERS).toList();
  }

  private List<CallPointer> way(Origin way) {
    return switch (way) {
      case Origin.Load l -> loaded(l);
      case Origin.Constant c -> List.of(new CallPointer.Fixed(c.value()));
      case Origin.Unknown u -> List.of(new CallPointer.Unknown(u.why().words()));
      default -> {
        List<CallPointer> typed = new ArrayList<>();
        for (Type type : types.map(t -> t.of(way)).orElse(List.of())) {
          pointee(type).ifPresent(f -> typed.add(new CallPointer.Typed(f)));
        }
        yield typed.isEmpty()
            ? List.of(new CallPointer.Unknown("the pointer's type is not known"))
            : typed;
      }
    };
  }

  private List<CallPointer> loaded(Origin.Load load) {
    List<CallPointer> members = new ArrayList<>();
    if (types.isPresent()) {
      for (OriginTypes.Place place : types.get().pointees(load.base())) {
        long offset = place.offset() + load.displacement();
        for (MembersAt.Found member : MembersAt.of(place.struct(), offset)) {
          pointee(member.type())
              .ifPresent(f ->
                  members.add(new CallPointer.Member(place.struct(), offset, member.path(), f)));
        }
      }
    }
    if (!members.isEmpty()) {
      return members;
    }
    return load.base() instanceof Origin.Constant c
        ? List.of(new CallPointer.Variable(c.value() + load.displacement()))
        : List.of(new CallPointer.Offset(load.displacement()));
  }

  private static Optional<FunctionType> pointee(Type type) {
    return type.underlying() instanceof PointerType pointer
            && pointer.target().underlying() instanceof FunctionType function
        ? Optional.of(function)
        : Optional.empty();
  }
}
