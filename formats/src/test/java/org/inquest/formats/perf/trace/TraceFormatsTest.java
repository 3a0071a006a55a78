package org.inquest.formats.perf.trace;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.PerfSample;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Descriptions of tracepoints, and fields that are read by them.
final class TraceFormatsTest {
  private static final String FORMAT =
      """
      name: made_up
      ID: 77
      format:
      \tfield:unsigned char common_flags;\toffset:2;\tsize:1;\tsigned:0;

      \tfield:short small;\toffset:4;\tsize:2;\tsigned:1;
      \tfield:unsigned int plain;\toffset:8;\tsize:4;\tsigned:0;
      \tfield:long big;\toffset:16;\tsize:8;\tsigned:1;
      \tfield:char comm[4];\toffset:24;\tsize:4;\tsigned:0;
      \tfield:__data_loc char[] far;\toffset:28;\tsize:4;\tsigned:0;
      \tfield:__rel_loc char[] near;\toffset:32;\tsize:4;\tsigned:0;
      \tfield:long outside;\toffset:4000;\tsize:8;\tsigned:1;

      print fmt: "%d", REC->small
      """;

  static List<ByteOrder> orders() {
    return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  private static byte[] section(ByteOrder order, String... formats) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(new byte[] {0x17, 0x08, 0x44});
    out.writeBytes("tracing0.6\0".getBytes(StandardCharsets.US_ASCII));
    out.write(order == ByteOrder.BIG_ENDIAN ? 1 : 0);
    out.write(8);
    out.writeBytes(buffer(4, order).putInt(4096).array());
    for (String page : List.of("header_page\0", "header_event\0")) {
      out.writeBytes(page.getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(sized(order, "page"));
    }
    out.writeBytes(buffer(4, order).putInt(0).array());
    out.writeBytes(buffer(4, order).putInt(1).array());
    out.writeBytes("sched\0".getBytes(StandardCharsets.US_ASCII));
    out.writeBytes(buffer(4, order).putInt(formats.length).array());
    for (String format : formats) {
      out.writeBytes(sized(order, format));
    }
    return out.toByteArray();
  }

  private static byte[] sized(ByteOrder order, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return buffer(8 + bytes.length, order).putLong(bytes.length).put(bytes).array();
  }

  private static ByteBuffer buffer(int size, ByteOrder order) {
    return ByteBuffer.allocate(size).order(order);
  }

  private static PerfDataBuilder file(ByteOrder order) {
    return new PerfDataBuilder(order).tracepoint(77, SampleType.RAW, 0, 1);
  }

  private static byte[] sample(ByteOrder order) {
    ByteBuffer raw = buffer(48, order);
    raw.put(2, (byte) 0xf8).putShort(4, (short) -3).putInt(8, -1).putLong(16, 1L << 40);
    raw.put(24, "abcd".getBytes(StandardCharsets.US_ASCII));
    raw.putInt(28, 4 << 16 | 40).putInt(32, 3 << 16 | 8);
    raw.put(40, "far\0no\0".getBytes(StandardCharsets.US_ASCII));
    return buffer(52, order).putInt(48).put(raw.array()).array();
  }

  @ParameterizedTest
  @MethodSource("orders")
  void fieldsAreReadWhereTheDescriptionSays(ByteOrder order) {
    PerfDataBuilder builder = file(order).feature(FeatureType.TRACING_DATA, section(order, FORMAT));
    builder.record(RecordType.SAMPLE, RecordMisc.KERNEL, sample(order));
    try (PerfData data = PerfData.of(new Bytes("x", builder.file()))) {
      TraceFormat format = TraceFormats.of(data).byId(77).orElseThrow();
      assertEquals("sched", format.system());
      assertEquals("\"%d\", REC->small", format.print());
      PerfSample fields = new PerfSample();
      data.inFile((record, time) -> {
        assertTrue(data.sample(record, fields));
        assertEquals(0xf8, format.fields().get("common_flags").value(record, fields));
        assertEquals(-3, format.fields().get("small").value(record, fields));
        assertEquals(0xffffffffL, format.fields().get("plain").value(record, fields));
        assertEquals(1L << 40, format.fields().get("big").value(record, fields));
        assertEquals("abcd", format.fields().get("comm").text(record, fields));
        assertEquals("far", format.fields().get("far").text(record, fields));
        assertEquals("no", format.fields().get("near").text(record, fields));
        assertEquals(0, format.fields().get("outside").value(record, fields));
        assertEquals("", format.fields().get("outside").text(record, fields));
      });
      assertEquals(77, format.id());
    }
  }

  @Test
  void aPipeBringsTheDescriptionBehindARecord() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] section = section(order, FORMAT);
    byte[] padded = Arrays.copyOf(section, section.length + 7 & ~7);
    PerfDataBuilder builder = file(order);
    builder.record(
        RecordType.HEADER_TRACING_DATA, 0, buffer(4, order).putInt(section.length).array());
    builder.raw(padded).record(RecordType.SAMPLE, RecordMisc.KERNEL, sample(order));
    try (PerfData data = PerfData.of(new Bytes("x", builder.pipe()))) {
      assertTrue(TraceFormats.of(data).byId(77).isPresent());
      assertEquals(1, data.inFile((record, time) -> {}).count(RecordType.SAMPLE));
    }
  }

  @Test
  void aDamagedDescriptionIsNamedAndWhatCameBeforeCounts() {
    ByteOrder order = ByteOrder.LITTLE_ENDIAN;
    byte[] whole = section(order, FORMAT, FORMAT.replace("ID: 77", "ID: 78"));
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      PerfDataBuilder builder = file(order).feature(FeatureType.TRACING_DATA, cut);
      builder.record(RecordType.SAMPLE, RecordMisc.KERNEL, sample(order));
      try (PerfData data = PerfData.of(new Bytes("x", builder.file()))) {
        TraceFormats formats = TraceFormats.of(data);
        assertTrue(formats.gap().isPresent(), "at " + length);
        assertTrue(formats.byId(78).isEmpty());
        boolean first = length >= whole.length - FORMAT.length() - 8;
        assertEquals(first, formats.byId(77).isPresent(), "at " + length);
      }
    }
  }

  @Test
  void theRunningKernelsDescriptionsAreUnderstood() throws IOException {
    Path format = Path.of("/sys/kernel/tracing/events/sched/sched_switch/format");
    Assumptions.assumeTrue(Files.isReadable(format), "needs root and a mounted tracefs");
    TraceFormat parsed = TraceFormat.parse("sched", Files.readString(format)).orElseThrow();
    assertEquals("sched_switch", parsed.name());
    for (String name : List.of("prev_pid", "prev_prio", "prev_state", "next_comm", "next_pid")) {
      assertTrue(parsed.field(name).isPresent(), name);
    }
    assertEquals(16, parsed.fields().get("next_comm").size());
  }
}
