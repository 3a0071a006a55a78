package org.inquest.profile.record;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.profile.event.Pmu;
import org.inquest.profile.event.SystemTree;

/// The sections of a perf.data file that tell of the machine and the recording, by their
/// [FeatureType] (`HEADER_*` in `tools/perf/Documentation/perf.data-file-format.txt`).
final class Features {

  /// `PERF_RECORD_MISC_BUILD_ID_SIZE`: the number of bytes stands behind them.
  private static final int HAS_SIZE = 1 << 15;

  private static final int CLOCK_MONOTONIC = 1;

  /// As perf calls a group that nobody gave a name.
  private static final String NAMELESS_GROUP = "{anon_group}";

  private final SystemTree tree;
  private final String version;

  /// @param version of Inquest
  Features(SystemTree tree, String version) {
    this.tree = tree;
    this.version = version;
  }

  /// What is known at the end.
  SortedMap<Integer, byte[]> sections(
      List<DataFile.Event> events,
      List<String> commandLine,
      RecordCounts counts,
      Map<String, byte[]> buildIds) {
    SortedMap<Integer, byte[]> out = new TreeMap<>();
    machine(out);
    out.put(FeatureType.VERSION, string(version));
    out.put(FeatureType.CMDLINE, strings(commandLine));
    out.put(FeatureType.EVENT_DESC, events(events));
    groups(events).ifPresent(groups -> out.put(FeatureType.GROUP_DESC, groups));
    out.put(FeatureType.SAMPLE_TIME, words(counts.firstTime(), counts.lastTime()));
    out.put(FeatureType.CLOCKID, words(1)); // its resolution, in nanoseconds
    out.put(FeatureType.CLOCK_DATA, clock());
    if (!buildIds.isEmpty()) {
      out.put(FeatureType.BUILD_ID, buildIds(buildIds));
    }
    TracingData.of(tree, events.stream().map(DataFile.Event::name).toList())
        .ifPresent(data -> out.put(FeatureType.TRACING_DATA, data));
    return out;
  }

  private void machine(SortedMap<Integer, byte[]> out) {
    String info = SystemTree.text(tree.path("/proc/cpuinfo")).orElse("");
    put(out, FeatureType.HOSTNAME, text("/proc/sys/kernel/hostname"));
    put(out, FeatureType.OSRELEASE, text("/proc/sys/kernel/osrelease"));
    String machine = System.getProperty("os.arch", "");
    out.put(FeatureType.ARCH, string(machine.equals("amd64") ? "x86_64" : machine));
    put(out, FeatureType.CPUDESC, field(info, "model name"));
    put(
        out,
        FeatureType.CPUID,
        field(info, "vendor_id")
            .map(vendor ->
                vendor
                    + ","
                    + field(info, "cpu family").orElse("0")
                    + ","
                    + field(info, "model").orElse("0")
                    + ","
                    + field(info, "stepping").orElse("0")));
    int online = CpuList.online(tree).size();
    int available = CpuList.read(tree, "/sys/devices/system/cpu/present").size();
    out.put(
        FeatureType.NRCPUS, buffer(8).putInt(Math.max(online, available)).putInt(online).array());
    new Topology(tree).put(out, Math.max(online, available));
    field(text("/proc/meminfo").orElse(""), "MemTotal")
        .map(total -> total.replaceAll("\\D", ""))
        .filter(kilobytes -> kilobytes.matches("\\d{1,18}"))
        .ifPresent(kilobytes -> out.put(FeatureType.TOTAL_MEM, words(Long.parseLong(kilobytes))));
    out.put(FeatureType.PMU_MAPPINGS, pmus());
  }

  private Optional<String> text(String path) {
    return SystemTree.text(tree.path(path));
  }

  private static Optional<String> field(String text, String name) {
    Matcher matcher = Pattern.compile("(?m)^" + name + "\\s*:\\s*(.*)$").matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private static void put(SortedMap<Integer, byte[]> out, int number, Optional<String> text) {
    text.ifPresent(t -> out.put(number, string(t)));
  }

  private byte[] pmus() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    List<Pmu> all = Pmu.all(tree);
    out.writeBytes(buffer(4).putInt(all.size()).array());
    for (Pmu pmu : all) {
      out.writeBytes(buffer(4).putInt(pmu.type()).array());
      out.writeBytes(string(pmu.name()));
    }
    return out.toByteArray();
  }

  private static byte[] events(List<DataFile.Event> events) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int size = DataFile.attributeSize(events);
    out.writeBytes(buffer(8).putInt(events.size()).putInt(size).array());
    for (DataFile.Event event : events) {
      out.writeBytes(event.attr().bytes(size).array());
      out.writeBytes(buffer(4).putInt(event.ids().size()).array());
      out.writeBytes(string(event.name()));
      event.ids().forEach(id -> out.writeBytes(words(id)));
    }
    return out.toByteArray();
  }

  /// How many groups there are, then of each its name, its first event, and how many it has; empty
  /// without any.
  private static Optional<byte[]> groups(List<DataFile.Event> events) {
    FeatureBytes out = new FeatureBytes();
    int count = 0;
    for (int i = 0, end; i < events.size(); i = end) {
      int group = events.get(i).group();
      for (end = i + 1; end < events.size() && group > 0; end++) {
        if (events.get(end).group() != group) {
          break;
        }
      }
      if (end - i > 1) {
        count++;
        out.string(NAMELESS_GROUP).number(i).number(end - i);
      }
    }
    return count == 0
        ? Optional.empty()
        : Optional.of(new FeatureBytes().number(count).bytes(out.toArray()).toArray());
  }

  /// The same moment by the wall clock and by the clock of the samples, which Java's nanoTime is
  /// too on Linux.
  private static byte[] clock() {
    long wall = System.currentTimeMillis() * 1_000_000L;
    return buffer(24)
        .putInt(1)
        .putInt(CLOCK_MONOTONIC)
        .putLong(wall)
        .putLong(System.nanoTime())
        .array();
  }

  /// `struct build_id_event`: a header, -1, 20 bytes and their number, then the name.
  private static byte[] buildIds(Map<String, byte[]> all) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    all.forEach((name, id) -> {
      byte[] text = name.getBytes(StandardCharsets.UTF_8);
      int padded = text.length + 8 & ~7;
      int mode =
          name.startsWith("[kernel") || name.contains(".ko") ? RecordMisc.KERNEL : RecordMisc.USER;
      ByteBuffer one = buffer(36 + padded).putInt(RecordType.HEADER_BUILD_ID);
      one.putShort((short) (mode | HAS_SIZE)).putShort((short) (36 + padded)).putInt(-1);
      int size = Math.min(id.length, 20);
      one.put(id, 0, size).put(32, (byte) size).position(36);
      out.writeBytes(one.put(text).array());
    });
    return out.toByteArray();
  }

  private static byte[] strings(List<String> all) {
    return new FeatureBytes().strings(all).toArray();
  }

  private static byte[] string(String text) {
    return new FeatureBytes().string(text).toArray();
  }

  private static byte[] words(long... values) {
    ByteBuffer out = buffer(Long.BYTES * values.length);
    for (long value : values) {
      out.putLong(value);
    }
    return out.array();
  }

  private static ByteBuffer buffer(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
  }
}
