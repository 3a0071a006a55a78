package org.inquest.formats.codec;

import java.util.ArrayDeque;
import java.util.function.Supplier;

/// Decoders kept for the next caller. A decoder has tables of tens of kilobytes and may not be
/// shared; a `ThreadLocal` would make one for every virtual thread.
final class Pool<T> {
  private final ArrayDeque<T> free = new ArrayDeque<>();
  private final Supplier<T> maker;

  Pool(Supplier<T> maker) {
    this.maker = maker;
  }

  T take() {
    synchronized (free) {
      T kept = free.poll();
      if (kept != null) {
        return kept;
      }
    }
    return maker.get();
  }

  void give(T decoder) {
    synchronized (free) {
      free.push(decoder);
    }
  }
}
