package org.inquest.engine.code.check;

import org.inquest.engine.code.check.Terms.Kind;
import org.inquest.engine.code.check.Terms.Term;

/// Sets of the five ways in which two numbers may lie to each other, unsigned and signed, and which
/// of them x86's conditions mean (Intel SDM vol. 1, appendix B).
final class Outcomes {
  static final int EQUAL = 1;
  static final int BELOW_LESS = 2;
  static final int BELOW_GREATER = 4;
  static final int ABOVE_LESS = 8;
  static final int ABOVE_GREATER = 16;
  static final int ALL = 31;

  /// What a number may be to 0: it is never below.
  static final int TO_ZERO = EQUAL | ABOVE_LESS | ABOVE_GREATER;

  /// The condition says nothing that is followed (parity, overflow).
  static final int UNKNOWN = -1;

  private static final int BELOW = BELOW_LESS | BELOW_GREATER;
  private static final int LESS = BELOW_LESS | ABOVE_LESS;

  private Outcomes() {}

  /// The outcomes of `cmp a, b` under which a condition holds.
  ///
  /// @param condition as in a mnemonic behind `j`, `set` or `cmov`
  static int of(String condition) {
    return switch (condition) {
      case "e", "z" -> EQUAL;
      case "ne", "nz" -> ALL & ~EQUAL;
      case "b", "c", "nae" -> BELOW;
      case "ae", "nc", "nb" -> ALL & ~BELOW;
      case "be", "na" -> BELOW | EQUAL;
      case "a", "nbe" -> ALL & ~(BELOW | EQUAL);
      case "l", "nge" -> LESS;
      case "ge", "nl" -> ALL & ~LESS;
      case "le", "ng" -> LESS | EQUAL;
      case "g", "nle" -> ALL & ~(LESS | EQUAL);
      default -> UNKNOWN;
    };
  }

  /// What outcomes of `cmp a, b` are as those of `cmp b, a`.
  static int mirrored(int mask) {
    return mask & EQUAL
        | ((mask & BELOW_LESS) != 0 ? ABOVE_GREATER : 0)
        | ((mask & ABOVE_GREATER) != 0 ? BELOW_LESS : 0)
        | ((mask & BELOW_GREATER) != 0 ? ABOVE_LESS : 0)
        | ((mask & ABOVE_LESS) != 0 ? BELOW_GREATER : 0);
  }

  /// The only outcome of two known numbers.
  ///
  /// @param size bytes that are compared
  static int of(long a, long b, int size) {
    int shift = Long.SIZE - 8 * size;
    int unsigned = Long.compareUnsigned(a << shift, b << shift);
    int signed = Long.compare(a << shift, b << shift);
    if (unsigned == 0) {
      return EQUAL;
    }
    if (unsigned < 0) {
      return signed < 0 ? BELOW_LESS : BELOW_GREATER;
    }
    return signed < 0 ? ABOVE_LESS : ABOVE_GREATER;
  }

  /// What can be said of two terms before anything was tested.
  static int possible(Terms terms, int a, int b, int size) {
    Term x = terms.get(a);
    Term y = terms.get(b);
    if (x.kind() == Kind.CONSTANT && y.kind() == Kind.CONSTANT) {
      return of(x.value(), y.value(), size);
    }
    if (a == b && !terms.isUnknown(a)) {
      return EQUAL;
    }
    if (y.kind() != Kind.CONSTANT || y.value() != 0) {
      return ALL;
    }
    if (size == Long.BYTES && x.kind() == Kind.PAIR && x.value() == Terms.ADDED) {
      // Arithmetic on pointers: the sum is tested because it may also be no sum, on another path.
      return ABOVE_LESS | ABOVE_GREATER;
    }
    boolean positive =
        x.kind() == Kind.TRUTH
            || x.kind() == Kind.LOW && x.b() < size
            || x.kind() == Kind.LOAD && x.b() < size;
    return positive ? EQUAL | ABOVE_GREATER : TO_ZERO;
  }
}
