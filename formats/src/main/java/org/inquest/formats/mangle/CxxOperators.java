package org.inquest.formats.mangle;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Operators of C++ (Itanium C++ ABI, 5.1.3.1): two letters, as they are written, and how many
/// operands they have in an expression.
final class CxxOperators {
  /// @param text as in the source
  /// @param operands 1, 2 or 3; 0 where an expression of it has a form of its own
  record Operator(String text, int operands) {}

  private static final Map<String, Operator> ALL = new HashMap<>();

  static {
    add(0, "nw new", "na new[]", "dl delete", "da delete[]", "cl ()");
    add(1, "aw co_await", "ps +", "ng -", "ad &", "de *", "co ~", "nt !", "pp ++", "mm --");
    add(
        2, "pl +", "mi -", "ml *", "dv /", "rm %", "an &", "or |", "eo ^", "aS =", "pL +=",
        "mI -=");
    add(2, "mL *=", "dV /=", "rM %=", "aN &=", "oR |=", "eO ^=", "ls <<", "rs >>", "lS <<=");
    add(
        2, "rS >>=", "eq ==", "ne !=", "lt <", "gt >", "le <=", "ge >=", "ss <=>", "aa &&",
        "oo ||");
    add(2, "cm ,", "pm ->*", "pt ->", "dt .", "ds .*", "ix []");
    add(3, "qu ?");
  }

  private CxxOperators() {}

  private static void add(int operands, String... codes) {
    for (String code : codes) {
      ALL.put(code.substring(0, 2), new Operator(code.substring(3), operands));
    }
  }

  /// The operator with these two letters.
  static Optional<Operator> of(String code) {
    return Optional.ofNullable(ALL.get(code));
  }
}
