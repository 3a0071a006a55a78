package org.inquest.engine.type;

/// An integer, character or `_Bool`.
///
/// @param name in the short C spelling: `unsigned long`, not `long unsigned int`
/// @param size bytes
public record IntType(String name, long size, boolean signed, boolean isChar, boolean isBool)
    implements Type {
  /// A type under the name that a compiler recorded, which is often a longer spelling.
  public static IntType recorded(
      String name, long size, boolean signed, boolean isChar, boolean isBool) {
    return new IntType(IntegerNames.shortest(name), size, signed, isChar, isBool);
  }

  @Override
  public Scalar scalar() {
    return new Scalar((int) size, signed);
  }
}
