package org.inquest.diagnose.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.typed.ImageTypes;
import org.inquest.engine.code.typed.MembersAt;
import org.inquest.engine.code.window.CodeWindow;
import org.inquest.engine.code.window.MemoryUse;
import org.inquest.engine.code.window.ValueSource;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.CodePlace;

/// The member that an access goes to, by the types of a vmlinux that is given with the log.
///
/// The function's beginning must be among the bytes that were printed: then a register that nothing
/// wrote is an argument for sure, and loads can be followed through the members of its struct.
/// Otherwise only the parameters are left, which could have such a member.
///
/// @param struct with its tag
/// @param member path within it
/// @param because which value the struct is of
/// @param sure whether the code shows it
public record MemberNames(String struct, String member, String because, boolean sure) {
  /// Loads followed from one to the next.
  private static final int MAX_DEPTH = 6;

  /// `member next of struct list_head, ...`.
  public String words() {
    return (sure ? "member " : "could be member ") + member + " of " + struct + ", " + because;
  }

  /// The member behind an access.
  ///
  /// @param types of the kernel that wrote the log, or one like it
  /// @param part the register that holds the pointer
  public static Optional<MemberNames> of(
      LoggedFault fault, CodeWindow window, MemoryUse use, MemoryUse.Part part, Types types) {
    if (fault.place().isEmpty() || !fault.place().get().module().isEmpty()) {
      return Optional.empty();
    }
    CodePlace place = fault.place().get();
    try {
      Optional<FunctionType> function = ImageTypes.prototype(types, place.function());
      return function.flatMap(type -> {
        Search search = new Search(window, type, place, first(window, place.offset()));
        return search
            .pointee(part.register(), window.before().size(), 0)
            .flatMap(found -> found.member(use.displacement()))
            .or(() -> search.among(use.displacement()));
      });
    } catch (InquestException broken) {
      // The types contradict themselves.
      return Optional.empty();
    }
  }

  /// Index of the function's first instruction in the window; -1 where it is not there.
  private static int first(CodeWindow window, long offset) {
    for (int i = 0; i < window.before().size(); i++) {
      if (window.at().address() - window.before().get(i).address() == offset) {
        return i;
      }
    }
    return offset == 0 ? window.before().size() : -1;
  }

  /// What a register points to.
  ///
  /// @param offset of the register from the struct's beginning
  private record Pointee(StructType struct, long offset, String because) {
    Optional<MemberNames> member(long displacement) {
      List<MembersAt.Found> found = MembersAt.of(struct, offset + displacement);
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(new MemberNames(struct.name(), found.getFirst().path(), because, true));
    }
  }

  private record Search(CodeWindow window, FunctionType function, CodePlace place, int first) {

    Optional<Pointee> pointee(int register, int index, int depth) {
      if (first < 0 || depth == MAX_DEPTH) {
        return Optional.empty();
      }
      return switch (ValueSource.between(window, register, first, index)) {
        case ValueSource.Earlier(int from, long added) -> argument(from, added);
        case ValueSource.Loaded loaded -> loaded(loaded, depth);
        default -> Optional.empty();
      };
    }

    private Optional<Pointee> argument(int register, long added) {
      int n = window.isa().calls().arguments().indexOf(register);
      if (n < 0 || n >= function.parameters().size()) {
        return Optional.empty();
      }
      FunctionType.Parameter parameter = function.parameters().get(n);
      String because =
          "which " + place.function() + "() takes as its parameter " + parameter.name();
      return struct(parameter.type()).map(s -> new Pointee(s, added, because));
    }

    private Optional<Pointee> loaded(ValueSource.Loaded loaded, int depth) {
      Operand from = loaded.operand();
      if (from.base() == Operand.NO_REGISTER || from.index() != Operand.NO_REGISTER) {
        return Optional.empty();
      }
      return pointee(from.base(), loaded.index(), depth + 1)
          .flatMap(outer -> inner(outer, from.displacement(), loaded.added()));
    }

    private static Optional<Pointee> inner(Pointee outer, long displacement, long added) {
      for (MembersAt.Found found : MembersAt.of(outer.struct, outer.offset + displacement)) {
        Optional<StructType> struct = struct(found.type());
        if (struct.isPresent()) {
          String because =
              "which member " + found.path() + " of " + outer.struct.name() + " points to";
          return Optional.of(new Pointee(struct.get(), added, because));
        }
      }
      return Optional.empty();
    }

    Optional<MemberNames> among(long displacement) {
      List<MemberNames> all = new ArrayList<>();
      for (FunctionType.Parameter parameter : function.parameters()) {
        Optional<StructType> struct = struct(parameter.type());
        if (struct.isPresent() && displacement != 0) {
          for (MembersAt.Found found : MembersAt.of(struct.get(), displacement)) {
            String because =
                "which " + place.function() + "() takes as its parameter " + parameter.name();
            all.add(new MemberNames(struct.get().name(), found.path(), because, false));
          }
        }
      }
      return all.size() == 1 ? Optional.of(all.getFirst()) : Optional.empty();
    }

    private static Optional<StructType> struct(Type type) {
      return type.underlying() instanceof PointerType pointer
              && pointer.target().underlying() instanceof StructType struct
          ? Optional.of(struct)
          : Optional.empty();
    }
  }
}
