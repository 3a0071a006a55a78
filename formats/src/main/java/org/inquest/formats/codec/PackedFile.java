package org.inquest.formats.codec;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.MalformedInput;
import org.jspecify.annotations.Nullable;
import org.tukaani.xz.XZInputStream;

/// Files packed as a whole: distributions pack their kernels' modules with xz (Debian since 6.12),
/// zstd (Fedora, Arch) or gzip. The content decides, never the file's name.
public final class PackedFile {
  /// The largest module of a distribution has 16 MB unpacked; with debug information 200 MB.
  private static final int MAX_UNPACKED = 1 << 28;

  /// KiB that xz' dictionary may take; its own highest preset asks for 65 MiB.
  private static final int MAX_MEMORY = 1 << 17;

  private static final int XZ = 0x587a_37fd;
  static final int ZSTD = 0xfd2f_b528;
  private static final int GZIP = 0x8b1f;

  /// Bytes of the shortest packed file.
  private static final int SHORTEST = 6;

  private PackedFile() {}

  /// The unpacked file in memory; the file itself where it is not packed in a way known here. What
  /// is returned must be closed, and closes the file.
  ///
  /// @throws MalformedInput where it breaks off, or grows beyond any module's size
  public static ByteSource unpack(ByteSource file) {
    if (!file.has(0, SHORTEST)) {
      return file;
    }
    try (InputStream in = stream(new SourceStream(file, 0, file.size()), start(file, 0))) {
      if (in == null) {
        return file;
      }
      byte[] bytes = in.readNBytes(MAX_UNPACKED);
      if (bytes.length == MAX_UNPACKED) {
        throw new MalformedInput(
            file.name(), -1, "at most " + MAX_UNPACKED + " bytes unpacked", "more");
      }
      file.close();
      return new Bytes(file.name(), bytes);
    } catch (IOException
        | MalformedInputException
        | IllegalArgumentException
        | IndexOutOfBoundsException e) {
      throw new MalformedInput(file.name(), -1, "a packed file", String.valueOf(e.getMessage()));
    }
  }

  /// Whether a file is packed as a whole in a way known here, or is an x86 boot image (`bzImage`),
  /// which has a packed vmlinux in it.
  public static boolean isPacked(ByteSource file) {
    return file.has(0, SHORTEST) && isPacked(start(file, 0)) || BootImage.of(file).isPresent();
  }

  private static boolean isPacked(byte[] start) {
    int magic = magic(start);
    return magic == XZ || magic == ZSTD || (magic & 0xffff) == GZIP;
  }

  /// What is packed in a file, of a boot image the vmlinux: for files that are too large to be held
  /// in memory.
  ///
  /// @param file stays open as long as this is read
  /// @throws MalformedInput where it is not packed in a way known here, or damaged at its beginning
  public static InputStream open(ByteSource file) {
    Optional<BootImage> image = BootImage.of(file);
    try {
      InputStream found =
          image.isPresent()
              ? image.get().open(file)
              : stream(new SourceStream(file, 0, file.size()), start(file, 0));
      if (found != null) {
        return found;
      }
    } catch (IOException e) {
      throw new MalformedInput(file.name(), -1, "a packed file", String.valueOf(e.getMessage()));
    }
    throw new MalformedInput(file.name(), -1, "xz, zstd, gzip or lz4", "another way of packing");
  }

  /// The first bytes, zeros behind the end.
  static byte[] start(ByteSource file, long at) {
    byte[] start = new byte[SHORTEST];
    file.copy(at, start, 0, Math.clamp(file.size() - at, 0, start.length));
    return start;
  }

  static @Nullable InputStream stream(SourceStream file, byte[] start) throws IOException {
    int magic = magic(start);
    if (magic == XZ) {
      return new XZInputStream(file, MAX_MEMORY);
    }
    if (magic == ZSTD) {
      return new ZstdInputStream(file);
    }
    return (magic & 0xffff) == GZIP ? new GZIPInputStream(file) : null;
  }

  static int magic(byte[] start) {
    return ByteBuffer.wrap(start).order(ByteOrder.LITTLE_ENDIAN).getInt();
  }

  /// A part of a source, read from its first byte to its last.
  static final class SourceStream extends InputStream {
    private final ByteSource source;
    private final long end;
    private long at;

    SourceStream(ByteSource source, long start, long end) {
      this.source = source;
      this.at = start;
      this.end = end;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(length, end - at);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }
      source.copy(at, target, offset, count);
      at += count;
      return count;
    }
  }
}
