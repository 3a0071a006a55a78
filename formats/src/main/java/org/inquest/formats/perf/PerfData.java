package org.inquest.formats.perf;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.fault.UsageError;

/// A profile as perf writes it: a file, what came through a pipe, or a folder (`perf record
/// --threads`) with `data` and `data.N`. It is mapped, not read: a record is looked at where it
/// lies.
///
/// What is damaged ends the records of its file, not the reading: [#inOrder] and [#inFile] say how
/// it ended.
public final class PerfData implements AutoCloseable {
  private static final int MAX_FILES = 4096;

  private final List<ByteSource> files;
  private final PerfHeader header;
  private final List<PerfEvent> events;
  private final PerfFeatures features;
  private final List<SampleFormat> formats;
  private final IdTable ids = new IdTable();
  private final int idAt;
  private final int idBeforeEnd;

  private PerfData(List<ByteSource> files) {
    this.files = files;
    this.header = PerfHeader.read(files.getFirst());
    Prologue prologue = new Prologue(header, files.getFirst());
    if (header.pipe()) {
      RecordWalk walk = new RecordWalk(header.order());
      walk.walk(files.getFirst(), header.dataAt(), header.dataEnd(), true, prologue::take);
    }
    this.features = new PerfFeatures(prologue.features, header.order());
    this.events = named(prologue.attrs, prologue.names, features);
    this.formats = events.stream().map(e -> new SampleFormat(e.attr())).toList();
    for (PerfEvent event : events) {
      event.ids().forEach(id -> ids.put(id, event.index()));
    }
    // Where ids are is the same for all events, or nobody could tell which event a record is of.
    this.idAt = formats.isEmpty() ? 0 : formats.getFirst().idAt();
    this.idBeforeEnd = formats.isEmpty() ? 0 : formats.getFirst().idBeforeEnd();
  }

  /// Opens a file or a folder.
  ///
  /// @throws UsageError where there is none
  /// @throws org.inquest.formats.fault.MalformedInput where it is no profile
  public static PerfData open(Path path) {
    List<ByteSource> files = new ArrayList<>();
    boolean opened = false;
    try {
      if (Files.isDirectory(path)) {
        files.add(MappedFile.open(path.resolve("data")));
        parts(path).forEach(part -> files.add(MappedFile.open(part)));
      } else {
        files.add(MappedFile.open(path));
      }
      PerfData data = new PerfData(files);
      opened = true;
      return data;
    } finally {
      if (!opened) {
        files.forEach(ByteSource::close);
      }
    }
  }

  /// Reads a profile that is somewhere else than in a file.
  ///
  /// @param bytes closed with this
  public static PerfData of(ByteSource bytes) {
    return new PerfData(List.of(bytes));
  }

  private static List<Path> parts(Path folder) {
    List<Path> parts = new ArrayList<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "data.*")) {
      for (Path part : found) {
        if (parts.size() < MAX_FILES && Files.isRegularFile(part)) {
          parts.add(part);
        }
      }
    } catch (IOException e) {
      throw new UsageError(folder + ": can't be listed: " + e.getMessage());
    }
    parts.sort(Comparator.comparing(Path::toString));
    return parts;
  }

  private static List<PerfEvent> named(
      List<PerfHeader.EventIds> attrs, Map<Long, String> updates, PerfFeatures features) {
    List<PerfFeatures.Described> described = features.events();
    Map<Long, String> names = new HashMap<>();
    described.forEach(d -> d.ids().forEach(id -> names.put(id, d.name())));
    names.putAll(updates);
    List<PerfEvent> events = new ArrayList<>();
    for (PerfHeader.EventIds e : attrs) {
      int index = events.size();
      String name = e.ids().isEmpty() ? null : names.get(e.ids().getFirst());
      if (name == null) {
        name =
            described.size() == attrs.size()
                ? described.get(index).name()
                : PerfEvent.nameOf(e.attr());
      }
      events.add(new PerfEvent(index, name, e.attr(), e.ids()));
    }
    return events;
  }

  /// The name of the file or folder.
  public String name() {
    return files.getFirst().name();
  }

  /// Bytes of all files.
  public long size() {
    return files.stream().mapToLong(ByteSource::size).sum();
  }

  /// The events, in the file's order.
  public List<PerfEvent> events() {
    return events;
  }

  /// What the file says about itself and the machine.
  public PerfFeatures features() {
    return features;
  }

  /// Whether it came through a pipe.
  public boolean isPipe() {
    return header.pipe();
  }

  /// What is wrong with the header, a sentence each.
  public List<String> gaps() {
    return header.gaps();
  }

  /// Hands over the records in the order of the file.
  public ReadSummary inFile(RecordSink sink) {
    try (RecordWalk walk = new RecordWalk(header.order())) {
      each(walk, (record, place) -> sink.record(record, timeOf(record)));
      return walk.summary();
    }
  }

  /// Hands over the records in order of time, as perf does: those without a time at once, others
  /// when the end of a round says that nothing earlier will come.
  public ReadSummary inOrder(RecordSink sink) {
    try (RecordWalk walk = new RecordWalk(header.order())) {
      TimeQueue queue = new TimeQueue();
      TimeQueue.Taker taker = (time, place) -> sink.record(walk.at(place), time);
      // The files of a folder have rounds of their own.
      boolean rounds = files.size() == 1;
      each(
          walk,
          (record, place) -> {
            if (record.type() == RecordType.FINISHED_ROUND && rounds) {
              queue.round(taker);
              return;
            }
            long time = timeOf(record);
            // As perf: what has no time belongs before everything that waits.
            if (time == 0 || time == -1) {
              sink.record(record, 0);
            } else {
              walk.keep(place);
              queue.add(time, place, taker);
            }
          });
      queue.finish(taker);
      return walk.summary();
    }
  }

  private void each(RecordWalk walk, RecordWalk.Visitor visitor) {
    walk.walk(files.getFirst(), header.dataAt(), header.dataEnd(), header.pipe(), visitor);
    for (ByteSource part : files.subList(1, files.size())) {
      walk.walk(part, 0, part.size(), false, visitor);
    }
  }

  private long timeOf(PerfRecord record) {
    if (record.type() >= RecordType.USER_START || record.type() < 0 || formats.isEmpty()) {
      return 0;
    }
    int event = Math.max(0, eventOf(record));
    SampleFormat format = formats.get(event);
    return record.type() == RecordType.SAMPLE
        ? format.sampleTime(record)
        : format.trailerTime(record);
  }

  /// Number of the event that a record of the kernel is of; -1 where its id is of none.
  public int eventOf(PerfRecord record) {
    if (formats.size() <= 1) {
      return formats.size() - 1;
    }
    int at =
        record.type() == RecordType.SAMPLE
            ? idAt
            : idBeforeEnd == 0 ? 0 : record.size() - idBeforeEnd;
    // Without ids all are of the first event. Records that the recorder made have the id 0.
    long id = at <= 0 ? 0 : record.u64(at);
    return at <= 0 || id == 0 ? 0 : ids.get(id);
  }

  /// Number of the event that an id is of; -1 for none.
  public int eventOf(long id) {
    return ids.get(id);
  }

  /// Reads a sample.
  ///
  /// @return false where its fields do not fit into the record; those before are read
  public boolean sample(PerfRecord record, PerfSample into) {
    int event = eventOf(record);
    if (event < 0) {
      into.clear();
      into.event = -1;
      return false;
    }
    boolean whole = formats.get(event).read(record, into);
    into.event = event;
    return whole;
  }

  /// Reads who and when of a record of the kernel that is no sample.
  public void identity(PerfRecord record, PerfSample into) {
    int event = Math.max(0, eventOf(record));
    if (formats.isEmpty()) {
      into.clear();
    } else {
      formats.get(event).readTrailer(record, into);
    }
    into.event = event;
  }

  @Override
  public void close() {
    files.forEach(ByteSource::close);
  }

  /// What a pipe tells between its records about the events.
  private static final class Prologue {
    private static final int NAME_UPDATE = 2;
    private static final long MAX_TRACING = 64L << 20;

    final List<PerfHeader.EventIds> attrs;
    final Map<Integer, byte[]> features;
    final Map<Long, String> names = new HashMap<>();
    private final PerfHeader header;
    private final ByteSource file;

    Prologue(PerfHeader header, ByteSource file) {
      this.header = header;
      this.file = file;
      this.attrs = new ArrayList<>(header.attrs());
      this.features = new TreeMap<>(header.features());
    }

    void take(PerfRecord record, long place) {
      switch (record.type()) {
        case RecordType.HEADER_ATTR -> attr(record);
        case RecordType.HEADER_FEATURE -> feature(record);
        case RecordType.HEADER_TRACING_DATA -> tracing(record, RecordWalk.offset(place));
        case RecordType.EVENT_UPDATE -> {
          if (record.u64(8) == NAME_UPDATE) {
            names.put(record.u64(16), record.text(24));
          }
        }
        default -> {
          // The rest is no description of the file.
        }
      }
    }

    /// The attributes' own size says where ids begin.
    private void attr(PerfRecord record) {
      int told = record.s32(12);
      int size = told == 0 ? PerfEventAttr.SIZE_0 : told;
      if (size < PerfEventAttr.SIZE_0 || !record.has(8, size) || attrs.size() > MAX_FILES) {
        return;
      }
      Cursor bytes = new Cursor(MemorySegment.ofArray(record.copy(8, size)), "ATTR", 0);
      PerfEventAttr attr = PerfEventAttr.read(bytes, size, header.order());
      List<Long> ids = new ArrayList<>();
      for (int at = 8 + size; record.has(at, Long.BYTES); at += Long.BYTES) {
        ids.add(record.u64(at));
      }
      attrs.add(new PerfHeader.EventIds(attr, ids));
    }

    /// The data follow the record, and are the feature that a file has in its own section.
    private void tracing(PerfRecord record, long at) {
      long from = at + record.size();
      long size = Math.min(record.u32(8), Math.min(MAX_TRACING, file.size() - from));
      if (size > 0) {
        byte[] bytes = file.slice(from, size).toArray(ValueLayout.JAVA_BYTE);
        features.putIfAbsent(FeatureType.TRACING_DATA, bytes);
      }
    }

    /// One bit's feature; should it come twice, the first counts.
    private void feature(PerfRecord record) {
      long number = record.u64(8);
      if (number >= 0 && number < FeatureType.MAX) {
        features.putIfAbsent((int) number, record.copy(16, record.size() - 16));
      }
    }
  }
}
