package org.inquest.engine.debug.type;

/// How the bits of a base type are meant, `DW_ATE_*` (DWARF 5, table 7.11).
final class Encoding {
  static final int BOOLEAN = 0x02;
  static final int COMPLEX_FLOAT = 0x03;
  static final int FLOAT = 0x04;
  static final int SIGNED = 0x05;
  static final int SIGNED_CHAR = 0x06;
  static final int UNSIGNED = 0x07;
  static final int UNSIGNED_CHAR = 0x08;
  static final int IMAGINARY_FLOAT = 0x09;

  private Encoding() {}

  static boolean isCharacter(long encoding) {
    return encoding == SIGNED_CHAR || encoding == UNSIGNED_CHAR;
  }
}
