package org.inquest.diagnose.fault;

import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.Fault;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.TypeSource;
import org.inquest.formats.fault.InquestException;

/// Which member an offset from NULL is, by the type of what the pointer came from. Where the code
/// can't be read (only a log, a machine whose values can't be followed): which it could be, of the
/// structs that the faulting function, or the one that called it, takes pointers to.
final class MemberHint {
  private MemberHint() {}

  /// For example: "offset 40 is member efd_group of struct ext4_free_data, which ...".
  static Optional<String> of(PointerOrigin pointer, long offset) {
    return pointer
        .code()
        .types()
        .flatMap(types -> new PointerTypes(types, pointer).find())
        // With any other sum the pointer was not NULL plus what the code added.
        .filter(p -> p.offset() + pointer.displacement() == offset)
        .flatMap(p ->
            MemberPath.at(p.struct(), offset)
                .map(m ->
                    "offset "
                        + offset
                        + (p.sure() ? " is member " : " is likely member ")
                        + m.name()
                        + " of "
                        + p.struct().name()
                        + ", which "
                        + p.because()));
  }

  /// For example: "offset 64 could be `note` of `struct account`, which remember() takes as
  /// `account`".
  static Optional<String> of(Fault fault, Target target, long offset) {
    Optional<String> own = of(target, fault.function(), fault.module(), offset);
    return own.isPresent()
        ? own
        : fault.caller().flatMap(c -> of(target, c.function(), c.module(), offset));
  }

  private static Optional<String> of(Target target, String function, String module, long offset) {
    if (function.isEmpty()) {
      return Optional.empty();
    }
    try {
      Optional<FunctionType> type =
          module.isEmpty()
              ? target.types().function(function)
              : target.types().module(module).flatMap((TypeSource t) -> t.function(function));
      return type.flatMap(t -> among(t.parameters(), function, offset));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> among(
      List<FunctionType.Parameter> parameters, String function, long offset) {
    for (FunctionType.Parameter parameter : parameters) {
      if (parameter.type().underlying() instanceof PointerType pointer
          && pointer.target().underlying() instanceof StructType struct) {
        Optional<Member> member = at(struct, offset);
        if (member.isPresent()) {
          return Optional.of(
              "offset "
                  + offset
                  + " could be member "
                  + member.get().name()
                  + " of "
                  + struct.name()
                  + ", which "
                  + function
                  + "() takes as its parameter "
                  + parameter.name());
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Member> at(StructType struct, long offset) {
    for (Member member : struct.members()) {
      if (member.offset() == offset && !member.name().isEmpty()) {
        return Optional.of(member);
      }
    }
    return Optional.empty();
  }
}
