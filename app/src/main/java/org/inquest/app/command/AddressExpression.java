package org.inquest.app.command;

import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.UsageError;

/// An address as people type it: `ffffffff81a0c3f1`, `0x1000`, `init_task`, `schedule+0x5a`,
/// `sick:probe`, and for per-CPU symbols `runqueues:1`.
public final class AddressExpression {
  private AddressExpression() {}

  /// The address a word means. A symbol goes before a number, as `dead` may be either and the
  /// symbol was typed on purpose.
  ///
  /// @throws UsageError where it is neither
  public static long parse(Target target, String word) {
    int plus = Math.max(word.lastIndexOf('+'), word.lastIndexOf('-'));
    if (plus > 0) {
      long offset = number(word.substring(plus + 1));
      long base = plain(target, word.substring(0, plus));
      return word.charAt(plus) == '+' ? base + offset : base - offset;
    }
    return plain(target, word);
  }

  /// A hexadecimal number, with or without `0x`; empty where the word is none or has more than 64
  /// bits.
  public static OptionalLong hexadecimal(String word) {
    String digits = word.startsWith("0x") || word.startsWith("0X") ? word.substring(2) : word;
    try {
      return digits.isEmpty() || digits.charAt(0) == '+' || digits.charAt(0) == '-'
          ? OptionalLong.empty()
          : OptionalLong.of(Long.parseUnsignedLong(digits, 16));
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// A count or offset: decimal, or hexadecimal with `0x`.
  ///
  /// @throws UsageError where it is none
  public static long number(String word) {
    try {
      return Long.decode(word);
    } catch (NumberFormatException e) {
      throw new UsageError("not a number: " + word);
    }
  }

  private static long plain(Target target, String word) {
    int colon = word.indexOf(':');
    if (colon > 0) {
      return qualified(target, word.substring(0, colon), word.substring(colon + 1));
    }
    var symbols = target.symbols().all(word);
    if (!symbols.isEmpty()) {
      return symbols.getFirst().address();
    }
    return hexadecimal(word).orElseGet(() -> clone(target, word));
  }

  /// Compilers rename a function that they change: `free_metadata.isra.0`. The `.cold` part is
  /// none.
  private static long clone(Target target, String word) {
    List<Symbol> clones =
        target.symbols().clones(word).stream().filter(s -> !s.name().endsWith(".cold")).toList();
    if (clones.size() == 1) {
      return clones.getFirst().address();
    }
    String others = String.join(", ", clones.stream().limit(5).map(Symbol::name).toList());
    throw new UsageError(
        "neither a symbol nor a hexadecimal address: "
            + word
            + (clones.isEmpty() ? "" : "; there are " + others));
  }

  /// `module:symbol` or `symbol:cpu`.
  private static long qualified(Target target, String left, String right) {
    for (Symbol symbol : target.symbols().all(right)) {
      if (symbol.module().equals(left)) {
        return symbol.address();
      }
    }
    int cpu = (int) number(right);
    if (!target.cpus().possible().contains(cpu)) {
      throw new UsageError("no CPU " + right);
    }
    return target.symbols().address(left) + target.cpus().offset(cpu);
  }
}
