package org.inquest.diagnose.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;

/// The member that begins at an offset, through nested structs: `h_lockdep_map.key`.
final class MemberPath {
  private static final int MAX_DEPTH = 8;

  private MemberPath() {}

  /// The innermost member that begins there, by its whole path. Empty where none does, or several
  /// do: members of a union.
  static Optional<Member> at(StructType struct, long offset) {
    List<String> paths = new ArrayList<>();
    collect(struct, offset, "", paths, 0);
    return paths.size() == 1 ? struct.findMember(paths.getFirst()) : Optional.empty();
  }

  private static void collect(
      StructType struct, long offset, String prefix, List<String> paths, int depth) {
    if (depth == MAX_DEPTH) {
      return;
    }
    for (Member member : struct.members()) {
      long inside = offset - member.offset();
      if (inside < 0 || inside >= Math.max(member.type().size(), 1) || member.bitSize() != 0) {
        continue;
      }
      String path = prefix + member.name();
      if (member.type().underlying() instanceof StructType inner) {
        collect(inner, inside, member.name().isEmpty() ? prefix : path + ".", paths, depth + 1);
      } else if (inside == 0) {
        paths.add(path);
      }
    }
  }
}
