package org.inquest.engine.code.flow;

/// A place that holds a value: a register or a slot of the function's stack frame.
///
/// @param kind which of the two
/// @param number the register; or the slot's distance in bytes from the stack pointer at the
///   function's entry, where the return address is: negative in the frame, from 8 on what the
///   caller pushed
/// @param bytes how many of its low bytes matter, 1 to 8
public record Location(Kind kind, long number, int bytes) {
  /// Bytes of a register.
  static final int WORD = 8;

  /// The two kinds.
  public enum Kind {
    REGISTER,
    SLOT
  }

  /// A whole register.
  public static Location register(int number) {
    return new Location(Kind.REGISTER, number, WORD);
  }

  /// A whole word of the stack.
  public static Location slot(long offset) {
    return new Location(Kind.SLOT, offset, WORD);
  }

  boolean isRegister(int register) {
    return kind == Kind.REGISTER && number == register;
  }

  /// Whether bytes at an offset of the stack frame are some of this slot's.
  boolean overlaps(long offset, int size) {
    return kind == Kind.SLOT && offset < number + bytes && number < offset + size;
  }

  /// The same place with at most as many bytes.
  Location atMost(int size) {
    return size >= bytes ? this : new Location(kind, number, size);
  }
}
