package org.inquest.engine.code.a64;

import java.util.Locale;
import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// Operands with names of their own: conditions, barriers, prefetches, system registers and
/// operations.
///
/// | name | meaning |
/// |---|---|
/// | `cond` `uncond` | the condition in field `c`, and its opposite |
/// | `barrier` | domain and kind of accesses |
/// | `prfop` | what to prefetch, where to, for how long |
/// | `read-register` `write-register` | a system register |
/// | `ic` `dc` `at` `tlbi` | an operation on an address; `-` behind it: on everything |
final class SystemOperands {
  static final String[] CONDITIONS = {
    "eq", "ne", "cs", "cc", "mi", "pl", "vs", "vc", "hi", "ls", "ge", "lt", "gt", "le", "al", "nv"
  };
  // Other names of the conditions, which objdump appends as a comment.
  private static final String[] COMMENTS = {
    "none", "any", "hs, nlast", "lo, ul, last", "first", "nfrst", "", "",
    "pmore", "plast", "tcont", "tstop", "", "", "", ""
  };
  private static final @Nullable String[] BARRIERS = {
    null, "oshld", "oshst", "osh", null, "nshld", "nshst", "nsh",
    null, "ishld", "ishst", "ish", null, "ld", "st", "sy"
  };
  private static final String[] PREFETCHES = {"pld", "pli", "pst"};

  private SystemOperands() {}

  static @Nullable Special find(String name, Pattern pattern) {
    return switch (name) {
      case "cond" -> condition(pattern.field('c'), 0);
      case "uncond" -> condition(pattern.field('c'), 1);
      case "barrier" -> barrier();
      case "prfop" -> prefetch();
      case "read-register" -> register(SystemNames.READ);
      case "write-register" -> register(SystemNames.WRITE);
      case "ic", "dc", "at", "tlbi", "ic-", "tlbi-" -> operation(SystemNames.operations(name));
      default -> null;
    };
  }

  private static Special condition(Bits field, int inverted) {
    return Special.of(
        Operand.Kind.OTHER,
        (word, at) -> field.in(word) ^ inverted,
        (word, at, names, to) -> {
          int condition = field.in(word) ^ inverted;
          to.append(CONDITIONS[condition]);
          if (!COMMENTS[condition].isEmpty()) {
            to.append("\t// ").append(CONDITIONS[condition]);
            to.append(" = ").append(COMMENTS[condition]);
          }
        });
  }

  private static Special barrier() {
    Bits field = Bits.range(11, 8);
    return Special.of(
        Operand.Kind.OTHER,
        (word, at) -> field.in(word),
        (word, at, names, to) -> {
          String name = BARRIERS[field.in(word)];
          if (name != null) {
            to.append(name);
          } else {
            to.append(String.format(Locale.ROOT, "#0x%02x", field.in(word)));
          }
        });
  }

  private static Special prefetch() {
    return Special.of(
        Operand.Kind.OTHER,
        (word, at) -> word & 31,
        (word, at, names, to) -> {
          int type = word >>> 3 & 3;
          int level = word >>> 1 & 3;
          if (type == 3 || level == 3) {
            to.append(String.format(Locale.ROOT, "#0x%02x", word & 31));
            return;
          }
          to.append(PREFETCHES[type]).append('l').append(level + 1);
          to.append((word & 1) == 0 ? "keep" : "strm");
        });
  }

  private static Special register(SystemNames known) {
    return Special.of(
        Operand.Kind.OTHER,
        (word, at) -> SystemNames.key(word),
        (word, at, names, to) -> {
          int key = SystemNames.key(word);
          String name = known.name(key);
          if (name != null) {
            to.append(name);
          } else {
            to.append('s').append(key >>> 14 & 3).append('_').append(key >>> 11 & 7);
            to.append("_c").append(key >>> 7 & 15).append("_c").append(key >>> 3 & 15);
            to.append('_').append(key & 7);
          }
        });
  }

  private static Special operation(SystemNames known) {
    return Special.of(
            Operand.Kind.OTHER,
            (word, at) -> SystemNames.key(word),
            (word, at, names, to) -> to.append(known.name(SystemNames.key(word))))
        .where(word -> known.name(SystemNames.key(word)) != null);
  }
}
