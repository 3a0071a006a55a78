package org.inquest.engine.type;

/// An array.
///
/// @param count elements; 0 for flexible array members and arrays of unknown length
public record ArrayType(Type element, long count) implements Type {
  @Override
  public long size() {
    long size = element.size();
    // Only a forged type overflows; it must not come out as a small array.
    return size != 0 && count > Long.MAX_VALUE / 8 / size ? Long.MAX_VALUE / 8 : size * count;
  }
}
