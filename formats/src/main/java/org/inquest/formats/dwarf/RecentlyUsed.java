package org.inquest.formats.dwarf;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/// The values asked for last, so many and no more. Making one happens outside of the lock: two
/// threads may make the same.
final class RecentlyUsed<K, V> {
  private final Map<K, V> values;

  RecentlyUsed(int most) {
    this.values =
        new LinkedHashMap<>(16, 0.75f, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
            return size() > most;
          }
        };
  }

  V get(K key, Function<K, V> maker) {
    synchronized (values) {
      V known = values.get(key);
      if (known != null) {
        return known;
      }
    }
    V made = maker.apply(key);
    synchronized (values) {
      values.put(key, made);
    }
    return made;
  }
}
