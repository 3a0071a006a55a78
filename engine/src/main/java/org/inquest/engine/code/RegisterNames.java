package org.inquest.engine.code;

/// The registers of an architecture: small numbers, 0 to 63 those that register sets can hold.
public interface RegisterNames {

  /// The name of a register or a part of it.
  ///
  /// @param size bytes; 0 for the whole register
  String name(int register, int size);

  /// How many numbers there are; some between may have no register.
  int count();

  int stackPointer();

  int programCounter();

  /// The condition flags, as one register.
  int flags();

  /// Bits of the general registers in register sets: those that hold integers and addresses.
  long general();
}
