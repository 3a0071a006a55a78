package org.inquest.formats.oops.log;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// Finds the first of many texts in bytes: the method of Wu and Manber ("A fast algorithm for
/// multi-pattern searching", TR-94-17, 1994) with blocks of two bytes. Most bytes are never looked
/// at: two bytes that are in no text's first five allow to go on four bytes later.
final class Anchors {
  /// Characters of the shortest text that is taken.
  static final int SHORTEST = 5;

  /// Blocks are two characters of seven bits; other bytes only cost a comparison.
  private static final int BLOCKS = 1 << 14;

  private final byte[][] texts;
  private final byte[] shifts = new byte[BLOCKS];
  private final short[][] ending;

  Anchors(List<String> anchors) {
    texts =
        anchors.stream()
            .distinct()
            .map(text -> text.getBytes(StandardCharsets.ISO_8859_1))
            .toArray(byte[][]::new);
    ending = new short[BLOCKS][];
    Arrays.fill(shifts, (byte) (SHORTEST - 1));
    for (byte[] text : texts) {
      if (text.length < SHORTEST) {
        throw new IllegalArgumentException("an anchor of " + text.length + " characters");
      }
      for (int i = 1; i < SHORTEST; i++) {
        int block = block(text, i);
        shifts[block] = (byte) Math.min(shifts[block], SHORTEST - 1 - i);
      }
    }
    for (int block = 0; block < BLOCKS; block++) {
      if (shifts[block] == 0) {
        ending[block] = ending(block);
      }
    }
  }

  private short[] ending(int block) {
    int[] found =
        IntStream.range(0, texts.length)
            .filter(i -> block(texts[i], SHORTEST - 1) == block)
            .toArray();
    short[] out = new short[found.length];
    for (int i = 0; i < found.length; i++) {
      out[i] = (short) found[i];
    }
    return out;
  }

  private static int block(byte[] bytes, int last) {
    return (bytes[last - 1] & 0x7f) << 7 | bytes[last] & 0x7f;
  }

  /// Where the first text in a range begins, -1 where none is in it.
  int find(byte[] bytes, int from, int to) {
    int last = from + SHORTEST - 1;
    while (last < to) {
      int block = block(bytes, last);
      int shift = shifts[block];
      if (shift == 0) {
        int start = last - SHORTEST + 1;
        for (short candidate : ending[block]) {
          byte[] text = texts[candidate];
          if (bytes[start] == text[0]
              && to - start >= text.length
              && Arrays.equals(bytes, start, start + text.length, text, 0, text.length)) {
            return start;
          }
        }
        shift = 1;
      }
      last += shift;
    }
    return -1;
  }
}
