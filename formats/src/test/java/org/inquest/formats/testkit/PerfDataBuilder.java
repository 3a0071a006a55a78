package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.formats.perf.PerfEventAttr;
import org.inquest.formats.perf.RecordType;

/// Writes perf.data files in words, in any form and byte order.
public final class PerfDataBuilder {
  private static final int HEADER = 104;

  private final ByteOrder order;
  private final List<PerfEventAttr> attrs = new ArrayList<>();
  private final List<long[]> ids = new ArrayList<>();
  private final Map<Integer, byte[]> features = new TreeMap<>();
  private final ByteArrayOutputStream records = new ByteArrayOutputStream();
  private int attrSize = 128;
  private int clock;
  private long readFormat;

  public PerfDataBuilder(ByteOrder order) {
    this.order = order;
  }

  public PerfDataBuilder attrSize(int size) {
    attrSize = size;
    return this;
  }

  /// The clock of the events that follow, with `AttrFlag.USE_CLOCKID`.
  public PerfDataBuilder clock(int id) {
    clock = id;
    return this;
  }

  /// What stands beside the values of counters, for the events that follow: bits of `ReadFormat`.
  public PerfDataBuilder reading(long format) {
    readFormat = format;
    return this;
  }

  /// An event of type software.
  ///
  /// @param period 0 for one that is not sampled itself
  public PerfDataBuilder software(
      long config, long period, long sampleType, long flags, long... eventIds) {
    return event(1, config, period, sampleType, flags, eventIds);
  }

  /// An event of type software, cpu-clock.
  public PerfDataBuilder event(long sampleType, long flags, long... eventIds) {
    return event(1, 0, 1000, sampleType, flags, eventIds);
  }

  /// A tracepoint, each pass of which is a sample.
  public PerfDataBuilder tracepoint(int number, long sampleType, long flags, long... eventIds) {
    return event(2, number, 1, sampleType, flags, eventIds);
  }

  private PerfDataBuilder event(
      int type, long config, long period, long sampleType, long flags, long... eventIds) {
    attrs.add(
        new PerfEventAttr(
            type,
            attrSize,
            config,
            period,
            sampleType,
            readFormat,
            flags,
            0,
            0,
            0,
            0,
            0,
            0x7,
            0,
            clock,
            0,
            0,
            0,
            0,
            0,
            0,
            0,
            0));
    ids.add(eventIds);
    return this;
  }

  /// A record with its payload.
  public PerfDataBuilder record(int type, int misc, byte[] payload) {
    records.writeBytes(recordBytes(type, misc, payload));
    return this;
  }

  public byte[] recordBytes(int type, int misc, byte[] payload) {
    return words(8 + payload.length)
        .putInt(type)
        .putShort((short) misc)
        .putShort((short) (8 + payload.length))
        .put(payload)
        .array();
  }

  /// Bytes that are no record.
  public PerfDataBuilder raw(byte[] bytes) {
    records.writeBytes(bytes);
    return this;
  }

  public PerfDataBuilder feature(int number, byte[] bytes) {
    features.put(number, bytes);
    return this;
  }

  /// `struct perf_header_string`.
  public byte[] string(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    int length = bytes.length + 8 & ~7;
    return words(4 + length).putInt(length).put(bytes).array();
  }

  /// 64-bit numbers one after the other.
  public byte[] longs(long... values) {
    ByteBuffer b = words(8 * values.length);
    for (long value : values) {
      b.putLong(value);
    }
    return b.array();
  }

  /// A mapping with an inode, in the layout of MMAP2.
  public byte[] mapping(int pid, long start, long length, long offset, String path) {
    byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = words(64 + (name.length + 7 & ~7));
    b.putInt(pid).putInt(pid).putLong(start).putLong(length).putLong(offset);
    b.putInt(8).putInt(1).putLong(77).putLong(0).putInt(5).putInt(2).put(name);
    return b.array();
  }

  /// Ids of a thread and text behind them, as in COMM.
  public byte[] comm(int pid, int tid, String text) {
    byte[] name = (text + "\0").getBytes(StandardCharsets.UTF_8);
    return words(8 + (name.length + 7 & ~7)).putInt(pid).putInt(tid).put(name).array();
  }

  private ByteBuffer words(int size) {
    return ByteBuffer.allocate(size).order(order);
  }

  /// The form with a header that leads to sections.
  public byte[] file() {
    int each = attrSize + 16;
    int idsAt = HEADER;
    int idCount = ids.stream().mapToInt(i -> i.length).sum();
    int attrsAt = idsAt + 8 * idCount;
    int dataAt = attrsAt + each * attrs.size();
    byte[] data = records.toByteArray();
    int table = dataAt + data.length;
    int featureAt = table + 16 * features.size();
    int size = featureAt + features.values().stream().mapToInt(f -> f.length).sum();
    ByteBuffer b = words(size);
    b.putLong(0x32454c4946524550L).putLong(HEADER).putLong(each);
    b.putLong(attrsAt).putLong((long) each * attrs.size()).putLong(dataAt).putLong(data.length);
    b.putLong(0).putLong(0);
    long[] bits = new long[4];
    features.keySet().forEach(f -> bits[f / 64] |= 1L << f);
    for (long word : bits) {
      b.putLong(word);
    }
    ids.forEach(list -> b.put(longs(list)));
    int at = idsAt;
    for (int i = 0; i < attrs.size(); i++) {
      b.put(attrBytes(i)).putLong(at).putLong(8L * ids.get(i).length);
      at += 8 * ids.get(i).length;
    }
    b.put(data);
    int from = featureAt;
    for (byte[] feature : features.values()) {
      b.putLong(from).putLong(feature.length);
      from += feature.length;
    }
    features.values().forEach(b::put);
    return b.array();
  }

  private byte[] attrBytes(int i) {
    ByteBuffer b = words(attrSize);
    byte[] known = attrs.get(i).toBytes(order);
    return b.put(known, 0, Math.min(known.length, attrSize)).array();
  }

  /// The form for pipes: attributes, features and records in turn.
  public byte[] pipe() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(longs(0x32454c4946524550L, 16));
    for (int i = 0; i < attrs.size(); i++) {
      byte[] attr = attrBytes(i);
      byte[] own = longs(ids.get(i));
      out.writeBytes(
          recordBytes(
              RecordType.HEADER_ATTR,
              0,
              words(attr.length + own.length).put(attr).put(own).array()));
    }
    features.forEach((number, bytes) -> {
      byte[] payload = words(8 + bytes.length).putLong(number).put(bytes).array();
      out.writeBytes(recordBytes(RecordType.HEADER_FEATURE, 0, payload));
    });
    out.writeBytes(records.toByteArray());
    return out.toByteArray();
  }
}
