package org.inquest.formats.perf;

import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;

/// What a compiler says of the code that it makes while a program runs: a file `jit-PID.dump`,
/// which the program maps once, so that a profile tells where it is
/// (tools/perf/Documentation/jitdump-specification.txt, version 2; the field says 1).
///
/// @param pid the process, by the number that it knows itself by
/// @param processorTime whether times are the processor's, and not those of a clock of the kernel
/// @param places where code was, in the file's order
/// @param gap what ended the reading early; empty where all was read
public record JitDump(int pid, boolean processorTime, List<Place> places, Optional<String> gap) {
  private static final int MAGIC = 0x4a695444;
  private static final int HEADER = 40;
  private static final int RECORD_HEADER = 16;

  private static final int CODE_LOAD = 0;
  private static final int CODE_MOVE = 1;

  /// A process of months has some hundred thousand.
  private static final int MOST = 1 << 20;

  private static final int LONGEST_NAME = 1 << 16;
  private static final Pattern FILE_NAME = Pattern.compile("jit-(\\d{1,9})\\.dump");

  public JitDump {
    places = List.copyOf(places);
  }

  /// From some time on, a function's code is at an address.
  ///
  /// @param time nanoseconds, of the clock that the file counts by
  /// @param address the first one
  /// @param size bytes
  /// @param code where in the file the code is, which tells functions apart that came to the same
  ///   address one after the other
  public record Place(long time, long address, long size, long code, String name) {}

  /// The process that a file of this name says it is of; empty for another name.
  public static OptionalInt processOf(String fileName) {
    Matcher matcher = FILE_NAME.matcher(fileName);
    return matcher.matches()
        ? OptionalInt.of(Integer.parseInt(matcher.group(1)))
        : OptionalInt.empty();
  }

  /// Reads a file. What is damaged ends the reading: a process that was killed leaves half a
  /// record.
  ///
  /// @throws MalformedInput where it is no such file
  public static JitDump read(ByteSource file) {
    Cursor first = file.cursor(0, file.size());
    int magic = first.s32();
    ByteOrder order =
        switch (magic) {
          case MAGIC -> ByteOrder.LITTLE_ENDIAN;
          case 0x4454694a -> ByteOrder.BIG_ENDIAN;
          default ->
              throw new MalformedInput(
                  file.name(), 0, "the magic number of a jitdump", Integer.toHexString(magic));
        };
    Cursor in = first.withOrder(order).skip(4);
    long version = in.u32();
    long header = in.u32();
    if (version != 1 || header < HEADER) {
      throw new MalformedInput(
          file.name(),
          4,
          "version 1 and a header of 40 bytes or more",
          "version " + version + " and " + header);
    }
    int pid = in.skip(8).s32();
    boolean processorTime = (in.skip(8).u64() & 1) != 0;
    Reader reader = new Reader(file.name(), in, header);
    Optional<String> gap = Optional.empty();
    try {
      reader.read();
    } catch (MalformedInput e) {
      gap = Optional.of(e.getMessage());
    } catch (InternalError e) {
      // The JVM's word for SIGBUS: the file was cut while it was read.
      gap = Optional.of(file.name() + ": became shorter while it was read");
    }
    return new JitDump(pid, processorTime, reader.places, gap);
  }

  /// Goes through the records.
  private static final class Reader {
    private final String source;
    private final Cursor in;
    private final List<Place> places = new ArrayList<>();
    private final Map<Long, Place> byIndex = new HashMap<>();
    private long at;

    Reader(String source, Cursor in, long header) {
      this.source = source;
      this.in = in;
      this.at = header;
    }

    void read() {
      in.seek(at);
      while (in.remaining() > 0 && places.size() < MOST) {
        long kind = in.u32();
        long size = in.u32();
        if (size < RECORD_HEADER) {
          throw new MalformedInput(source, at + 4, "a record of 16 bytes or more", "" + size);
        }
        in.seek(at).skip(size).seek(at + 8);
        long time = in.u64();
        long end = at + size;
        if (kind == CODE_LOAD) {
          load(time, end);
        } else if (kind == CODE_MOVE) {
          move(time);
        }
        at = end;
        in.seek(at);
      }
    }

    private void load(long time, long end) {
      long address = in.skip(8).u64();
      long size = in.skip(8).u64();
      long index = in.u64();
      long start = in.position();
      int room = (int) Math.min(LONGEST_NAME, Math.max(0, end - start));
      byte[] text = in.bytes(room);
      int length = 0;
      while (length < room && text[length] != 0) {
        length++;
      }
      String name = new String(text, 0, length, StandardCharsets.UTF_8);
      long code = start + length + 1;
      // Functions may be empty; then nothing can run in them.
      if (length < room && size > 0 && size <= end - code) {
        Place place = new Place(time, address, size, code, name);
        places.add(place);
        byIndex.put(index, place);
      }
    }

    private void move(long time) {
      long address = in.skip(8).u64();
      Place before = byIndex.get(in.skip(24).u64());
      if (before != null) {
        places.add(new Place(time, address, before.size, before.code, before.name));
      }
    }
  }
}
