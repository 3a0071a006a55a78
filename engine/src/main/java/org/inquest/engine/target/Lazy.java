package org.inquest.engine.target;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A value computed when first asked for, once, also with several threads.
///
/// (`StableValue` of JEP 502 says the same and is a preview in Java 25.)
final class Lazy<T> implements Supplier<T> {
  private @Nullable Supplier<? extends T> compute;
  private volatile @Nullable T value;

  Lazy(Supplier<? extends T> compute) {
    this.compute = compute;
  }

  @Override
  public T get() {
    T now = value;
    return now != null ? now : first();
  }

  private synchronized T first() {
    T now = value;
    Supplier<? extends T> source = compute;
    if (now == null && source != null) {
      now = source.get();
      value = now;
      compute = null;
    }
    if (now == null) {
      throw new IllegalStateException("a lazy value asked for itself");
    }
    return now;
  }
}
