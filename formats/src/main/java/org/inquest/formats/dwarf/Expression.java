package org.inquest.formats.dwarf;

import java.util.Optional;

/// A DWARF expression: a program for a small stack machine that computes a value or says where one
/// is (DWARF 5, 2.5 and 2.6). `org.inquest.formats.dwarf.location` runs it.
///
/// @param bytes of the expression and of nothing else, at their beginning
/// @param version of DWARF that its encoding follows
/// @param offsetSize bytes of an offset in a section, 4 or 8
/// @param unit that it stands in; empty in call frame information, which needs none
public record Expression(DebugBytes bytes, int version, int offsetSize, Optional<Unit> unit) {

  /// An expression of call frame information.
  public static Expression ofFrame(DebugBytes bytes) {
    return new Expression(bytes, 5, Integer.BYTES, Optional.empty());
  }

  /// A reader from its first byte on.
  public DebugBytes read() {
    return bytes.at(bytes.offset());
  }

  /// Whether there is nothing in it: the value was optimised out.
  public boolean isEmpty() {
    return bytes.left() == 0;
  }

  /// Bytes of an address.
  public int addressSize() {
    return unit.map(u -> u.header().addressSize()).orElse(Long.BYTES);
  }
}
