package org.inquest.profile.system;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.PerfEventAttr;

/// What the kernel is asked to count, and what each sample is to say: the members of
/// [PerfEventAttr] that Inquest sets, made up step by step. The rest are zero: wake-ups then come
/// when a ring is half full.
///
/// @param type `PERF_TYPE_*`, or the number of a PMU in `/sys/bus/event_source/devices`
/// @param config which event of that type
/// @param config1 more of it: an address for breakpoints
/// @param config2 more of it: a length for breakpoints
/// @param config3 more of it; since 6.3
/// @param period events from one sample to the next, or samples a second with [AttrFlag#FREQ]; 0
///   counts only
/// @param sampleType bits of [org.inquest.formats.perf.SampleType]
/// @param readFormat bits of [org.inquest.formats.perf.ReadFormat]
/// @param flags bits of [AttrFlag]
/// @param breakpointType `HW_BREAKPOINT_*`
/// @param userRegisters which registers of user space a sample has
/// @param userStack bytes of the user's stack in a sample
/// @param clock with [AttrFlag#USE_CLOCKID]: `CLOCK_MONOTONIC` is 1
public record EventAttr(
    int type,
    long config,
    long config1,
    long config2,
    long config3,
    long period,
    long sampleType,
    long readFormat,
    long flags,
    int breakpointType,
    long userRegisters,
    int userStack,
    int clock) {

  /// `PERF_TYPE_HARDWARE`.
  public static final int HARDWARE = 0;

  /// `PERF_TYPE_SOFTWARE`.
  public static final int SOFTWARE = 1;

  /// `PERF_TYPE_TRACEPOINT`.
  public static final int TRACEPOINT = 2;

  /// `PERF_TYPE_HW_CACHE`.
  public static final int CACHE = 3;

  /// `PERF_TYPE_RAW`.
  public static final int RAW = 4;

  /// `PERF_TYPE_BREAKPOINT`.
  public static final int BREAKPOINT = 5;

  /// `PERF_ATTR_SIZE_VER5`. Readers refuse an attribute that is longer than the one they know, so
  /// it is written no longer than it has to be.
  private static final int USUAL_SIZE = 112;

  /// `PERF_ATTR_SIZE_VER8`, the first with config3.
  private static final int SIZE_WITH_CONFIG3 = 136;

  /// An event that is only counted.
  public static EventAttr counting(int type, long config) {
    return new EventAttr(type, config, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  /// Whether a bit of [AttrFlag] is set.
  public boolean has(long flag) {
    return (flags & flag) != 0;
  }

  /// The same with a flag.
  public EventAttr with(long flag) {
    return withFlags(flags | flag);
  }

  /// The same without a flag.
  public EventAttr without(long flag) {
    return withFlags(flags & ~flag);
  }

  /// The same with a precision of the sampled address, 0 to 3.
  public EventAttr withPrecision(int precision) {
    return withFlags(
        flags & ~(3L << AttrFlag.PRECISE_IP_SHIFT) | (long) precision << AttrFlag.PRECISE_IP_SHIFT);
  }

  /// The same with all flags replaced.
  public EventAttr withFlags(long to) {
    return new EventAttr(
        type,
        config,
        config1,
        config2,
        config3,
        period,
        sampleType,
        readFormat,
        to,
        breakpointType,
        userRegisters,
        userStack,
        clock);
  }

  /// The same with more words of configuration.
  public EventAttr withConfigs(long first, long second, long third) {
    return new EventAttr(
        type,
        config,
        first,
        second,
        third,
        period,
        sampleType,
        readFormat,
        flags,
        breakpointType,
        userRegisters,
        userStack,
        clock);
  }

  /// The same as a breakpoint of a kind.
  public EventAttr withBreakpoint(int kind) {
    return new EventAttr(
        type,
        config,
        config1,
        config2,
        config3,
        period,
        sampleType,
        readFormat,
        flags,
        kind,
        userRegisters,
        userStack,
        clock);
  }

  /// The same, sampled.
  ///
  /// @param every period or frequency, as [AttrFlag#FREQ] says
  /// @param samples `PERF_SAMPLE_*`
  public EventAttr sampled(long every, long samples) {
    return new EventAttr(
        type,
        config,
        config1,
        config2,
        config3,
        every,
        samples,
        readFormat,
        flags,
        breakpointType,
        userRegisters,
        userStack,
        clock);
  }

  /// The same with another format of what is read from it.
  public EventAttr reading(long format) {
    return new EventAttr(
        type,
        config,
        config1,
        config2,
        config3,
        period,
        sampleType,
        format,
        flags,
        breakpointType,
        userRegisters,
        userStack,
        clock);
  }

  /// The same with registers and stack of user space in its samples.
  public EventAttr withUserStack(long registers, int bytes) {
    return new EventAttr(
        type,
        config,
        config1,
        config2,
        config3,
        period,
        sampleType,
        readFormat,
        flags,
        breakpointType,
        registers,
        bytes,
        clock);
  }

  /// The same with times of a clock.
  public EventAttr withClock(int clockId) {
    return new EventAttr(
            type,
            config,
            config1,
            config2,
            config3,
            period,
            sampleType,
            readFormat,
            flags,
            breakpointType,
            userRegisters,
            userStack,
            clockId)
        .with(AttrFlag.USE_CLOCKID);
  }

  /// Bytes of the structure.
  public int size() {
    return config3 == 0 ? USUAL_SIZE : SIZE_WITH_CONFIG3;
  }

  /// The structure, in this machine's byte order, as the kernel takes it.
  public ByteBuffer bytes() {
    return bytes(size());
  }

  /// The structure with a size of its own: all attributes of a file have the same one.
  ///
  /// @param size not below [#size]
  public ByteBuffer bytes(int size) {
    PerfEventAttr whole =
        new PerfEventAttr(
            type,
            size,
            config,
            period,
            sampleType,
            readFormat,
            flags,
            0,
            breakpointType,
            config1,
            config2,
            0,
            userRegisters,
            userStack,
            clock,
            0,
            0,
            0,
            0,
            0,
            0,
            config3,
            0);
    return ByteBuffer.wrap(whole.toBytes(ByteOrder.nativeOrder()));
  }
}
