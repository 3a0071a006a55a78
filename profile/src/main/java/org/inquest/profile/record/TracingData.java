package org.inquest.profile.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.event.Tracepoints;

/// The formats of the tracepoints that are sampled, in the form of the head of a trace.dat file,
/// version 0.5 (trace.dat(5)): without them a reader can't name the fields of a record.
final class TracingData {
  private static final byte[] MAGIC = {0x17, 0x08, 0x44};

  private TracingData() {}

  /// The section; empty where no event is a tracepoint.
  static Optional<byte[]> of(SystemTree tree, List<String> events) {
    Optional<Path> tracing = tree.tracing();
    Optional<Tracepoints> all = Tracepoints.of(tree);
    Map<String, TreeSet<String>> systems = new TreeMap<>();
    for (String event : events) {
      String[] parts = event.split(":", -1);
      if (parts.length > 1 && all.flatMap(a -> a.format(parts[0], parts[1])).isPresent()) {
        systems.computeIfAbsent(parts[0], s -> new TreeSet<>()).add(parts[1]);
      }
    }
    if (systems.isEmpty() || tracing.isEmpty() || all.isEmpty()) {
      return Optional.empty();
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(MAGIC);
    out.writeBytes("tracing0.5\0".getBytes(StandardCharsets.US_ASCII));
    out.write(ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? 1 : 0);
    out.write(Long.BYTES);
    out.writeBytes(number(4096));
    for (String page : List.of("header_page", "header_event")) {
      byte[] text =
          SystemTree.bytes(tracing.get().resolve("events").resolve(page)).orElse(new byte[0]);
      out.writeBytes((page + "\0").getBytes(StandardCharsets.US_ASCII));
      out.writeBytes(word(text.length));
      out.writeBytes(text);
    }
    out.writeBytes(number(0)); // formats of ftrace's own events: a sample is none
    out.writeBytes(number(systems.size()));
    systems.forEach((system, names) -> {
      out.writeBytes((system + "\0").getBytes(StandardCharsets.UTF_8));
      out.writeBytes(number(names.size()));
      for (String name : names) {
        byte[] format = all.get().format(system, name).orElse(new byte[0]);
        out.writeBytes(word(format.length));
        out.writeBytes(format);
      }
    });
    out.writeBytes(number(0)); // no kallsyms
    out.writeBytes(number(0)); // no formats of printk
    return Optional.of(out.toByteArray());
  }

  private static byte[] number(int value) {
    return ByteBuffer.allocate(4).order(ByteOrder.nativeOrder()).putInt(value).array();
  }

  private static byte[] word(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.nativeOrder()).putLong(value).array();
  }
}
