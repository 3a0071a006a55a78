package org.inquest.engine.code.a64;

/// A condition on a word beyond its fixed bits, as the tables write it behind ` ? `: `n=31`,
/// `z=1|2`, `n!=31`, `n=m`, `s<r`, `s even`, or a name.
@FunctionalInterface
interface Guard {
  boolean holds(int word);

  static Guard parse(String text, Pattern pattern) {
    switch (text) {
      case "wide-move-differs" -> {
        return word -> !LogicalImmediate.isWideMove(word);
      }
      case "movable-zeros" -> {
        // MOVZ and MOVN of 0 with a shift have other, shorter encodings; so has MOVN of 0xffff.
        return word -> (word & 0x1fffe0) != 0 || (word & 0x600000) == 0;
      }
      case "movable-ones" -> {
        return word ->
            ((word & 0x1fffe0) != 0 || (word & 0x600000) == 0)
                && (word < 0 || (word & 0x1fffe0) != 0x1fffe0);
      }
      case "lanemask-is-no-move" -> {
        return word ->
            LogicalImmediate.isNoVectorMove(
                LogicalImmediate.value(word >>> 17 & 1, word >>> 11 & 63, word >>> 5 & 63));
      }
      case "s+1=r" -> {
        Bits s = pattern.field('s');
        Bits r = pattern.field('r');
        return word -> s.in(word) + 1 == r.in(word);
      }
      case "w/i" -> {
        // A shift of 32 bits or more of a 32-bit register.
        Bits amount = pattern.field('i');
        return word -> word < 0 || amount.in(word) < 32;
      }
      case "ext" -> {
        return word -> (word & 1 << 30) != 0 || (word & 1 << 14) == 0;
      }
      default -> {}
    }
    Bits field = pattern.field(text.charAt(0));
    if (text.endsWith(" even")) {
      return word -> (field.in(word) & 1) == 0;
    }
    boolean less = text.charAt(1) == '<';
    boolean not = text.charAt(1) == '!';
    String right = text.substring(not ? 3 : 2);
    if (Character.isLetter(right.charAt(0))) {
      Bits other = pattern.field(right.charAt(0));
      return less
          ? word -> field.in(word) < other.in(word)
          : word -> field.in(word) == other.in(word) != not;
    }
    if (less) {
      int bound = Integer.parseInt(right);
      return word -> field.in(word) < bound;
    }
    long set = 0;
    for (String number : right.split("\\|")) {
      set |= 1L << Integer.parseInt(number);
    }
    long wanted = not ? ~set : set;
    return word -> (wanted >>> field.in(word) & 1) != 0;
  }
}
