package org.inquest.profile.record;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.SortedMap;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.system.EventAttr;

/// A perf.data file that is being written.
///
/// ```
/// | header, 104 | ids of events | attributes, each with where its ids are | records ... | table of sections | sections |
/// ```
///
/// The header says how long the records are, and is written again at the end; until then a reader
/// takes the whole file. When the disk is full, the last records make room for the sections, so
/// that the file can be read.
final class DataFile implements AutoCloseable {
  /// `PERFILE2`, in the byte order of this machine.
  private static final long MAGIC = 0x32454c4946524550L;

  private static final int HEADER = 104;
  private static final int SECTION = 16;
  private static final int FEATURE_WORDS = 4;

  /// As many places to go back to as give the sections room.
  private static final int MARKS = 64;

  private final Path path;
  private final FileChannel file;
  private final List<Event> events;
  private final long dataStart;
  private final Deque<Long> marks = new ArrayDeque<>();
  private long end;
  private boolean full;

  /// An event as it was opened.
  ///
  /// @param ids the numbers that its samples carry
  /// @param group events of one number above 0 were opened together; they stand side by side
  record Event(String name, EventAttr attr, List<Long> ids, int group) {}

  private DataFile(Path path, FileChannel file, List<Event> events) throws IOException {
    this.path = path;
    this.file = file;
    this.events = events;
    this.dataStart = HEADER + start(events).remaining();
    file.write(header(0, 0), 0);
    file.write(start(events), HEADER);
    this.end = dataStart;
  }

  /// Makes the file; one that is there is replaced.
  ///
  /// @throws Unavailable where it can't be written
  static DataFile create(Path path, List<Event> events) {
    try {
      FileChannel file =
          FileChannel.open(
              path,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      return new DataFile(path, file, events);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private static Unavailable cannotWrite(Path path, IOException e) {
    String why =
        switch (e) {
          case NoSuchFileException missing -> "no such folder";
          case AccessDeniedException denied -> "permission denied";
          case FileSystemException file when file.getReason() != null -> file.getReason();
          default -> String.valueOf(e.getMessage());
        };
    return new Unavailable(
        path + " can't be written (" + why + ")", "choose another place with -o");
  }

  /// Appends records that lie in one or two pieces.
  synchronized void append(ByteBuffer first, ByteBuffer second) {
    if (full) {
      return;
    }
    long start = end;
    try {
      file.position(start);
      ByteBuffer[] pieces = {first, second};
      while (first.hasRemaining() || second.hasRemaining()) {
        end += file.write(pieces);
      }
      mark(start);
    } catch (IOException e) {
      end = start;
      full = true;
    }
  }

  /// Remembers where records began. Only the last places matter.
  private void mark(long at) {
    marks.addLast(at);
    if (marks.size() > MARKS) {
      marks.removeFirst();
    }
  }

  /// Appends a record of ours.
  void append(ByteBuffer record) {
    append(record, ByteBuffer.allocate(0));
  }

  /// Whether the disk was full, and records from then on are lost.
  boolean full() {
    return full;
  }

  /// Bytes of records so far.
  long recorded() {
    return end - dataStart;
  }

  /// Drops all records.
  synchronized void clear() {
    try {
      file.truncate(dataStart);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
    end = dataStart;
    marks.clear();
    full = false;
  }

  /// Writes the sections, by their numbers, and the final header. Records may be appended after
  /// that, in their place.
  ///
  /// @throws Unavailable where not even that can be written
  synchronized void finish(SortedMap<Integer, byte[]> sections) {
    while (true) {
      try {
        write(sections);
        return;
      } catch (IOException e) {
        full = true;
        Long back = marks.pollLast();
        if (back == null) {
          throw cannotWrite(path, e);
        }
        end = back;
        truncate();
      }
    }
  }

  private void truncate() {
    try {
      file.truncate(end);
    } catch (IOException e) {
      throw cannotWrite(path, e);
    }
  }

  private void write(SortedMap<Integer, byte[]> sections) throws IOException {
    long at = end + (long) SECTION * sections.size();
    long bits = 0;
    int size = SECTION * sections.size();
    for (byte[] section : sections.values()) {
      size += section.length;
    }
    ByteBuffer tail = ByteBuffer.allocate(size).order(ByteOrder.nativeOrder());
    for (var section : sections.entrySet()) {
      bits |= 1L << section.getKey();
      tail.putLong(at).putLong(section.getValue().length);
      at += section.getValue().length;
    }
    sections.values().forEach(tail::put);
    tail.flip();
    file.position(end);
    while (tail.hasRemaining()) {
      file.write(tail);
    }
    file.truncate(file.position()); // a last write may have failed half-way
    file.write(header(end - dataStart, bits), 0);
  }

  /// Copies what is recorded so far into another file, with sections.
  ///
  /// @throws Unavailable where that can't be written
  synchronized void copyTo(Path other, SortedMap<Integer, byte[]> sections) {
    try (DataFile copy = create(other, events)) {
      for (long at = dataStart; at < end; ) {
        copy.file.position(copy.end);
        long moved = file.transferTo(at, end - at, copy.file);
        if (moved <= 0) {
          throw new IOException("short write");
        }
        at += moved;
        copy.end += moved;
      }
      copy.finish(sections);
    } catch (IOException e) {
      throw cannotWrite(other, e);
    }
  }

  private ByteBuffer header(long recorded, long features) {
    int attribute = attributeSize(events) + SECTION;
    long ids = ids(events);
    ByteBuffer out = ByteBuffer.allocate(HEADER).order(ByteOrder.nativeOrder());
    out.putLong(MAGIC).putLong(HEADER).putLong(attribute);
    out.putLong(HEADER + ids).putLong((long) attribute * events.size());
    out.putLong(HEADER + start(events).remaining()).putLong(recorded);
    out.putLong(0).putLong(0); // event types: the kernel of 2.6 had them
    out.putLong(features);
    return out.position(out.position() + (FEATURE_WORDS - 1) * Long.BYTES).flip();
  }

  /// What stands between header and records.
  private static ByteBuffer start(List<Event> events) {
    int size = attributeSize(events);
    long ids = ids(events);
    ByteBuffer out =
        ByteBuffer.allocate((int) ids + (size + SECTION) * events.size())
            .order(ByteOrder.nativeOrder());
    events.forEach(event -> event.ids().forEach(out::putLong));
    long at = HEADER;
    for (Event event : events) {
      long length = (long) Long.BYTES * event.ids().size();
      out.put(event.attr().bytes(size)).putLong(at).putLong(length);
      at += length;
    }
    return out.flip();
  }

  private static long ids(List<Event> events) {
    return events.stream().mapToLong(event -> (long) Long.BYTES * event.ids().size()).sum();
  }

  /// Bytes of the longest attribute, which all then have.
  static int attributeSize(List<Event> events) {
    return events.stream().mapToInt(event -> event.attr().size()).max().orElseThrow();
  }

  List<Event> events() {
    return events;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
