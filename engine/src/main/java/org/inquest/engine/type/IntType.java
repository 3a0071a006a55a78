package org.inquest.engine.type;

/// An integer, character or `_Bool`.
///
/// @param name in the short C spelling: `unsigned long`, not `long unsigned int`
/// @param size bytes
public record IntType(String name, long size, boolean signed, boolean isChar, boolean isBool)
    implements Type {
  @Override
  public Scalar scalar() {
    return new Scalar((int) size, signed);
  }
}
