package org.inquest.formats.kallsyms;

import java.util.Optional;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;

/// Finds the tables of kallsyms by their shape: in dumps whose VMCOREINFO does not name them
/// (before f09bddbd8661, v6.0), and in a stripped vmlinux.
///
/// scripts/kallsyms.c writes one after the other, each aligned to eight bytes, to four since v7.0:
///
/// | kernels | order |
/// |---|---|
/// | until v6.1 | offsets, relative_base, num_syms, names, markers, token_table, token_index |
/// | v6.2, v6.3, late 6.1.y (60443c88f3a8, seqs_of_names) | the same with seqs_of_names, three bytes for each symbol, before token_table |
/// | since v6.4 | num_syms, names, markers, token_table, token_index, offsets, relative_base, seqs_of_names |
/// | since v7.0 | the same without relative_base (a081b5789255) |
///
/// The digits `0` to `9` occur in so many names that each keeps a token of its own, at the index of
/// its character: the bytes `0\0 1\0 ... 9\0` mark the token table.
public final class KallsymsScan {
  private static final int WINDOW = 1 << 16;

  /// Enough for the digits' token offset (u16) plus both small tables.
  private static final int OVERLAP = 1 << 13;

  /// Bytes of seqs_of_names, and of markers before them, of a million symbols.
  private static final int MOST_BEFORE = 1 << 22;

  /// Neighbours that are looked at to tell whether offsets are sorted.
  private static final int SAMPLES = 64;

  private static final byte[] DIGITS = digits();

  private final AddressReader memory;

  private KallsymsScan(AddressReader memory) {
    this.memory = memory;
  }

  private static byte[] digits() {
    byte[] bytes = new byte[20];
    for (int i = 0; i < 10; i++) {
      bytes[2 * i] = (byte) ('0' + i);
    }
    return bytes;
  }

  /// Searches `[from, to)` of kernel memory; holes are passed over.
  public static Optional<KallsymsTables> find(AddressReader memory, long from, long to) {
    KallsymsScan scan = new KallsymsScan(memory);
    byte[] window = new byte[WINDOW + DIGITS.length];
    for (long at = from; at < to; at += WINDOW) {
      int have = scan.readPages(at, window);
      for (int i = 0; (i = indexOf(window, have, i)) >= 0; i++) {
        Optional<KallsymsTables> tables = scan.around(at + i);
        if (tables.isPresent()) {
          return tables;
        }
      }
    }
    return Optional.empty();
  }

  private int readPages(long address, byte[] target) {
    int done = 0;
    while (done < target.length) {
      int chunk = (int) Math.min(target.length - done, 4096 - ((address + done) & 4095));
      try {
        memory.read(address + done, target, done, chunk);
      } catch (MemoryFault e) {
        java.util.Arrays.fill(target, done, done + chunk, (byte) 0);
      }
      done += chunk;
    }
    return done;
  }

  private static int indexOf(byte[] bytes, int length, int from) {
    for (int i = from; i + DIGITS.length <= length; i++) {
      if (bytes[i] == '0' && bytes[i + 1] == 0 && bytes[i + 2] == '1') {
        int k = 0;
        while (k < DIGITS.length && bytes[i + k] == DIGITS[k]) {
          k++;
        }
        if (k == DIGITS.length) {
          return i;
        }
      }
    }
    return -1;
  }

  /// The digits were found: the index table after them proves it and tells where the token table
  /// begins.
  private Optional<KallsymsTables> around(long digitZero) {
    byte[] after = new byte[OVERLAP];
    int have = readPages(digitZero, after);
    for (int i = (int) (4 - (digitZero & 3)) & 3; i + 512 <= have; i += 4) {
      if (isTokenIndex(after, i)) {
        long tokenIndex = digitZero + i;
        long tokenTable = digitZero - u16(after, i + 2 * '0');
        Optional<KallsymsTables> tables =
            beforeTokens(tokenTable, tokenTable, tokenIndex)
                .or(() -> beforeSequences(tokenTable, tokenIndex));
        if (tables.isPresent()) {
          return tables;
        }
      }
    }
    return Optional.empty();
  }

  private static boolean isTokenIndex(byte[] bytes, int at) {
    int previous = -1;
    for (int k = 0; k < Tokens.COUNT; k++) {
      int value = u16(bytes, at + 2 * k);
      if (value <= previous || (k == 0 && value != 0)) {
        return false;
      }
      previous = value;
    }
    // "0" and its NUL are two bytes; character set tables, which also ascend, count by one.
    return u16(bytes, at + 2 * '1') - u16(bytes, at + 2 * '0') == 2;
  }

  private static int u16(byte[] bytes, int at) {
    return bytes[at] & 0xff | (bytes[at + 1] & 0xff) << 8;
  }

  /// Looks for the markers' end where seqs_of_names begins. Where it ends is known, and its size
  /// tells how many symbols and so how many markers there are.
  private Optional<KallsymsTables> beforeSequences(long tokenTable, long tokenIndex) {
    byte[] before = new byte[MOST_BEFORE];
    readPages(tokenTable - MOST_BEFORE, before);
    for (int at = MOST_BEFORE - 8; at > MOST_BEFORE / 8; at -= 8) {
      int markers = ((MOST_BEFORE - at) / 3 + 255) / 256;
      int first = at - (4 * markers + 7 & ~7);
      if (first < 0) {
        break;
      }
      if (Kallsyms.intAt(before, first) == 0 && ascending(before, first, markers)) {
        long end = tokenTable - MOST_BEFORE + at;
        Optional<KallsymsTables> tables = beforeTokens(end, tokenTable, tokenIndex);
        if (tables.isPresent()) {
          return tables;
        }
      }
    }
    return Optional.empty();
  }

  /// Markers are at least 256 names of two bytes apart.
  private static boolean ascending(byte[] bytes, int at, int count) {
    for (int i = 1; i < count; i++) {
      int step = Kallsyms.intAt(bytes, at + 4 * i) - Kallsyms.intAt(bytes, at + 4 * i - 4);
      if (step < 512 || step > 256 * 130) {
        return false;
      }
    }
    return count > 1;
  }

  private Optional<KallsymsTables> beforeTokens(long end, long tokenTable, long tokenIndex) {
    try {
      // Markers: one u32 for each 256 names, ascending from 0. Backwards from their end, past
      // padding.
      long at = end - 4;
      int last = word(at);
      if (last == 0) {
        at -= 4;
        last = word(at);
      }
      int lastMarker = last;
      int markers = 1;
      while (last != 0 && markers < (1 << 14)) {
        at -= 4;
        int value = word(at);
        if (Integer.compareUnsigned(value, last) >= 0) {
          return Optional.empty();
        }
        last = value;
        markers++;
      }
      return names(at, markers, lastMarker, tokenTable, tokenIndex);
    } catch (MemoryFault e) {
      return Optional.empty();
    }
  }

  /// The last marker bounds where names begin: at most 256 names of at most 128 tokens lie behind
  /// it.
  private Optional<KallsymsTables> names(
      long markersAt, int markers, int lastMarker, long tokenTable, long tokenIndex) {
    long highest = (markersAt - lastMarker) & ~3L;
    for (long names = highest; names > highest - 256 * 130; names -= 4) {
      int near = word(names - 4);
      long countAt = near == 0 ? names - 8 : names - 4;
      int count = near == 0 ? word(countAt) : near;
      if (count > 0
          && (count + 255) / 256 == markers
          && endsAt(names, lastMarker, count - (markers - 1) * 256, markersAt)) {
        Optional<KallsymsTables> behind =
            behindTokens(names, countAt, count, tokenTable, tokenIndex);
        if (behind.isPresent()) {
          return behind;
        }
        long baseAt = names - 16;
        byte[] base = new byte[8];
        memory.read(baseAt, base, 0, 8);
        if (Kallsyms.longAt(base, 0) < 0 && !areAddresses(names - 8, count)) {
          long offsets = baseAt - ((4L * count + 7) & ~7L);
          return Optional.of(
              new KallsymsTables(
                  names, count, names - 8, tokenTable, tokenIndex, offsets, 0, baseAt));
        }
        long addresses = names - 8 - 8L * count;
        return Optional.of(
            new KallsymsTables(names, count, names - 8, tokenTable, tokenIndex, 0, addresses, 0));
      }
    }
    return Optional.empty();
  }

  /// The order since v6.4, if sorted addresses of the kernel are where it has them.
  private Optional<KallsymsTables> behindTokens(
      long names, long countAt, int count, long tokenTable, long tokenIndex) {
    long offsets = tokenIndex + 2L * Tokens.COUNT;
    long baseAt = (offsets + 4L * count + 7) & ~7L;
    long base = 0;
    try {
      byte[] bytes = new byte[8];
      memory.read(baseAt, bytes, 0, 8);
      base = Kallsyms.longAt(bytes, 0);
    } catch (MemoryFault e) {
      // A file may end behind the offsets: then there is no base.
    }
    for (KallsymsEncoding encoding : KallsymsEncoding.values()) {
      boolean relative = encoding != KallsymsEncoding.PLACE_RELATIVE;
      if (encoding != KallsymsEncoding.ABSOLUTE
          && (!relative || base < 0)
          && sorted(encoding, offsets, count, base)) {
        return Optional.of(
            new KallsymsTables(
                names, count, countAt, tokenTable, tokenIndex, offsets, 0, relative ? baseAt : 0));
      }
    }
    return Optional.empty();
  }

  /// Whether the later half of a table is sorted addresses of the kernel; per-CPU variables are in
  /// the earlier one.
  private boolean sorted(KallsymsEncoding encoding, long offsets, int count, long base) {
    int step = Math.max(1, count / 2 / SAMPLES);
    long lowest = Long.MIN_VALUE;
    long previous = lowest;
    for (int i = count / 2; i < count - 1; i += step) {
      for (int k = i; k < i + 2; k++) {
        long place = offsets + 4L * k;
        long address = encoding.address(word(place), place, base);
        if (address >= 0 || address < previous) {
          return false;
        }
        previous = address;
      }
      lowest = lowest == Long.MIN_VALUE ? previous : lowest;
    }
    // Zeros, read as distances from themselves, ascend by four.
    return previous - lowest > 4L * count;
  }

  /// Whether whole addresses lie before `end`, and not offsets and their base: the upper halves of
  /// the last ones are all alike, as those of two offsets in a row are not.
  private boolean areAddresses(long end, int count) {
    int upper = word(end - 4);
    for (int i = 1; i <= Math.min(count, 16); i++) {
      if (word(end - 8L * i + 4) != upper) {
        return false;
      }
    }
    return true;
  }

  private boolean endsAt(long names, int lastMarker, int rest, long markersAt) {
    byte[] length = new byte[2];
    long at = names + lastMarker;
    for (int i = 0; i < rest; i++) {
      memory.read(at, length, 0, 2);
      at += (length[0] < 0 ? 2 : 1) + Kallsyms.length(length, 0);
      if (at > markersAt) {
        return false;
      }
    }
    return (at + 3 & ~3L) == markersAt || (at + 7 & ~7L) == markersAt;
  }

  private int word(long address) {
    byte[] bytes = new byte[4];
    memory.read(address, bytes, 0, 4);
    return Kallsyms.intAt(bytes, 0);
  }
}
