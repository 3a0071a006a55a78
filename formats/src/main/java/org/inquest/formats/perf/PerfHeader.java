package org.inquest.formats.perf;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// A perf.data file's header: `struct perf_file_header`, or the pipe form's, which has only magic
/// and size.
///
/// @param order of all numbers in the file
/// @param pipe whether attributes and features come as records
/// @param dataAt where records begin
/// @param dataEnd where they end: with the file, where the recorder could not complete the header
/// @param attrs attributes and ids; none in the pipe form
/// @param features bytes of each feature, by its number
/// @param gaps what was wrong with it, a sentence each
record PerfHeader(
    ByteOrder order,
    boolean pipe,
    long dataAt,
    long dataEnd,
    List<EventIds> attrs,
    Map<Integer, byte[]> features,
    List<String> gaps) {
  /// "PERFILE2", read as a little-endian number.
  private static final long MAGIC = 0x32454c4946524550L;

  /// "PERFFILE": of 2009.
  private static final long MAGIC_1 = 0x454c494646524550L;

  private static final int SIZE = 104;
  private static final int PIPE_SIZE = 16;
  private static final int SECTION = 16;
  private static final int MAX_EVENTS = 1 << 16;
  private static final int MAX_IDS = 1 << 20;

  /// 1 GB of BPF programs is no reason not to read a profile.
  private static final long MAX_FEATURE = 64L << 20;

  /// An event's attributes and the ids of its records.
  record EventIds(PerfEventAttr attr, List<Long> ids) {}

  /// @throws MalformedInput where it is no perf.data
  /// @throws Unsupported where it is one of 2009
  static PerfHeader read(ByteSource file) {
    if (!file.has(0, PIPE_SIZE)) {
      throw new MalformedInput(
          file.name(), 0, "perf.data, of at least 16 bytes", file.size() + " bytes");
    }
    ByteOrder order = order(file);
    long size = file.cursor(0, PIPE_SIZE).withOrder(order).skip(8).u64();
    if (size == PIPE_SIZE) {
      return new PerfHeader(order, true, PIPE_SIZE, file.size(), List.of(), Map.of(), List.of());
    }
    if (size < SIZE || !file.has(0, SIZE)) {
      throw new MalformedInput(file.name(), 8, "a header of 104 or 16 bytes", "" + size);
    }
    return new Reader(file, order).read();
  }

  private static ByteOrder order(ByteSource file) {
    long magic = file.u64(0);
    if (magic == MAGIC) {
      return ByteOrder.LITTLE_ENDIAN;
    }
    if (Long.reverseBytes(magic) == MAGIC) {
      return ByteOrder.BIG_ENDIAN;
    }
    if (magic == MAGIC_1) {
      throw new Unsupported(file.name() + ": a profile of a perf before Linux 2.6.38");
    }
    throw new MalformedInput(
        file.name(), 0, "perf.data, which begins with PERFILE2", "0x" + Long.toHexString(magic));
  }

  /// The file's form.
  private static final class Reader {
    private final ByteSource file;
    private final ByteOrder order;
    private final List<String> gaps = new ArrayList<>();

    Reader(ByteSource file, ByteOrder order) {
      this.file = file;
      this.order = order;
    }

    PerfHeader read() {
      Cursor c = file.cursor(0, SIZE).withOrder(order).skip(16);
      long attrSize = c.u64();
      long attrsAt = c.u64();
      long attrsSize = c.u64();
      long dataAt = c.u64();
      long dataSize = c.u64();
      c.skip(SECTION);
      long[] bits = {c.u64(), c.u64(), c.u64(), c.u64()};
      if (!file.has(dataAt, 0)) {
        throw new MalformedInput(
            file.name(),
            40,
            "data within " + file.size() + " bytes",
            "0x" + Long.toHexString(dataAt));
      }
      boolean complete = dataSize != 0 && file.has(dataAt, dataSize);
      if (!complete) {
        gaps.add(
            file.name()
                + (dataSize == 0
                    ? ": the recorder did not end cleanly: its header tells no size of the records"
                    : ": cut off: "
                        + Long.toUnsignedString(dataSize)
                        + " bytes of records expected, "
                        + (file.size() - dataAt)
                        + " found"));
      }
      List<EventIds> attrs = attrs(attrsAt, attrsSize, attrSize);
      Map<Integer, byte[]> features =
          complete ? features(dataAt + dataSize, bits) : new TreeMap<>();
      long end = complete ? dataAt + dataSize : file.size();
      return new PerfHeader(order, false, dataAt, end, attrs, features, gaps);
    }

    private List<EventIds> attrs(long at, long size, long each) {
      List<EventIds> attrs = new ArrayList<>();
      if (each < PerfEventAttr.SIZE_0 + SECTION || each > 1 << 12) {
        throw new MalformedInput(
            file.name(), 16, "a size of attributes from 80 to 4096", Long.toUnsignedString(each));
      }
      long count = Long.divideUnsigned(size, each);
      for (int i = 0; i < Math.min(count, MAX_EVENTS); i++) {
        try {
          Cursor c = file.cursor(at + i * each, each).withOrder(order);
          PerfEventAttr attr = PerfEventAttr.read(c, (int) each - SECTION, order);
          attrs.add(new EventIds(attr, ids(c.u64(), c.u64())));
        } catch (InquestException e) {
          gaps.add("attributes: " + e.getMessage());
          break;
        }
      }
      return attrs;
    }

    private List<Long> ids(long at, long size) {
      long count = Long.divideUnsigned(size, Long.BYTES);
      List<Long> ids = new ArrayList<>();
      try {
        Cursor c = file.cursor(at, Math.min(count, MAX_IDS) * Long.BYTES).withOrder(order);
        while (c.remaining() > 0) {
          ids.add(c.u64());
        }
      } catch (InquestException e) {
        gaps.add("ids of an event: " + e.getMessage());
      }
      return ids;
    }

    private Map<Integer, byte[]> features(long table, long[] bits) {
      Map<Integer, byte[]> features = new TreeMap<>();
      long at = table;
      for (int i = 0; i < FeatureType.MAX; i++) {
        if ((bits[i / Long.SIZE] & 1L << i) == 0) {
          continue;
        }
        try {
          Cursor c = file.cursor(at, SECTION).withOrder(order);
          long from = c.u64();
          long size = c.u64();
          if (size < 0 || size > MAX_FEATURE) {
            throw new MalformedInput(
                file.name(),
                at + 8,
                "at most " + MAX_FEATURE + " bytes",
                Long.toUnsignedString(size));
          }
          features.put(i, file.cursor(from, size).bytes((int) size));
        } catch (InquestException e) {
          gaps.add(new FeatureType(i) + ": " + e.getMessage());
        }
        at += SECTION;
      }
      return features;
    }
  }
}
