package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// A map whose copies share its entries until one of them is changed, and which knows its hash at
/// all times: paths part thousands of times, and are told apart by what they know.
final class Known<K, V> {
  private static final int MIX = 0x9e37_79b1;

  private Map<K, V> entries;
  private boolean shared;
  private int hash;

  Known() {
    this.entries = new HashMap<>();
  }

  private Known(Known<K, V> other) {
    this.entries = other.entries;
    this.shared = true;
    this.hash = other.hash;
    other.shared = true;
  }

  Known<K, V> copy() {
    return new Known<>(this);
  }

  @Nullable V get(K key) {
    return entries.get(key);
  }

  Iterable<V> values() {
    return entries.values();
  }

  boolean hasKey(Predicate<K> test) {
    for (K key : entries.keySet()) {
      if (test.test(key)) {
        return true;
      }
    }
    return false;
  }

  void put(K key, V value) {
    V old = entries.get(key);
    if (value.equals(old)) {
      return;
    }
    own();
    entries.put(key, value);
    hash += hash(key, value) - (old == null ? 0 : hash(key, old));
  }

  void removeKeysIf(Predicate<K> gone) {
    List<K> out = new ArrayList<>();
    for (K key : entries.keySet()) {
      if (gone.test(key)) {
        out.add(key);
      }
    }
    if (!out.isEmpty()) {
      own();
    }
    for (K key : out) {
      V old = entries.remove(key);
      hash -= old == null ? 0 : hash(key, old);
    }
  }

  private void own() {
    if (shared) {
      entries = new HashMap<>(entries);
      shared = false;
    }
  }

  private static int hash(Object key, Object value) {
    int both = (key.hashCode() * 31 + value.hashCode()) * MIX;
    return both ^ both >>> 15;
  }

  /// The same for equal entries, whatever way they came in.
  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Known<?, ?> known && known.entries.equals(entries);
  }
}
