package org.inquest.formats.perf;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.InquestException;

/// What a perf.data file says about itself and the machine. Each part is parsed when it is asked
/// for; a damaged one is as one that is not there.
public final class PerfFeatures {
  private static final int MAX_STRINGS = 1 << 16;

  private final Map<Integer, byte[]> bytes;
  private final ByteOrder order;

  /// A file and its build-id.
  ///
  /// @param pid -1 for any process, others for guests
  /// @param kernel whether it is the kernel's or a module's
  /// @param buildId in hexadecimal digits
  /// @param path as it was mapped
  public record BuildIdOf(int pid, boolean kernel, String buildId, String path) {}

  /// Events that were opened together.
  ///
  /// @param name as somebody called it, or `{anon_group}`
  /// @param leader number of the first one, in the file's order
  /// @param members with the leader
  public record EventGroup(String name, long leader, long members) {}

  /// An event as EVENT_DESC has it.
  record Described(PerfEventAttr attr, String name, List<Long> ids) {}

  PerfFeatures(Map<Integer, byte[]> bytes, ByteOrder order) {
    this.bytes = bytes;
    this.order = order;
  }

  /// The features that there are, also those that are not known.
  public Set<Integer> numbers() {
    return bytes.keySet();
  }

  /// A feature's bytes; a number of [FeatureType].
  public Optional<byte[]> raw(int feature) {
    return Optional.ofNullable(bytes.get(feature));
  }

  /// A feature that is a text: HOSTNAME, OSRELEASE, VERSION, ARCH, CPUDESC, CPUID.
  public Optional<String> text(int feature) {
    return parsed(feature, PerfFeatures::string);
  }

  /// How the recorder was called; empty where that is not told.
  public List<String> commandLine() {
    return parsed(
            FeatureType.CMDLINE,
            c -> {
              List<String> words = new ArrayList<>();
              long count = c.u32();
              while (words.size() < Math.min(count, MAX_STRINGS)) {
                words.add(string(c));
              }
              return words;
            })
        .orElse(List.of());
  }

  /// CPUs that were online.
  public OptionalLong onlineCpus() {
    return parsed(FeatureType.NRCPUS, c -> OptionalLong.of(c.skip(4).u32()))
        .orElse(OptionalLong.empty());
  }

  /// The build-ids of files with samples.
  public List<BuildIdOf> buildIds() {
    return parsed(
            FeatureType.BUILD_ID,
            c -> {
              List<BuildIdOf> ids = new ArrayList<>();
              while (c.remaining() >= PerfRecord.HEADER && ids.size() < MAX_STRINGS) {
                long start = c.position();
                int size = c.skip(6).u16();
                c.seek(start);
                if (size < PerfRecord.HEADER || size > c.remaining()) {
                  break;
                }
                PerfRecord record = new PerfRecord(order);
                record.move(new RecordBytes(MemorySegment.ofArray(c.bytes(size))), 0);
                ids.add(buildId(record));
              }
              return ids;
            })
        .orElse(List.of());
  }

  /// `struct perf_record_header_build_id`: since Linux 5.12 a bit of misc says that the size is
  /// told.
  static BuildIdOf buildId(PerfRecord record) {
    boolean sized = (record.misc() & 1 << 15) != 0;
    int length = sized ? Math.clamp(record.byteAt(12 + 20), 0, 20) : 20;
    String hex = HexFormat.of().formatHex(record.copy(12, length));
    int mode = record.misc() & RecordMisc.CPUMODE_MASK;
    return new BuildIdOf(record.s32(8), mode == RecordMisc.KERNEL, hex, record.text(36));
  }

  /// The events with names and ids.
  List<Described> events() {
    return parsed(
            FeatureType.EVENT_DESC,
            c -> {
              long count = c.u32();
              int size = (int) Math.min(1 << 12, c.u32());
              List<Described> events = new ArrayList<>();
              while (events.size() < Math.min(count, MAX_STRINGS)) {
                PerfEventAttr attr = PerfEventAttr.read(c, size, order);
                long idCount = c.u32();
                String name = string(c);
                List<Long> ids = new ArrayList<>();
                while (ids.size() < idCount) {
                  ids.add(c.u64());
                }
                events.add(new Described(attr, name, ids));
              }
              return events;
            })
        .orElse(List.of());
  }

  /// The groups of events that were opened together.
  public List<EventGroup> groups() {
    return parsed(
            FeatureType.GROUP_DESC,
            c -> {
              List<EventGroup> groups = new ArrayList<>();
              long count = Math.min(c.u32(), MAX_STRINGS);
              while (groups.size() < count) {
                String name = string(c);
                groups.add(new EventGroup(name, c.u32(), c.u32()));
              }
              return groups;
            })
        .orElse(List.of());
  }

  private static String string(Cursor c) {
    return c.text((int) Math.min(c.u32(), Integer.MAX_VALUE));
  }

  @FunctionalInterface
  private interface Parser<T> {
    T parse(Cursor cursor);
  }

  private <T> Optional<T> parsed(int feature, Parser<T> parser) {
    byte[] raw = bytes.get(feature);
    if (raw == null) {
      return Optional.empty();
    }
    try {
      String name = new FeatureType(feature).toString();
      return Optional.of(
          parser.parse(new Cursor(MemorySegment.ofArray(raw), name, 0).withOrder(order)));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
