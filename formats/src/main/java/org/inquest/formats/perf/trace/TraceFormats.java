package org.inquest.formats.perf.trace;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.PerfData;

/// The tracepoints that a profile describes, by their numbers. The section has the form of the head
/// of a trace.dat file (trace.dat(5), versions 0.5 and 0.6).
public final class TraceFormats {
  private static final byte[] MAGIC = "\027\010\104tracing".getBytes(StandardCharsets.US_ASCII);
  private static final String SOURCE = "TRACING_DATA";
  private static final int MOST = 20_000;
  private static final int LONGEST = 1 << 20;

  private final Map<Long, TraceFormat> byId = new HashMap<>();
  private Optional<String> gap = Optional.empty();

  private TraceFormats() {}

  /// Those of a profile; none where it brings none.
  public static TraceFormats of(PerfData data) {
    TraceFormats formats = new TraceFormats();
    Optional<byte[]> section = data.features().raw(FeatureType.TRACING_DATA);
    if (section.isEmpty()) {
      formats.gap = Optional.of("the profile does not describe its tracepoints (no TRACING_DATA)");
    }
    section.ifPresent(formats::read);
    return formats;
  }

  /// What a tracepoint's records hold.
  ///
  /// @param id the config of its event
  public Optional<TraceFormat> byId(long id) {
    return Optional.ofNullable(byId.get(id));
  }

  /// Why there is less than there could be, in a sentence.
  public Optional<String> gap() {
    return gap;
  }

  private void read(byte[] section) {
    try {
      Cursor cursor = new Cursor(MemorySegment.ofArray(section), SOURCE, 0);
      byte[] magic = cursor.bytes(MAGIC.length);
      if (!Arrays.equals(magic, MAGIC)) {
        throw new MalformedInput(SOURCE, 0, "the word `tracing`", "other bytes");
      }
      word(cursor); // the version: those that there are differ behind the formats only
      boolean big = cursor.u8() == 1;
      long at = cursor.position();
      cursor = cursor.withOrder(big ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
      cursor.seek(at + 1 + Integer.BYTES); // size of a long, size of a page
      for (int i = 0; i < 2; i++) {
        word(cursor); // header_page, header_event: of ftrace's rings, not of samples
        cursor.skip(length(cursor));
      }
      long own = cursor.u32();
      for (long i = 0; i < Math.min(own, MOST); i++) {
        cursor.skip(length(cursor));
      }
      systems(cursor);
    } catch (InquestException e) {
      gap = Optional.of("the description of the tracepoints is damaged: " + e.getMessage());
    }
  }

  private void systems(Cursor cursor) {
    long systems = cursor.u32();
    for (long i = 0; i < Math.min(systems, MOST); i++) {
      String system = word(cursor);
      long events = cursor.u32();
      for (long k = 0; k < Math.min(events, MOST); k++) {
        String text = new String(cursor.bytes((int) length(cursor)), StandardCharsets.ISO_8859_1);
        TraceFormat.parse(system, text).ifPresent(f -> byId.putIfAbsent(f.id(), f));
      }
    }
  }

  private static long length(Cursor cursor) {
    long at = cursor.position();
    long length = cursor.u64();
    if (length < 0 || length > LONGEST) {
      throw new MalformedInput(SOURCE, at, "a length below 1 MB", Long.toUnsignedString(length));
    }
    return length;
  }

  /// A text up to its NUL.
  private static String word(Cursor cursor) {
    StringBuilder out = new StringBuilder();
    for (int c = cursor.u8(); c != 0 && out.length() < 256; c = cursor.u8()) {
      out.append((char) c);
    }
    return out.toString();
  }
}
