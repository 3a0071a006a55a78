package org.inquest.formats.codec;

import io.airlift.compress.v3.MalformedInputException;
import io.airlift.compress.v3.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
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

  private PackedFile() {}

  /// The unpacked file in memory; the file itself where it is not packed in a way known here. What
  /// is returned must be closed, and closes the file.
  ///
  /// @throws MalformedInput where it breaks off, or grows beyond any module's size
  public static ByteSource unpack(ByteSource file) {
    if (!file.has(0, 6)) {
      return file;
    }
    byte[] start = new byte[6];
    file.copy(0, start, 0, start.length);
    try (InputStream in = stream(file, start)) {
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

  private static @Nullable InputStream stream(ByteSource file, byte[] start) throws IOException {
    int magic = start[0] & 0xff | (start[1] & 0xff) << 8 | (start[2] & 0xff) << 16 | start[3] << 24;
    if (magic == 0x587a_37fd && start[4] == 'Z') {
      return new XZInputStream(new SourceStream(file), MAX_MEMORY);
    }
    if (magic == 0xfd2f_b528) {
      return new ZstdInputStream(new SourceStream(file));
    }
    return (magic & 0xffff) == 0x8b1f ? new GZIPInputStream(new SourceStream(file)) : null;
  }

  /// A source read from its first byte to its last.
  private static final class SourceStream extends InputStream {
    private final ByteSource source;
    private long at;

    SourceStream(ByteSource source) {
      this.source = source;
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      int count = (int) Math.min(length, source.size() - at);
      if (count <= 0) {
        return length == 0 ? 0 : -1;
      }
      source.copy(at, target, offset, count);
      at += count;
      return count;
    }
  }
}
