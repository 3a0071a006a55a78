package org.inquest.engine.debug;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.zip.CRC32C;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.fault.MalformedInput;
import org.jspecify.annotations.Nullable;

/// The file that holds the places of all addresses of a file with debugging information, mapped
/// into memory. All numbers are little endian.
///
/// | at | bytes | what |
/// |---:|---:|---|
/// | 0 | 8 | `INQLINES` |
/// | 8 | 4 | version |
/// | 12 | 4 | CRC-32C of all that follows the header, then of the header from here on |
/// | 16 | 8 | key of the file that it was made of |
/// | 24 | 4 | d: bytes of functions and records, unit by unit, as [PlaceWriter] writes them |
/// | 28 | 4 | b: number of blocks |
/// | 32 | 4 | n: number of names |
/// | 36 | 4 | t: bytes of all names |
/// | 40 | 4 | g: bytes of what could not be read, lines of text |
/// | 44 | 4 | how many units it has; 0: all |
/// | 48 | d | functions and records |
/// | | 8 b | first address of each block, ascending |
/// | | 4 b | where in the functions and records it begins |
/// | | 4 b | where the functions begin that it counts from |
/// | | 4 n | where each name ends, counted from the first one's start |
/// | | t, g | names and gaps in UTF-8 |
final class IndexFile implements PlaceDirectory, PlaceNames {
  /// To be raised whenever the bytes, or what they mean, change.
  static final int VERSION = 1;

  /// `INQLINES`.
  static final long MAGIC = 0x53454e494c514e49L;

  static final int CHECKSUM_AT = 12;
  static final int HEADER = 48;

  private final ByteBuffer places;
  private final ByteBuffer starts;
  private final ByteBuffer records;
  private final ByteBuffer functions;
  private final ByteBuffer nameEnds;
  private final ByteBuffer nameBytes;
  private final List<String> gaps;
  private final int blocks;
  private final int units;

  /// Names and files that somebody asked for. Two threads may make the same.
  private final @Nullable String[] names;

  private final @Nullable SourceFile[] files;

  private IndexFile(ByteBuffer file, Layout layout) {
    this.blocks = layout.blocks;
    this.units = layout.units;
    this.names = new String[layout.names];
    this.files = new SourceFile[layout.names];
    int at = HEADER;
    this.places = part(file, at, layout.places);
    at += layout.places;
    this.starts = part(file, at, Long.BYTES * blocks);
    at += Long.BYTES * blocks;
    this.records = part(file, at, Integer.BYTES * blocks);
    at += Integer.BYTES * blocks;
    this.functions = part(file, at, Integer.BYTES * blocks);
    at += Integer.BYTES * blocks;
    this.nameEnds = part(file, at, Integer.BYTES * layout.names);
    at += Integer.BYTES * layout.names;
    this.nameBytes = part(file, at, layout.text);
    at += layout.text;
    this.gaps = layout.gaps == 0 ? List.of() : text(file, at, layout.gaps).lines().toList();
  }

  /// Numbers of a header.
  private record Layout(int places, int blocks, int names, int text, int gaps, int units) {
    static Layout read(ByteBuffer file) {
      return new Layout(
          file.getInt(24),
          file.getInt(28),
          file.getInt(32),
          file.getInt(36),
          file.getInt(40),
          file.getInt(44));
    }

    boolean fits(long size) {
      return places >= 0
          && blocks >= 0
          && names >= 0
          && text >= 0
          && gaps >= 0
          && HEADER + places + 16L * blocks + 4L * names + text + gaps == size;
    }
  }

  /// Opens a file, which has to stay open.
  ///
  /// @throws MalformedInput where it is not this version's, not of that key, cut off or damaged
  static IndexFile open(ByteSource file, long key) {
    long size = file.size();
    if (size < HEADER || size > Integer.MAX_VALUE) {
      throw new MalformedInput(file.name(), 0, "an index of lines", size + " bytes");
    }
    ByteBuffer bytes = file.slice(0, size).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    Layout layout = Layout.read(bytes);
    boolean ours =
        bytes.getLong(0) == MAGIC
            && bytes.getInt(8) == VERSION
            && bytes.getLong(16) == key
            && layout.fits(size)
            && bytes.getInt(CHECKSUM_AT) == checksum(bytes);
    if (!ours) {
      throw new MalformedInput(file.name(), 0, "an index of lines of that file", "another one");
    }
    return new IndexFile(bytes, layout);
  }

  private static int checksum(ByteBuffer file) {
    CRC32C sum = new CRC32C();
    sum.update(file.duplicate().position(HEADER));
    sum.update(file.duplicate().position(CHECKSUM_AT + Integer.BYTES).limit(HEADER));
    return (int) sum.getValue();
  }

  private static ByteBuffer part(ByteBuffer file, int at, int size) {
    return file.slice(at, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static String text(ByteBuffer bytes, int at, int size) {
    byte[] text = new byte[size];
    bytes.get(at, text);
    return new String(text, StandardCharsets.UTF_8);
  }

  PlaceTable table() {
    return new PlaceTable(places, places, this, this);
  }

  /// How many units it has, where these are not all of the file.
  int units() {
    return units;
  }

  /// How many names it has.
  int nameCount() {
    return names.length;
  }

  /// The bytes that blocks lead into.
  ByteBuffer places() {
    return places;
  }

  /// What could not be read when the index was made, a sentence each.
  List<String> gaps() {
    return gaps;
  }

  @Override
  public int size() {
    return blocks;
  }

  @Override
  public long start(int block) {
    return starts.getLong(block * Long.BYTES);
  }

  @Override
  public int records(int block) {
    return records.getInt(block * Integer.BYTES);
  }

  @Override
  public int functions(int block) {
    return functions.getInt(block * Integer.BYTES);
  }

  @Override
  public String name(int number) {
    if (number < 0 || number >= names.length) {
      return "";
    }
    String known = names[number];
    if (known == null) {
      int start = number == 0 ? 0 : nameEnds.getInt((number - 1) * Integer.BYTES);
      int end = nameEnds.getInt(number * Integer.BYTES);
      boolean sound = start >= 0 && start <= end && end <= nameBytes.limit();
      known = sound ? text(nameBytes, start, end - start) : "";
      names[number] = known;
    }
    return known;
  }

  @Override
  public SourceFile file(int number) {
    if (number < 0 || number >= files.length) {
      return SourceFile.NONE;
    }
    SourceFile known = files[number];
    if (known == null) {
      known = SourceFile.of(name(number));
      files[number] = known;
    }
    return known;
  }
}
