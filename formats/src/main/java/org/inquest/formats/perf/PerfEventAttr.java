package org.inquest.formats.perf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.inquest.formats.bytes.Cursor;

/// What perf_event_open(2) was asked to count: `struct perf_event_attr`
/// (include/uapi/linux/perf_event.h). Its sizes have grown from 64 bytes to 144 (Linux 6.19); what
/// a shorter one does not have is zero.
///
/// @param type the PMU: hardware 0, software 1, tracepoint 2, cache 3, raw 4, breakpoint 5, else as
///   in /sys/bus/event_source/devices
/// @param size bytes of the structure, as it says itself
/// @param config the event, as its PMU understands it
/// @param samplePeriod events between two samples, or samples each second with [AttrFlag#FREQ]
/// @param sampleType bits of [SampleType]
/// @param readFormat bits of [ReadFormat]
/// @param flags bits of [AttrFlag]
/// @param wakeup events, or bytes, until a reader is woken
/// @param breakpointType of a breakpoint
/// @param config1 more of the event, or a breakpoint's address
/// @param config2 more of the event, or a breakpoint's length
/// @param branchSampleType what a branch stack has
/// @param sampleRegsUser mask of the user's registers
/// @param sampleStackUser bytes of the user's stack
/// @param clockId the clock, with [AttrFlag#USE_CLOCKID]
/// @param sampleRegsIntr mask of registers at the interrupt
/// @param auxWatermark bytes of AUX data until a reader is woken
/// @param sampleMaxStack longest call chain
/// @param auxSampleSize bytes of AUX data in a sample
/// @param auxAction how AUX data are started and stopped
/// @param sigData handed to the signal of [AttrFlag#SIGTRAP]
/// @param config3 more of the event
/// @param config4 more of the event
public record PerfEventAttr(
    int type,
    int size,
    long config,
    long samplePeriod,
    long sampleType,
    long readFormat,
    long flags,
    int wakeup,
    int breakpointType,
    long config1,
    long config2,
    long branchSampleType,
    long sampleRegsUser,
    int sampleStackUser,
    int clockId,
    long sampleRegsIntr,
    int auxWatermark,
    int sampleMaxStack,
    int auxSampleSize,
    int auxAction,
    long sigData,
    long config3,
    long config4) {
  /// The first published size.
  public static final int SIZE_0 = 64;

  /// With all the members above.
  public static final int SIZE_9 = 144;

  /// Bits of a branch stack that add words to it (`PERF_SAMPLE_BRANCH_*`).
  static final long BRANCH_HW_INDEX = 1 << 17;

  static final long BRANCH_COUNTERS = 1 << 19;

  /// Reads one from `length` bytes at the cursor, of which as many count as it says itself; the
  /// cursor then stands behind the `length` bytes.
  ///
  /// @param order of the file: compilers lay out bit fields from the other end with the other order
  /// @throws org.inquest.formats.fault.MalformedInput where there are not so many bytes
  public static PerfEventAttr read(Cursor cursor, int length, ByteOrder order) {
    byte[] bytes = cursor.bytes(length);
    // A copy of full size, so that members that are not there are zero.
    ByteBuffer b = ByteBuffer.allocate(SIZE_9).order(order);
    int told = length < 8 ? 0 : ByteBuffer.wrap(bytes).order(order).getInt(4);
    int size = told == 0 ? SIZE_0 : told;
    int valid = Integer.compareUnsigned(size, length) < 0 ? size : length;
    b.put(0, bytes, 0, Math.min(valid, SIZE_9));
    long flags = b.getLong(40);
    return new PerfEventAttr(
        b.getInt(0),
        size,
        b.getLong(8),
        b.getLong(16),
        b.getLong(24),
        b.getLong(32),
        order == ByteOrder.BIG_ENDIAN ? Long.reverse(flags) : flags,
        b.getInt(48),
        b.getInt(52),
        b.getLong(56),
        b.getLong(64),
        b.getLong(72),
        b.getLong(80),
        b.getInt(88),
        b.getInt(92),
        b.getLong(96),
        b.getInt(104),
        b.getShort(108) & 0xffff,
        b.getInt(112),
        b.getInt(116),
        b.getLong(120),
        b.getLong(128),
        b.getLong(136));
  }

  /// The structure's bytes, as many as [#size] says, from 64 to 144.
  public byte[] toBytes(ByteOrder order) {
    ByteBuffer b = ByteBuffer.allocate(SIZE_9).order(order);
    b.putInt(type).putInt(size).putLong(config).putLong(samplePeriod);
    b.putLong(sampleType).putLong(readFormat);
    b.putLong(order == ByteOrder.BIG_ENDIAN ? Long.reverse(flags) : flags);
    b.putInt(wakeup).putInt(breakpointType).putLong(config1).putLong(config2);
    b.putLong(branchSampleType).putLong(sampleRegsUser).putInt(sampleStackUser).putInt(clockId);
    b.putLong(sampleRegsIntr).putInt(auxWatermark).putShort((short) sampleMaxStack);
    b.putShort((short) 0).putInt(auxSampleSize).putInt(auxAction);
    b.putLong(sigData).putLong(config3).putLong(config4);
    byte[] out = new byte[Math.clamp(size, SIZE_0, SIZE_9)];
    b.get(0, out);
    return out;
  }

  /// Whether a bit of [AttrFlag] is set.
  public boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /// Whether a sample has a field of [SampleType].
  public boolean samples(long field) {
    return (sampleType & field) != 0;
  }
}
