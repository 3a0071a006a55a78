package org.inquest.engine.type;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.inquest.formats.fault.NotFound;
import org.jspecify.annotations.Nullable;

/// A struct or union.
///
/// Members are found by name, by dotted path (`se.exec_start`), with array indexes (`mem[1].base`)
/// and through anonymous members, as in C. What was found is kept, so asking again is one look into
/// a map.
public final class StructType implements Type {
  /// Members that one search looks at: many times what the largest kernel struct has. A forged
  /// struct may contain itself.
  private static final int MAX_LOOKS = 20_000;

  private static final int MAX_DEPTH = 32;

  private final boolean union;
  private final String tag;
  private final long size;
  private final Supplier<List<Member>> loader;
  private final Map<String, Optional<Member>> found = new ConcurrentHashMap<>();
  private volatile @Nullable List<Member> members;

  /// @param tag empty for an anonymous one
  /// @param size bytes
  /// @param loader reads the members, when they are first asked for
  public StructType(boolean union, String tag, long size, Supplier<List<Member>> loader) {
    this.union = union;
    this.tag = tag;
    this.size = size;
    this.loader = loader;
  }

  /// Whether it is a union.
  public boolean isUnion() {
    return union;
  }

  /// The name after `struct` or `union`; empty for an anonymous one.
  public String tag() {
    return tag;
  }

  @Override
  public String name() {
    return (union ? "union " : "struct ") + (tag.isEmpty() ? "{...}" : tag);
  }

  @Override
  public long size() {
    return size;
  }

  /// The members as declared; anonymous structs and unions are members with an empty name.
  public List<Member> members() {
    List<Member> all = members;
    if (all == null) {
      all = loader.get();
      members = all;
    }
    return all;
  }

  /// A member by name or path.
  ///
  /// @throws NotFound where there is none
  public Member member(String path) {
    Optional<Member> member = findMember(path);
    if (member.isEmpty()) {
      throw new NotFound("member", path, name());
    }
    return member.get();
  }

  /// The first of several names or paths that exists: for members that were renamed; newest name
  /// first.
  ///
  /// @throws NotFound where there is none
  public Member memberOf(String... paths) {
    for (String path : paths) {
      Optional<Member> member = findMember(path);
      if (member.isPresent()) {
        return member.get();
      }
    }
    throw new NotFound("member", String.join(" or ", paths), name());
  }

  /// A member by name or path, or empty where there is none.
  public Optional<Member> findMember(String path) {
    Optional<Member> known = found.get(path);
    if (known == null) {
      known = Optional.ofNullable(walk(path));
      found.put(path, known);
    }
    return known;
  }

  /// Whether [#findMember] finds it.
  public boolean has(String path) {
    return findMember(path).isPresent();
  }

  /// `offsetof`, in bytes.
  ///
  /// @throws NotFound where there is no such member
  public long offsetOf(String path) {
    return member(path).offset();
  }

  private @Nullable Member walk(String path) {
    Type type = this;
    long bits = 0;
    Member last = null;
    for (int from = 0; from <= path.length(); ) {
      int dot = path.indexOf('.', from);
      String step = path.substring(from, dot < 0 ? path.length() : dot);
      from = dot < 0 ? path.length() + 1 : dot + 1;
      int bracket = step.indexOf('[');
      String plain = bracket < 0 ? step : step.substring(0, bracket);
      if (!(type.underlying() instanceof StructType struct)) {
        return null;
      }
      last = struct.direct(plain, 0, new int[] {MAX_LOOKS});
      if (last != null && bracket >= 0) {
        last = element(last, step.substring(bracket));
      }
      if (last == null) {
        return null;
      }
      bits += last.bitOffset();
      type = last.type();
    }
    return last == null ? null : last.within(path, bits - last.bitOffset());
  }

  /// A member by its own name, looking through anonymous members.
  private @Nullable Member direct(String name, int depth, int[] looksLeft) {
    if (name.isEmpty() || depth > MAX_DEPTH) {
      return null;
    }
    for (Member member : members()) {
      if (--looksLeft[0] < 0) {
        return null;
      }
      if (member.name().equals(name)) {
        return member;
      }
      if (member.name().isEmpty() && member.type().underlying() instanceof StructType inner) {
        Member found = inner.direct(name, depth + 1, looksLeft);
        if (found != null) {
          return found.within(name, member.bitOffset());
        }
      }
    }
    return null;
  }

  /// The element that `[1]` or `[1][2]` names.
  private static @Nullable Member element(Member array, String indexes) {
    Type type = array.type();
    long bits = array.bitOffset();
    for (int at = 0; at < indexes.length(); ) {
      int close = indexes.indexOf(']', at);
      if (indexes.charAt(at) != '['
          || close < 0
          || !(type.underlying() instanceof ArrayType inner)) {
        return null;
      }
      try {
        int index = Integer.parseInt(indexes, at + 1, close, 10);
        bits += inner.element().size() * 8 * index;
      } catch (NumberFormatException e) {
        return null;
      }
      type = inner.element();
      at = close + 1;
    }
    return new Member(array.name(), type, bits, 0);
  }

  @Override
  public String toString() {
    return name();
  }
}
