package org.inquest.formats.dwarf.location;

/// Operations on two numbers of one type (DWARF 5, 2.5.1.4 and 2.5.1.5). Generic ones divide and
/// compare with a sign, and take remainders and shift to the right without.
final class Arithmetic {
  private Arithmetic() {}

  /// Whether an operation takes two numbers and leaves one of the same type.
  static boolean computes(int operation) {
    return switch (operation) {
      case Operation.AND,
          Operation.DIV,
          Operation.MINUS,
          Operation.MOD,
          Operation.MUL,
          Operation.OR,
          Operation.PLUS,
          Operation.SHL,
          Operation.SHR,
          Operation.SHRA,
          Operation.XOR ->
          true;
      default -> false;
    };
  }

  /// Whether an operation with these numbers has no result.
  static boolean undefined(int operation, BaseType type, long second) {
    return (operation == Operation.DIV || operation == Operation.MOD)
        && second == 0
        && !type.floating();
  }

  static long compute(int operation, BaseType type, long first, long second) {
    return type.floating()
        ? type.bits(real(operation, type.real(first), type.real(second)))
        : type.fit(whole(operation, type, first, second));
  }

  private static long whole(int operation, BaseType type, long first, long second) {
    boolean signed = type.signed() || type.encoding() == 0;
    return switch (operation) {
      case Operation.AND -> first & second;
      case Operation.OR -> first | second;
      case Operation.XOR -> first ^ second;
      case Operation.PLUS -> first + second;
      case Operation.MINUS -> first - second;
      case Operation.MUL -> first * second;
      case Operation.DIV -> signed ? first / second : Long.divideUnsigned(first, second);
      case Operation.MOD -> type.signed() ? first % second : Long.remainderUnsigned(first, second);
      default -> shift(operation, type, first, second);
    };
  }

  private static long shift(int operation, BaseType type, long value, long count) {
    int bits = type.bytes() * Byte.SIZE;
    boolean beyond = count < 0 || count >= bits;
    int unused = Long.SIZE - bits;
    return switch (operation) {
      case Operation.SHL -> beyond ? 0 : value << count;
      case Operation.SHR -> beyond ? 0 : value << unused >>> unused >>> count;
      default -> value << unused >> unused >> (beyond ? bits - 1 : count);
    };
  }

  private static double real(int operation, double first, double second) {
    return switch (operation) {
      case Operation.PLUS -> first + second;
      case Operation.MINUS -> first - second;
      case Operation.MUL -> first * second;
      case Operation.DIV -> first / second;
      default -> Double.NaN;
    };
  }

  /// Whether a comparison holds.
  static boolean holds(int operation, BaseType type, long first, long second) {
    int order =
        type.floating()
            ? Double.compare(type.real(first), type.real(second))
            : type.signed() || type.encoding() == 0
                ? Long.compare(first, second)
                : Long.compareUnsigned(first, second);
    return switch (operation) {
      case Operation.EQ -> order == 0;
      case Operation.NE -> order != 0;
      case Operation.GE -> order >= 0;
      case Operation.GT -> order > 0;
      case Operation.LE -> order <= 0;
      default -> order < 0;
    };
  }

  static long negated(BaseType type, long value) {
    return type.floating() ? type.bits(-type.real(value)) : type.fit(-value);
  }

  static long absolute(BaseType type, long value) {
    return type.floating() ? type.bits(Math.abs(type.real(value))) : type.fit(Math.abs(value));
  }
}
