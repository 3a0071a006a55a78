package org.inquest.app.peers;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructType;

/// A struct as pahole prints it: its size, and the members C finds in it.
///
/// @param size bytes, or [#UNTOLD]: of unions pahole prints none
/// @param members offset in bits by name
record PaholeStruct(long size, Map<String, Long> members) {
  private static final long UNTOLD = -1;
  private static final Pattern HEAD = Pattern.compile("(struct|union) (\\w+) \\{");
  private static final Pattern INNER = Pattern.compile("\t+(struct|union|enum) ?\\w* ?\\{.*");

  /// What stands behind a member: `/* 16: 3 4 */`, offset, first bit of a bit-field, size.
  private static final Pattern MEMBER =
      Pattern.compile("\t+(.*?);?\\s+/\\*\\s+(\\d+)(?::\\s*(\\d+))?\\s+(\\d+)\\s+\\*/");

  private static final Pattern SIZE = Pattern.compile("\t/\\* size: (\\d+),.*");
  private static final Pattern FUNCTION = Pattern.compile("\\(\\*+\\s*(\\w+)(\\[\\w*\\])*\\)");

  /// A struct with a tag and without a name, whose members are the outer one's (`-fms-extensions`).
  private static final Pattern UNNAMED = Pattern.compile("(struct|union) \\w+\\s*");

  private static final Pattern NAME = Pattern.compile("(\\w+)(\\[\\w*\\])*(:\\d+)?$");

  /// Reads pahole's whole output. What it prints of one name more than once is read once.
  static Map<String, PaholeStruct> parse(List<String> lines) {
    Map<String, PaholeStruct> all = new HashMap<>();
    String name = "";
    long size = UNTOLD;
    Deque<Map<String, Long>> open = new ArrayDeque<>();
    for (String line : lines) {
      Matcher head = HEAD.matcher(line);
      Matcher sized = SIZE.matcher(line);
      if (head.matches()) {
        name = head.group(1) + " " + head.group(2);
        size = UNTOLD;
        open.clear();
        open.push(new HashMap<>());
      } else if (line.startsWith("}") && !name.isEmpty()) {
        all.putIfAbsent(name, new PaholeStruct(size, open.getLast()));
        name = "";
      } else if (sized.matches()) {
        size = Long.parseLong(sized.group(1));
      } else if (INNER.matcher(line).matches()) {
        open.push(new HashMap<>());
      } else if (!name.isEmpty() && !member(line, open)) {
        name = ""; // of Rust, in ways that C has not
      }
    }
    return all;
  }

  /// @return whether the line fits what was open
  private static boolean member(String line, Deque<Map<String, Long>> open) {
    Matcher member = MEMBER.matcher(line);
    if (!member.matches()) {
      return true;
    }
    String declared = member.group(1).strip();
    boolean closes = declared.startsWith("}");
    Map<String, Long> inner = closes ? open.pop() : Map.of();
    Map<String, Long> outer = open.peek();
    if (outer == null) {
      return false;
    }
    Optional<String> name = name(closes ? declared.substring(1).strip() : declared);
    if (name.isEmpty()) {
      outer.putAll(inner); // anonymous: its members are the outer one's
      return true;
    }
    long bits = member.group(3) == null ? 0 : Long.parseLong(member.group(3));
    outer.put(name.get(), Long.parseLong(member.group(2)) * 8 + bits);
    return true;
  }

  private static Optional<String> name(String declared) {
    String plain = declared.replaceAll("\\s*__attribute__\\(\\(\\w+(\\(\\d+\\))?\\)\\)", "");
    if (UNNAMED.matcher(plain).matches()) {
      return Optional.empty();
    }
    Matcher function = FUNCTION.matcher(plain);
    if (function.find()) {
      return Optional.of(function.group(1));
    }
    Matcher name = NAME.matcher(plain);
    return name.find() ? Optional.of(name.group(1)) : Optional.empty();
  }

  /// Whether ours has that size and each of these members there.
  boolean fits(StructType ours) {
    return (size == UNTOLD || ours.size() == size)
        && members.entrySet().stream()
            .allMatch(m ->
                ours.findMember(m.getKey())
                    .map(Member::bitOffset)
                    .filter(m.getValue()::equals)
                    .isPresent());
  }
}
