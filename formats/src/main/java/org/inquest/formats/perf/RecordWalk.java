package org.inquest.formats.perf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.codec.ZstdStream;
import org.inquest.formats.fault.MalformedInput;

/// Goes once through the records of a profile's files, unpacks what is compressed, and tells where
/// each record is. A place is a stretch of bytes, a file's or an unpacked piece's, and an offset.
final class RecordWalk implements AutoCloseable {
  /// Takes records in the file's order.
  @FunctionalInterface
  interface Visitor {
    void visit(PerfRecord record, long place);
  }

  private static final int OFFSET_BITS = 40;
  private static final long OFFSET = (1L << OFFSET_BITS) - 1;

  /// Pieces are numbered behind all files.
  private static final int FIRST_PIECE = 1 << 13;

  /// Of one record of 64 KB; perf makes them of 512 KB at most.
  private static final int MAX_UNPACKED = 64 << 20;

  /// A piece that is unpacked, as long as records in it wait.
  private static final class Piece {
    final RecordBytes bytes;
    int waiting = 1;

    Piece(byte[] whole) {
      bytes = new RecordBytes(MemorySegment.ofArray(whole));
    }
  }

  private final PerfRecord record;
  private final List<RecordBytes> files = new ArrayList<>();
  private final Map<Integer, Piece> pieces = new HashMap<>();
  private final long[] counts = new long[256];
  private final Map<RecordType, Long> rare = new TreeMap<>((a, b) -> a.number() - b.number());
  private final Set<String> gaps = new LinkedHashSet<>();
  private Optional<MalformedInput> damage = Optional.empty();
  private Optional<ZstdStream> zstd = Optional.empty();

  /// What came out of the packed records and is no whole record yet.
  private byte[] rest = new byte[0];

  private int restLength;
  private int pieceCount;

  RecordWalk(ByteOrder order) {
    this.record = new PerfRecord(order);
  }

  /// Goes through one file's records. The bytes have to stay while places are used.
  void walk(ByteSource file, long from, long to, boolean pipe, Visitor visitor) {
    RecordBytes bytes = new RecordBytes(file.slice(0, file.size()));
    files.add(bytes);
    int source = files.size() - 1;
    restLength = 0;
    zstd.ifPresent(ZstdStream::close);
    zstd = Optional.empty();
    long at = from;
    try {
      while (at < to) {
        bytes.reading(at);
        int size = next(file.name(), bytes, at, to);
        int type = record.type();
        long behind = trailing(type, pipe);
        visit(visitor, (long) source << OFFSET_BITS | at);
        if (type == RecordType.COMPRESSED || type == RecordType.COMPRESSED2) {
          record.move(bytes, at);
          unpack(file.name(), at, visitor);
        }
        at += size + behind;
        bytes.passed(at);
      }
      if (at > to) {
        throw new MalformedInput(
            file.name(), at, "trailing data of a record", "the end at 0x" + Long.toHexString(to));
      }
    } catch (MalformedInput e) {
      ended(e);
    } catch (InternalError e) {
      // The JVM's word for SIGBUS: the file was cut while it was read.
      ended(new MalformedInput(file.name(), at, "the bytes that were there before", "none"));
    }
  }

  private void ended(MalformedInput e) {
    damage = Optional.of(damage.orElse(e));
    gaps.add(e.getMessage());
  }

  /// Moves to the record at a place.
  ///
  /// @return its size
  private int next(String name, RecordBytes bytes, long at, long to) {
    if (to - at < PerfRecord.HEADER) {
      throw new MalformedInput(name, at, "a record's header of 8 bytes", (to - at) + " bytes");
    }
    record.move(bytes, at);
    int size = record.size();
    if (size < PerfRecord.HEADER || size > to - at) {
      throw new MalformedInput(
          name,
          at + 6,
          "the size of a record of " + (to - at) + " bytes at most, 8 at least",
          "" + size);
    }
    return size;
  }

  private void visit(Visitor visitor, long place) {
    int type = record.type();
    if (type >= 0 && type < counts.length) {
      counts[type]++;
    } else if (rare.size() < 4096 || rare.containsKey(new RecordType(type))) {
      rare.merge(new RecordType(type), 1L, Long::sum);
    }
    visitor.visit(record, place);
  }

  /// Bytes that follow some records and are not counted in their size.
  private long trailing(int type, boolean pipe) {
    long size =
        switch (type) {
          case RecordType.AUXTRACE -> record.u64(8);
          case RecordType.HEADER_TRACING_DATA -> pipe ? record.u32(8) + 7 & ~7L : 0;
          default -> 0;
        };
    return size < 0 ? Long.MAX_VALUE >> 1 : Math.min(size, Long.MAX_VALUE >> 1);
  }

  private void unpack(String name, long at, Visitor visitor) {
    if (zstd.isEmpty()) {
      zstd = ZstdStream.open();
    }
    if (zstd.isEmpty()) {
      gaps.add(name + ": compressed records need the machine's libzstd (libzstd.so.1)");
      return;
    }
    boolean padded = record.type() == RecordType.COMPRESSED2;
    int start = padded ? 16 : PerfRecord.HEADER;
    long told = padded ? record.u64(8) : record.size() - start;
    if (told < 0 || told > record.size() - start) {
      throw new MalformedInput(
          name, at + 8, "at most " + (record.size() - start) + " bytes of packed data", "" + told);
    }
    byte[] packed = record.copy(start, (int) told);
    byte[] unpacked =
        zstd.get()
            .unpack(packed, MAX_UNPACKED)
            .orElseThrow(
                () -> new MalformedInput(name, at, "records packed with zstd", "damaged data"));
    if (restLength + unpacked.length > rest.length) {
      rest = Arrays.copyOf(rest, Math.max(restLength + unpacked.length, 2 * restLength));
    }
    System.arraycopy(unpacked, 0, rest, restLength, unpacked.length);
    restLength += unpacked.length;
    if (restLength < PerfRecord.HEADER) {
      return;
    }
    record.move(new RecordBytes(MemorySegment.ofArray(rest)), 0);
    if (record.size() <= restLength) {
      visitPiece(name + " (unpacked)", Arrays.copyOf(rest, restLength), visitor);
    }
  }

  /// Goes through the records of an unpacked piece; one that is not whole waits for the next piece.
  private void visitPiece(String name, byte[] whole, Visitor visitor) {
    Piece piece = new Piece(whole);
    int source = FIRST_PIECE + pieceCount++;
    pieces.put(source, piece);
    int at = 0;
    while (whole.length - at >= PerfRecord.HEADER) {
      record.move(piece.bytes, at);
      if (record.size() >= PerfRecord.HEADER && record.size() > whole.length - at) {
        break;
      }
      int size = next(name, piece.bytes, at, whole.length);
      if (record.type() != RecordType.COMPRESSED && record.type() != RecordType.COMPRESSED2) {
        visit(visitor, (long) source << OFFSET_BITS | at);
      }
      at += size;
    }
    restLength = whole.length - at;
    System.arraycopy(whole, at, rest, 0, restLength);
    release(source, piece);
  }

  private void release(int source, Piece piece) {
    if (--piece.waiting == 0) {
      pieces.remove(source);
    }
  }

  /// Where in its stretch of bytes a place is.
  static long offset(long place) {
    return place & OFFSET;
  }

  /// Says that the record of a place will be asked for with [#at], once.
  void keep(long place) {
    Piece piece = pieces.get((int) (place >>> OFFSET_BITS));
    if (piece != null) {
      piece.waiting++;
    }
  }

  /// The record of a place that was kept.
  PerfRecord at(long place) {
    int source = (int) (place >>> OFFSET_BITS);
    if (source < FIRST_PIECE) {
      record.move(files.get(source), place & OFFSET);
      return record;
    }
    Piece piece = pieces.get(source);
    if (piece == null) {
      throw new IllegalStateException("a record that nobody kept");
    }
    record.move(piece.bytes, place & OFFSET);
    release(source, piece);
    return record;
  }

  /// What was read, and how it ended.
  ReadSummary summary() {
    Map<RecordType, Long> all =
        new TreeMap<>((a, b) -> Integer.compareUnsigned(a.number(), b.number()));
    all.putAll(rare);
    for (int i = 0; i < counts.length; i++) {
      if (counts[i] > 0) {
        all.put(new RecordType(i), counts[i]);
      }
    }
    return new ReadSummary(all, damage, List.copyOf(gaps));
  }

  @Override
  public void close() {
    zstd.ifPresent(ZstdStream::close);
  }
}
