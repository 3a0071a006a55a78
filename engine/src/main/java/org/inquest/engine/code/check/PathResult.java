package org.inquest.engine.code.check;

import org.inquest.engine.code.check.PathState.Pair;
import org.inquest.engine.code.x86.X86Registers;

/// What a path of a function returns, as far as it is known.
///
/// @param kind which kind of number
/// @param value the number itself where it is known, sign-extended from 32 bits; else 0
record PathResult(Class kind, long value) {
  /// As kernel functions use their results.
  enum Class {
    /// A negative number, or a pointer that holds one (`ERR_PTR`).
    ERROR,
    ZERO,
    /// Not 0, and no error as far as is known.
    NONZERO,
    ANY
  }

  /// `MAX_ERRNO`, include/linux/err.h.
  private static final int MAX_ERRNO = 4095;

  static PathResult of(Terms terms, PathState state) {
    int whole = state.register(X86Registers.RAX);
    Long number = state.number(whole);
    if (number == null) {
      number = state.number(terms.low(whole, Integer.BYTES));
    }
    if (number != null) {
      int value = number.intValue();
      boolean error = value < 0 && value >= -MAX_ERRNO;
      return new PathResult(error ? Class.ERROR : value == 0 ? Class.ZERO : Class.NONZERO, value);
    }
    int zero = terms.constant(0);
    int half = state.possible(new Pair(terms.low(whole, Integer.BYTES), zero, Integer.BYTES));
    int all = state.possible(new Pair(whole, zero, Long.BYTES));
    int errors =
        state.possible(new Pair(whole, terms.constant(-MAX_ERRNO - 1L), Long.BYTES))
            & (Outcomes.EQUAL | Outcomes.BELOW_LESS | Outcomes.BELOW_GREATER);
    if (half == Outcomes.ABOVE_LESS || errors == 0) {
      return new PathResult(Class.ERROR, 0);
    }
    if (half == Outcomes.EQUAL || all == Outcomes.EQUAL) {
      return new PathResult(Class.ZERO, 0);
    }
    boolean nonzero = ((half & all) & Outcomes.EQUAL) == 0;
    return new PathResult(nonzero ? Class.NONZERO : Class.ANY, 0);
  }

  /// How a sentence about a return goes on: ` -12`, ` an error`.
  String words() {
    return switch (kind) {
      case ERROR -> value == 0 ? " an error" : " " + value;
      case ZERO -> " 0";
      case NONZERO -> value == 0 ? " something other than 0" : " " + value;
      case ANY -> "";
    };
  }
}
