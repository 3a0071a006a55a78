package org.inquest.formats.kallsyms;

import java.util.Arrays;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;

/// Reads names and values once and leaves arrays behind.
final class KallsymsLoader {
  /// Ten times the largest kernel seen: only a damaged count is above.
  private static final int MAX_SYMBOLS = 4_000_000;

  private static final int CHUNK = 1 << 16;

  /// Some names are there a hundred times (`__already_done`, `__func__`). In a damaged table all
  /// may be one, and the time for that must not be quadratic: beyond this, a symbol is found by its
  /// address only.
  private static final int MAX_PROBES = 4096;

  final KallsymsTables tables;
  final AddressReader memory;
  final Tokens tokens;
  final int total;
  int named;
  byte[] names = new byte[0];
  int[] steps;
  int[] slots;
  byte[] values = new byte[0];
  long valuesAt;
  long base;
  String gap = "";
  KallsymsEncoding encoding = KallsymsEncoding.ABSOLUTE;

  KallsymsLoader(KallsymsTables tables, AddressReader memory) {
    this.tables = tables;
    this.memory = memory;
    this.tokens = Tokens.read(memory, tables.tokenTable(), tables.tokenIndex());
    int number = tables.count();
    if (number < 0) {
      byte[] word = new byte[4];
      memory.read(tables.countAt(), word, 0, 4);
      number = Kallsyms.intAt(word, 0);
    }
    if (number <= 0 || number > MAX_SYMBOLS) {
      throw new MalformedInput(
          "kallsyms_num_syms", -1, "1 to " + MAX_SYMBOLS + " symbols", Integer.toString(number));
    }
    this.total = number;
    this.steps = new int[(number >> Kallsyms.STEP_SHIFT) + 1];
    this.slots = new int[Math.max(16, Integer.highestOneBit(number) * 4)];
  }

  static int spread(int hash) {
    return hash ^ hash >>> 15;
  }

  void readNames() {
    // Twelve bytes a name are typical; the array grows as names turn out longer.
    byte[] buffer = new byte[(int) Math.min(64L << 20, total * 14L + CHUNK)];
    int have = 0;
    int at = 0;
    int index = 0;
    while (index < total) {
      if (at + 2 > have || at + 2 + Kallsyms.length(buffer, at) > have) {
        if (have + CHUNK > buffer.length) {
          buffer = Arrays.copyOf(buffer, buffer.length + (buffer.length >> 1) + CHUNK);
        }
        int more = fill(buffer, have);
        if (more == 0) {
          break;
        }
        have += more;
        continue;
      }
      if ((index & (1 << Kallsyms.STEP_SHIFT) - 1) == 0) {
        steps[index >> Kallsyms.STEP_SHIFT] = at;
      }
      int length = Kallsyms.length(buffer, at);
      int from = buffer[at] < 0 ? at + 2 : at + 1;
      if (length == 0) {
        gap = "kallsyms: symbol " + index + " has no name; the names end there";
        break;
      }
      insert(hash(buffer, from, length), index);
      at = from + length;
      index++;
    }
    names = buffer;
    named = index;
    if (named == 0) {
      throw new MalformedInput("kallsyms_names", 0, "symbol names", gap);
    }
  }

  /// Reads the next piece up to a page's end; 0 where the dump has no more.
  private int fill(byte[] buffer, int have) {
    long address = tables.names() + have;
    int chunk = (int) (CHUNK - (address & (CHUNK - 1)));
    try {
      memory.read(address, buffer, have, chunk);
      return chunk;
    } catch (MemoryFault e) {
      int usable = (int) Math.max(0, Math.min(chunk, e.address() - address));
      if (usable == 0) {
        gap =
            "kallsyms: names are missing from 0x"
                + Long.toHexString(address)
                + ": "
                + e.getMessage();
      }
      return usable;
    }
  }

  private int hash(byte[] bytes, int from, int length) {
    int first = bytes[from] & 0xff;
    int hash = tokens.tailHash[first];
    for (int i = 1; i < length; i++) {
      int token = bytes[from + i] & 0xff;
      hash = hash * tokens.power[token] + tokens.hash[token];
    }
    return hash;
  }

  private void insert(int hash, int index) {
    int mask = slots.length - 1;
    int at = spread(hash) & mask;
    for (int probes = 0; slots[at] != 0; probes++) {
      if (probes == MAX_PROBES) {
        return;
      }
      at = (at + 1) & mask;
    }
    slots[at] = index + 1;
  }

  void readValues() {
    boolean absolute = tables.offsets() == 0;
    int width = absolute ? 8 : 4;
    valuesAt = absolute ? tables.addresses() : tables.offsets();
    values = new byte[named * width];
    int done = 0;
    while (done < values.length) {
      int chunk = (int) Math.min(values.length - done, CHUNK - ((valuesAt + done) & (CHUNK - 1)));
      try {
        memory.read(valuesAt + done, values, done, chunk);
      } catch (MemoryFault e) {
        // Symbols are sorted by address: those before the hole are still right, the rest would be
        // wrong.
        named = (int) Math.max(0, (e.address() - valuesAt) / width);
        gap = "kallsyms: addresses are missing after " + named + " symbols: " + e.getMessage();
        break;
      }
      done += chunk;
    }
    if (tables.relativeBase() != 0) {
      byte[] word = new byte[8];
      memory.read(tables.relativeBase(), word, 0, 8);
      base = Kallsyms.longAt(word, 0);
    }
  }

  KallsymsEncoding[] candidates() {
    if (tables.offsets() == 0) {
      return new KallsymsEncoding[] {KallsymsEncoding.ABSOLUTE};
    }
    if (tables.relativeBase() == 0) {
      return new KallsymsEncoding[] {KallsymsEncoding.PLACE_RELATIVE};
    }
    return new KallsymsEncoding[] {
      KallsymsEncoding.ABSOLUTE_PERCPU,
      KallsymsEncoding.BASE_RELATIVE,
      KallsymsEncoding.PLACE_RELATIVE
    };
  }
}
