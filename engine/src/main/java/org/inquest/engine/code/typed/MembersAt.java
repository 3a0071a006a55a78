package org.inquest.engine.code.typed;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;

/// The innermost members that begin at an offset of a structure: several where it is in a union.
public final class MembersAt {
  private static final int MAX_DEPTH = 8;

  /// Members looked at, many times what the largest structure of a kernel has: a forged one may
  /// hold itself.
  private static final int MAX_LOOKS = 20_000;

  private final List<Found> found = new ArrayList<>();
  private int looksLeft = MAX_LOOKS;

  /// A member.
  ///
  /// @param path from the outermost structure: `ops.open`, `handlers[2]`
  public record Found(String path, Type type) {}

  private MembersAt() {}

  /// None where the offset is beyond the structure, or in the middle of a member.
  public static List<Found> of(StructType struct, long offset) {
    MembersAt search = new MembersAt();
    search.collect(struct, offset, "", 0);
    return search.found;
  }

  private void collect(StructType struct, long offset, String prefix, int depth) {
    if (depth == MAX_DEPTH) {
      return;
    }
    for (Member member : struct.members()) {
      if (--looksLeft < 0) {
        return;
      }
      long inside = offset - member.offset();
      if (inside >= 0 && inside < member.type().size() && member.bitSize() == 0) {
        value(member.type(), inside, prefix + member.name(), depth);
      }
    }
  }

  private void value(Type type, long inside, String path, int depth) {
    switch (type.underlying()) {
      case StructType inner ->
          collect(
              inner, inside, path.isEmpty() || path.endsWith(".") ? path : path + ".", depth + 1);
      case ArrayType array -> {
        long size = array.element().size();
        if (size > 0 && depth < MAX_DEPTH) {
          value(array.element(), inside % size, path + "[" + inside / size + "]", depth + 1);
        }
      }
      default -> {
        if (inside == 0) {
          found.add(new Found(path, type));
        }
      }
    }
  }
}
