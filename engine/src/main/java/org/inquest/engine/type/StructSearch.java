package org.inquest.engine.type;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Looks for structs and unions by their size and by what they have in them: whose memory may this
/// be, and who keeps such a thing?
///
/// @param atLeast bytes
/// @param atMost bytes
/// @param member the type that a member must have, as [#memberType] reads it; empty for any
public record StructSearch(long atLeast, long atMost, Optional<MemberType> member) {
  /// Members of one struct that are looked at; a forged one may contain itself.
  private static final int MAX_MEMBERS = 20_000;

  private static final int MAX_DEPTH = 32;

  /// What a member is of, or points to.
  ///
  /// @param name of a struct, union, enum, typedef or base type, without its tag
  /// @param pointers how many at least lie between: 1 for `page *`; with 0 a pointer fits, too
  public record MemberType(String name, int pointers) {}

  /// A struct that was found.
  ///
  /// @param type the struct, or the typedef of one that has no name of its own
  /// @param members those that have the type looked for; empty where none was looked for
  public record Hit(Type type, List<Member> members) {}

  /// Reads a type as people write it: `list_head`, `struct page *`, `const char *`.
  public static MemberType memberType(String text) {
    int stars = (int) text.chars().filter(c -> c == '*').count();
    String plain =
        text.replace('*', ' ').strip().replaceAll("\\b(struct|union|enum|const|volatile)\\s+", "");
    return new MemberType(plain, stars);
  }

  /// All that fit, the smallest first, then by name.
  public List<Hit> in(Types types) {
    Map<String, Hit> hits = new LinkedHashMap<>();
    types.structs(type -> {
      if (type.size() >= atLeast && type.size() <= atMost) {
        hit(type).ifPresent(hit -> hits.putIfAbsent(type.name() + ' ' + type.size(), hit));
      }
    });
    return hits.values().stream()
        .sorted(
            Comparator.comparingLong((Hit hit) -> hit.type().size())
                .thenComparing(hit -> hit.type().name()))
        .toList();
  }

  private Optional<Hit> hit(Type type) {
    List<Member> found = new ArrayList<>();
    if (member.isPresent() && type.underlying() instanceof StructType struct) {
      collect(struct, member.get(), 0, found, new int[] {MAX_MEMBERS});
    }
    return member.isPresent() && found.isEmpty()
        ? Optional.empty()
        : Optional.of(new Hit(type, found));
  }

  /// The members of an anonymous struct are those of the struct it is in.
  private static void collect(
      StructType struct, MemberType wanted, int depth, List<Member> found, int[] left) {
    for (Member member : struct.members()) {
      if (--left[0] < 0 || depth > MAX_DEPTH) {
        return;
      }
      if (member.name().isEmpty() && member.type().underlying() instanceof StructType inner) {
        collect(inner, wanted, depth + 1, found, left);
      } else if (fits(member.type(), wanted)) {
        found.add(member);
      }
    }
  }

  private static boolean fits(Type type, MemberType wanted) {
    int pointers = 0;
    Type at = type;
    for (int i = 0; i < MAX_DEPTH; i++) {
      if (pointers >= wanted.pointers() && isNamed(at, wanted.name())) {
        return true;
      }
      switch (at) {
        case PointerType pointer -> {
          at = pointer.target();
          pointers++;
        }
        case ArrayType array -> at = array.element();
        case QualifiedType qualified -> at = qualified.target();
        case TypedefType typedef -> at = typedef.target();
        default -> {
          return false;
        }
      }
    }
    return false;
  }

  private static boolean isNamed(Type type, String name) {
    return switch (type) {
      case StructType struct -> struct.tag().equals(name);
      case EnumType names -> names.tag().equals(name);
      case ForwardType forward -> forward.tag().equals(name);
      case TypedefType typedef -> typedef.name().equals(name);
      case IntType number -> number.name().equals(name);
      case FloatType number -> number.name().equals(name);
      default -> false;
    };
  }
}
