package org.inquest.formats.kallsyms;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MalformedInput;

/// The kernel's own symbols, still compressed: two hundred thousand names cost four megabytes and
/// one pass.
///
/// `kallsyms_names` holds for each symbol a length in tokens (one byte, or two with bit 7 set since
/// 73bbb94466fd, v6.1; before, no name had 128 tokens) and the tokens. The first expanded character
/// is the nm(1) type letter. Entries are sorted by address, and of several names for one address
/// the best comes first (scripts/kallsyms.c, `compare_symbols`).
public final class Kallsyms {
  static final int STEP_SHIFT = 5;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private final Tokens tokens;
  private final byte[] names;
  private final int count;

  /// Position in `names` of every 32nd symbol.
  private final int[] steps;

  /// Hash table of symbol index + 1, linear probing, filled in address order.
  private final int[] slots;

  private final byte[] values;
  private final long valuesAt;
  private final long base;
  private final KallsymsEncoding encoding;
  private final String gap;

  private Kallsyms(KallsymsLoader b) {
    this.tokens = b.tokens;
    this.names = b.names;
    this.count = b.named;
    this.steps = b.steps;
    this.slots = b.slots;
    this.values = b.values;
    this.valuesAt = b.valuesAt;
    this.base = b.base;
    this.gap = b.gap;
    this.encoding = b.encoding;
  }

  /// Reads the tables.
  ///
  /// @param stext the true address of `_stext`, by which the encoding is chosen; 0 where unknown
  /// @throws MalformedInput where the tables make no sense
  /// @throws org.inquest.formats.fault.MemoryFault where the small tables are not in the dump
  public static Kallsyms read(KallsymsTables tables, AddressReader memory, long stext) {
    KallsymsLoader b = new KallsymsLoader(tables, memory);
    b.readNames();
    b.readValues();
    Kallsyms guess = null;
    for (KallsymsEncoding encoding : b.candidates()) {
      b.encoding = encoding;
      Kallsyms read = new Kallsyms(b);
      int index = read.find("_stext");
      if (index >= 0 && read.address(index) == stext) {
        return read;
      }
      // Without _stext: the reading under which the table's second half is sorted kernel addresses.
      if (guess == null && read.looksSorted()) {
        guess = read;
      }
    }
    if (guess == null) {
      throw new MalformedInput(
          "kallsyms", -1, "addresses in a known encoding", "none that fits _stext");
    }
    return guess;
  }

  static int intAt(byte[] bytes, int offset) {
    return (int) INT.get(bytes, offset);
  }

  static long longAt(byte[] bytes, int offset) {
    return (long) LONG.get(bytes, offset);
  }

  private boolean looksSorted() {
    for (int i = count / 2 + 1; i < count; i += 97) {
      if (address(i) >= 0 || Long.compareUnsigned(address(i), address(i - 1)) < 0) {
        return false;
      }
    }
    return true;
  }

  /// How many symbols have names.
  public int size() {
    return count;
  }

  /// What kept symbols from being read, one sentence, or empty.
  public String gap() {
    return gap;
  }

  /// How addresses are stored.
  public KallsymsEncoding encoding() {
    return encoding;
  }

  /// Address of the i-th symbol.
  public long address(int i) {
    if (encoding == KallsymsEncoding.ABSOLUTE) {
      return longAt(values, i * 8);
    }
    return encoding.address(intAt(values, i * 4), valuesAt + 4L * i, base);
  }

  /// Name of the i-th symbol, without its type letter.
  public String name(int i) {
    return expand(i).substring(1);
  }

  /// The nm(1) type letter of the i-th symbol.
  public char type(int i) {
    return (char) tokens.text[names[tokensAt(position(i))] & 0xff][0];
  }

  /// Bytes from this symbol to the next address that has one, or 0 for the last.
  public long extent(int i) {
    long start = address(i);
    for (int next = i + 1; next < count; next++) {
      long address = address(next);
      if (address != start) {
        return Long.compareUnsigned(address, start) > 0 ? address - start : 0;
      }
    }
    return 0;
  }

  /// The first symbol with this name, or -1.
  public int find(String name) {
    return probe(name, -1);
  }

  /// The next symbol with this name after `previous`, or -1.
  public int findNext(String name, int previous) {
    return probe(name, previous);
  }

  private int probe(String name, int after) {
    int mask = slots.length - 1;
    byte[] wanted = name.getBytes(StandardCharsets.UTF_8);
    int hash = 0;
    for (byte b : wanted) {
      hash = hash * 31 + b;
    }
    for (int at = KallsymsLoader.spread(hash) & mask; slots[at] != 0; at = (at + 1) & mask) {
      int index = slots[at] - 1;
      if (index < count && index > after && equalsName(index, wanted)) {
        return index;
      }
    }
    return -1;
  }

  private boolean equalsName(int index, byte[] wanted) {
    int at = position(index);
    int length = length(names, at);
    int from = tokensAt(at);
    int matched = -1; // the type letter comes first
    for (int i = 0; i < length; i++) {
      for (byte b : tokens.text[names[from + i] & 0xff]) {
        if (matched >= 0 && (matched >= wanted.length || wanted[matched] != b)) {
          return false;
        }
        matched++;
      }
    }
    return matched == wanted.length;
  }

  /// The first symbol at the highest address that is not above `address`, or -1.
  public int indexAt(long address) {
    int low = 0;
    int high = count - 1;
    int found = -1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(address(middle), address) <= 0) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    while (found > 0 && address(found - 1) == address(found)) {
      found--;
    }
    return found;
  }

  private int position(int index) {
    int at = steps[index >> STEP_SHIFT];
    for (int i = index & (1 << STEP_SHIFT) - 1; i > 0; i--) {
      at = tokensAt(at) + length(names, at);
    }
    return at;
  }

  private int tokensAt(int at) {
    return names[at] < 0 ? at + 2 : at + 1;
  }

  static int length(byte[] names, int at) {
    int first = names[at];
    return first >= 0 ? first : first & 0x7f | (names[at + 1] & 0x7f) << 7;
  }

  private String expand(int index) {
    int at = position(index);
    int length = length(names, at);
    int from = tokensAt(at);
    byte[] out = new byte[512];
    int size = 0;
    for (int i = 0; i < length; i++) {
      byte[] token = tokens.text[names[from + i] & 0xff];
      if (size + token.length > out.length) {
        out = Arrays.copyOf(out, Math.max(2 * out.length, size + token.length));
      }
      System.arraycopy(token, 0, out, size, token.length);
      size += token.length;
    }
    return size == 0 ? "?" : new String(out, 0, size, StandardCharsets.UTF_8);
  }
}
