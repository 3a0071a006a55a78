package org.inquest.formats.dwarf;

import java.nio.charset.StandardCharsets;

/// A number for a name, by which an index finds it: FNV-1a in 64 bits over its bytes (G. Fowler, L.
/// C. Noll, K.-P. Vo, "The FNV Non-Cryptographic Hash Algorithm", draft-eastlake-fnv). Two names
/// may have one number; who looks one up compares the names.
public final class NameHash {
  static final long START = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private NameHash() {}

  static long add(long hash, byte next) {
    return (hash ^ next & 0xff) * PRIME;
  }

  /// The number of a name.
  public static long of(String name) {
    long hash = START;
    for (byte next : name.getBytes(StandardCharsets.UTF_8)) {
      hash = add(hash, next);
    }
    return hash;
  }
}
