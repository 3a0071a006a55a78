package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.kallsyms.KallsymsEncoding;
import org.inquest.formats.kallsyms.KallsymsTables;

/// Writes kallsyms tables as scripts/kallsyms.c does: compressed names, addresses in one of the
/// four encodings, in one of the orders.
public final class KallsymsImage {
  /// The order of the tables.
  public enum Order {
    /// `offsets | relative_base | num_syms | names | markers | token_table | token_index`
    UNTIL_6_1,
    /// The same with `seqs_of_names` behind the markers.
    SINCE_6_2,
    /// `num_syms | names | markers | token_table | token_index | offsets | relative_base |
    /// seqs_of_names`
    SINCE_6_4,
    /// The same, aligned to four bytes instead of eight.
    SINCE_7_0
  }

  /// Pieces of names that get a token of their own.
  private static final List<String> PIECES =
      List.of("init", "_task", "sys_", "__", "read", "write", "Tp", "lock", "_stext");

  private record Entry(long address, char type, String name) {}

  private final List<Entry> entries = new ArrayList<>();
  private Order order = Order.UNTIL_6_1;
  private final KallsymsEncoding encoding;
  private final long base;
  private final long start;
  private long names;
  private long count;
  private long tokenTable;
  private long tokenIndex;
  private long values;
  private long baseAt;

  /// @param encoding how addresses are stored
  /// @param base of relative encodings
  /// @param start where the first table lies
  public KallsymsImage(KallsymsEncoding encoding, long base, long start) {
    this.encoding = encoding;
    this.base = base;
    this.start = start;
  }

  /// Another order than the oldest.
  public KallsymsImage order(Order other) {
    order = other;
    return this;
  }

  /// Adds a symbol; they must come sorted by address.
  public KallsymsImage symbol(long address, char type, String name) {
    entries.add(new Entry(address, type, name));
    return this;
  }

  /// The tables' bytes, from [#start] on.
  public byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    boolean valuesFirst = order.compareTo(Order.SINCE_6_4) < 0;
    if (valuesFirst) {
      values(out);
    }
    count = start + out.size();
    put(out, entries.size(), 4);
    align(out);
    names = start + out.size();
    List<Integer> markers = new ArrayList<>();
    for (int i = 0; i < entries.size(); i++) {
      if (i % 256 == 0) {
        markers.add((int) (start + out.size() - names));
      }
      name(out, entries.get(i));
    }
    align(out);
    markers.forEach(marker -> put(out, marker, 4));
    align(out);
    if (order == Order.SINCE_6_2) {
      sequences(out);
    }
    tokens(out);
    if (!valuesFirst) {
      align(out);
      values(out);
      sequences(out);
    }
    return out.toByteArray();
  }

  private void values(ByteArrayOutputStream out) {
    values = start + out.size();
    for (int i = 0; i < entries.size(); i++) {
      put(out, stored(i), encoding == KallsymsEncoding.ABSOLUTE ? 8 : 4);
    }
    align(out);
    boolean relative =
        encoding == KallsymsEncoding.ABSOLUTE_PERCPU || encoding == KallsymsEncoding.BASE_RELATIVE;
    baseAt = relative ? start + out.size() : 0;
    if (relative) {
      put(out, base, 8);
    }
  }

  /// The symbols' numbers; sorted by name in a kernel, which nobody here asks for.
  private void sequences(ByteArrayOutputStream out) {
    for (int i = 0; i < entries.size(); i++) {
      put(out, i, 3);
    }
    align(out);
  }

  /// Where the tables of [#bytes] lie.
  public KallsymsTables tables() {
    boolean absolute = encoding == KallsymsEncoding.ABSOLUTE;
    return new KallsymsTables(
        names,
        -1,
        count,
        tokenTable,
        tokenIndex,
        absolute ? 0 : values,
        absolute ? values : 0,
        baseAt);
  }

  private long stored(int i) {
    long address = entries.get(i).address;
    return switch (encoding) {
      case ABSOLUTE -> address;
      case ABSOLUTE_PERCPU -> address >= 0 ? address : base - 1 - address;
      case BASE_RELATIVE -> address - base;
      case PLACE_RELATIVE -> address - (values + 4L * i);
    };
  }

  /// Length in tokens, in two bytes from 128 on (73bbb94466fd, v6.1), then the tokens.
  private static void name(ByteArrayOutputStream out, Entry entry) {
    ByteArrayOutputStream tokens = new ByteArrayOutputStream();
    String text = entry.type + entry.name;
    for (int at = 0; at < text.length(); ) {
      int piece = -1;
      for (int k = 0; k < PIECES.size(); k++) {
        if (text.startsWith(PIECES.get(k), at)) {
          piece = k;
        }
      }
      if (piece >= 0) {
        tokens.write(128 + piece);
        at += PIECES.get(piece).length();
      } else {
        tokens.write(text.charAt(at++));
      }
    }
    if (tokens.size() < 128) {
      out.write(tokens.size());
    } else {
      out.write(tokens.size() & 0x7f | 0x80);
      out.write(tokens.size() >> 7);
    }
    out.writeBytes(tokens.toByteArray());
  }

  private void tokens(ByteArrayOutputStream out) {
    tokenTable = start + out.size();
    List<Integer> offsets = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      offsets.add((int) (start + out.size() - tokenTable));
      String text =
          i >= 128 && i < 128 + PIECES.size()
              ? PIECES.get(i - 128)
              : i > ' ' && i < 127 ? String.valueOf((char) i) : "unused" + i;
      out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
      out.write(0);
    }
    align(out);
    tokenIndex = start + out.size();
    offsets.forEach(offset -> put(out, offset, 2));
  }

  private void align(ByteArrayOutputStream out) {
    while (out.size() % (order == Order.SINCE_7_0 ? 4 : 8) != 0) {
      out.write(0);
    }
  }

  private static void put(ByteArrayOutputStream out, long value, int size) {
    byte[] bytes = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
    out.write(bytes, 0, size);
  }
}
