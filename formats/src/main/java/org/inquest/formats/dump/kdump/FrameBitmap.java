package org.inquest.formats.dump.kdump;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.inquest.formats.bytes.ByteSource;
import org.jspecify.annotations.Nullable;

/// One bit for each page frame, in the file, with the number of set bits before any frame.
///
/// ```
/// file      [ 4 KiB ][ 4 KiB ][ 4 KiB ] ...      32768 frames a block
/// before    0        n0       n0+n1     ...      set bits before a block: 8 bytes for 128 MiB of the machine
/// Block     words[512], wordRank[512]            a few blocks kept unpacked
/// ```
///
/// makedumpfile writes bitmaps in pieces of 4 KiB, so a block is never torn in a flattened file
/// either.
final class FrameBitmap {
  private static final int BLOCK_BYTES = 4096;
  private static final int BLOCK_WORDS = BLOCK_BYTES / Long.BYTES;
  private static final int BLOCK_SHIFT = 15;
  private static final int KEPT = 1024;

  /// Let go of the mapping's pages this often while counting: resident memory must not grow with
  /// the machine.
  private static final int UNLOAD_BLOCKS = 4096;

  private final ByteSource source;
  private final long offset;
  private final long bytes;
  private final long frames;
  private final AtomicReferenceArray<@Nullable Block> kept;
  private volatile long @Nullable [] before;

  private record Block(long index, long[] words, char[] wordRank) {}

  /// @param offset where the bitmap starts
  /// @param frames how many bits it should have; cut down to what the source holds
  FrameBitmap(ByteSource source, long offset, long frames) {
    this.source = source;
    this.offset = offset;
    this.bytes = Math.max(0, Math.min((frames + 7) >>> 3, source.size() - offset));
    this.frames = Math.min(frames, bytes << 3);
    this.kept = new AtomicReferenceArray<>((int) Math.min(KEPT, blocks()));
  }

  /// How many bits are really there.
  long frames() {
    return frames;
  }

  /// Whether the bit is set; false beyond the end.
  boolean has(long frame) {
    if (frame < 0 || frame >= frames) {
      return false;
    }
    return (block(frame >>> BLOCK_SHIFT).words[word(frame)] >>> frame & 1) != 0;
  }

  /// How many bits are set before this one.
  ///
  /// @param frame 0 to [#frames]
  long rank(long frame) {
    long[] ranks = ranks();
    int index = Math.toIntExact(frame >>> BLOCK_SHIFT);
    if (frame >= frames) {
      return ranks[ranks.length - 1];
    }
    Block block = block(index);
    int word = word(frame);
    long below = block.words[word] & (1L << frame) - 1;
    return ranks[index] + block.wordRank[word] + Long.bitCount(below);
  }

  /// How many bits are set in all.
  long count() {
    return rank(frames);
  }

  private long blocks() {
    return (bytes + BLOCK_BYTES - 1) / BLOCK_BYTES;
  }

  private static int word(long frame) {
    return (int) (frame >>> 6) & BLOCK_WORDS - 1;
  }

  private Block block(long index) {
    int slot = (int) (index % kept.length());
    Block block = kept.getAcquire(slot);
    if (block == null || block.index != index) {
      block = load(index);
      kept.setRelease(slot, block);
    }
    return block;
  }

  private Block load(long index) {
    long[] words = new long[BLOCK_WORDS];
    copy(index, words);
    char[] wordRank = new char[BLOCK_WORDS];
    int rank = 0;
    for (int i = 0; i < BLOCK_WORDS; i++) {
      wordRank[i] = (char) rank;
      rank += Long.bitCount(words[i]);
    }
    return new Block(index, words, wordRank);
  }

  private void copy(long index, long[] words) {
    long from = index * BLOCK_BYTES;
    byte[] raw = new byte[BLOCK_BYTES];
    source.copy(offset + from, raw, 0, (int) Math.min(BLOCK_BYTES, bytes - from));
    // Bit n of the map is bit n % 8 of byte n / 8, whatever the byte order of the machine.
    ByteBuffer.wrap(raw).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words);
    if (index == blocks() - 1 && (frames & 63) != 0) {
      int last = word(frames);
      words[last] &= (1L << frames) - 1;
      Arrays.fill(words, last + 1, words.length, 0);
    }
  }

  private long[] ranks() {
    long[] ranks = before;
    if (ranks != null) {
      return ranks;
    }
    synchronized (this) {
      ranks = before;
      if (ranks == null) {
        ranks = countAll();
        before = ranks;
      }
      return ranks;
    }
  }

  private long[] countAll() {
    int blocks = Math.toIntExact(blocks());
    long[] ranks = new long[blocks + 1];
    long[] words = new long[BLOCK_WORDS];
    for (int i = 0; i < blocks; i++) {
      copy(i, words);
      ranks[i + 1] = ranks[i] + count(words);
      if ((i + 1) % UNLOAD_BLOCKS == 0) {
        unload(i + 1 - UNLOAD_BLOCKS);
      }
    }
    return ranks;
  }

  private void unload(int first) {
    MemorySegment counted =
        source.slice(offset + (long) first * BLOCK_BYTES, (long) UNLOAD_BLOCKS * BLOCK_BYTES);
    if (counted.isMapped()) {
      counted.unload();
    }
  }

  private static long count(long[] words) {
    long count = 0;
    for (long word : words) {
      count += Long.bitCount(word);
    }
    return count;
  }
}
