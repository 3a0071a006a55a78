package org.inquest.engine.type;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// An enumeration.
public final class EnumType implements Type {

  /// One name and its value.
  public record Enumerator(String name, long value) {}

  private final String tag;
  private final Scalar scalar;
  private final Supplier<List<Enumerator>> loader;
  private volatile @Nullable List<Enumerator> enumerators;

  /// @param tag empty for an anonymous one
  /// @param size bytes: 1, 2, 4 or 8
  /// @param signed whether values may be negative
  /// @param loader reads the names, when they are first asked for
  public EnumType(String tag, int size, boolean signed, Supplier<List<Enumerator>> loader) {
    this.tag = tag;
    this.scalar = new Scalar(size, signed);
    this.loader = loader;
  }

  /// The name after `enum`; empty for an anonymous one.
  public String tag() {
    return tag;
  }

  @Override
  public String name() {
    return tag.isEmpty() ? "enum {...}" : "enum " + tag;
  }

  @Override
  public long size() {
    return scalar.size();
  }

  @Override
  public Scalar scalar() {
    return scalar;
  }

  /// All names in the order of the source.
  public List<Enumerator> enumerators() {
    List<Enumerator> all = enumerators;
    if (all == null) {
      all = loader.get();
      enumerators = all;
    }
    return all;
  }

  /// The value of a name.
  public OptionalLong value(String name) {
    for (Enumerator e : enumerators()) {
      if (e.name().equals(name)) {
        return OptionalLong.of(e.value());
      }
    }
    return OptionalLong.empty();
  }

  /// The first name of a value.
  public Optional<String> nameOf(long value) {
    for (Enumerator e : enumerators()) {
      if (e.value() == value) {
        return Optional.of(e.name());
      }
    }
    return Optional.empty();
  }
}
