package org.inquest.formats.dwarf.location;

import java.util.Arrays;
import org.inquest.formats.dwarf.DebugBytes;

/// The numbers an expression works on, each with its type.
final class OperandStack {
  /// Compilers' expressions need less than ten.
  private static final int MOST = 256;

  private final DebugBytes code;
  private long[] values = new long[8];
  private BaseType[] types = new BaseType[8];
  private int size;

  /// @param code for messages: where the machine is
  OperandStack(DebugBytes code) {
    this.code = code;
  }

  int size() {
    return size;
  }

  void push(long value) {
    push(value, BaseType.GENERIC);
  }

  /// @throws org.inquest.formats.fault.MalformedInput where there are too many
  void push(long value, BaseType type) {
    if (size == MOST) {
      throw code.malformed("at most " + MOST + " numbers on the stack", "more");
    }
    if (size == values.length) {
      values = Arrays.copyOf(values, size * 2);
      types = Arrays.copyOf(types, size * 2);
    }
    values[size] = value;
    types[size++] = type;
  }

  /// @throws org.inquest.formats.fault.MalformedInput where there is none
  long pop() {
    need(1);
    return values[--size];
  }

  /// The type of the last number.
  BaseType type() {
    need(1);
    return types[size - 1];
  }

  void copy(int depth) {
    need(depth + 1);
    push(values[size - 1 - depth], types[size - 1 - depth]);
  }

  void swap() {
    need(2);
    move(size - 1, size - 2);
  }

  /// The last becomes the third, the second and the third move up (DWARF 5, 2.5.1.3).
  void rotate() {
    need(3);
    move(size - 1, size - 2);
    move(size - 2, size - 3);
  }

  private void move(int one, int other) {
    long value = values[one];
    BaseType type = types[one];
    values[one] = values[other];
    types[one] = types[other];
    values[other] = value;
    types[other] = type;
  }

  private void need(int count) {
    if (size < count) {
      throw code.malformed(count + " numbers on the stack", Integer.toString(size));
    }
  }
}
