package org.inquest.formats.kallsyms;

import java.util.Arrays;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MalformedInput;

/// The 256 strings that a compressed symbol name is made of, with what is needed to hash a name
/// without expanding it.
///
/// The hash of a string is polynomial (`h * 31 + c`), so the hash of two joined tokens follows from
/// the tokens' own hashes and the power of 31 for the second's length.
final class Tokens {
  static final int COUNT = 256;

  /// KSYM_NAME_LEN is 512 since b8a94bfb3395 (v6.1); no token is longer than a name.
  private static final int MAX_TABLE = COUNT * 512;

  final byte[][] text = new byte[COUNT][];
  final int[] hash = new int[COUNT];
  final int[] power = new int[COUNT];

  /// The same without a token's first character: the first character of a name is its type letter.
  final int[] tailHash = new int[COUNT];

  final int[] tailPower = new int[COUNT];

  static Tokens read(AddressReader memory, long table, long index) {
    byte[] offsets = new byte[COUNT * 2];
    memory.read(index, offsets, 0, offsets.length);
    int last = u16(offsets, COUNT - 1);
    // The end of the table is the NUL after the largest offset; the last token is read with some
    // room, page by page.
    byte[] bytes = new byte[Math.min(MAX_TABLE, last + 512)];
    int have = readUpTo(memory, table, bytes);
    Tokens tokens = new Tokens();
    for (int i = 0; i < COUNT; i++) {
      int from = u16(offsets, i);
      int to = from;
      while (to < have && bytes[to] != 0) {
        to++;
      }
      if (from >= have || to >= have) {
        throw new MalformedInput(
            "kallsyms_token_table", from, "a token that ends", "the end of the table");
      }
      tokens.set(i, Arrays.copyOfRange(bytes, from, to));
    }
    return tokens;
  }

  private static int readUpTo(AddressReader memory, long address, byte[] target) {
    int done = 0;
    while (done < target.length) {
      int chunk = (int) Math.min(target.length - done, 4096 - ((address + done) & 4095));
      try {
        memory.read(address + done, target, done, chunk);
      } catch (org.inquest.formats.fault.MemoryFault e) {
        if (done == 0) {
          throw e;
        }
        return done;
      }
      done += chunk;
    }
    return done;
  }

  private void set(int i, byte[] token) {
    text[i] = token;
    int h = 0;
    int p = 1;
    for (byte b : token) {
      h = h * 31 + b;
      p *= 31;
    }
    hash[i] = h;
    power[i] = p;
    h = 0;
    p = 1;
    for (int k = 1; k < token.length; k++) {
      h = h * 31 + token[k];
      p *= 31;
    }
    tailHash[i] = h;
    tailPower[i] = p;
  }

  static int u16(byte[] bytes, int index) {
    return bytes[2 * index] & 0xff | (bytes[2 * index + 1] & 0xff) << 8;
  }
}
