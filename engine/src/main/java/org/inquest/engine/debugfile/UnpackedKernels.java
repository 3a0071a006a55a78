package org.inquest.engine.debugfile;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.inquest.engine.cache.CacheFolder;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.codec.PackedFile;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;

/// Unpacks kernels' files (`vmlinux.xz`, `.zst`, `.gz`, and the vmlinux in a `bzImage`) into a
/// folder of the user's: with debug information they have half a gigabyte, which is mapped and not
/// held in memory.
public final class UnpackedKernels {
  /// The kernels that somebody works on; each may take a gigabyte.
  private static final int MAX_FILES = 3;

  /// Four times the largest vmlinux of today.
  private static final long MAX_SIZE = 4L << 30;

  private static final int PIECE = 1 << 16;

  private final CacheFolder folder;

  /// @param folder made when it is needed
  public UnpackedKernels(Path folder) {
    this.folder = new CacheFolder(folder, ".vmlinux", MAX_FILES);
  }

  /// Where a file's contents lie unpacked: the file itself where it is not packed.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it is packed and damaged, or there is
  ///   no room for it
  public Path of(Path path) {
    try (ByteSource file = MappedFile.open(path)) {
      if (!PackedFile.isPacked(file)) {
        return path;
      }
      CacheFolder.Place place = place(path);
      if (Files.isRegularFile(place.path())) {
        folder.used(place);
      } else if (!folder.keep(place, to -> unpack(file, to))) {
        throw new Unsupported(path + ": can't be unpacked into " + folder.folder());
      }
      return place.path();
    } catch (IOException e) {
      throw new Unsupported(path + ": can't be read: " + e.getMessage());
    }
  }

  /// By name, size and time: the build-id is known only afterwards.
  private CacheFolder.Place place(Path path) throws IOException {
    String identity =
        path.toRealPath()
            + " "
            + Files.size(path)
            + " "
            + Files.getLastModifiedTime(path).toInstant();
    UUID name = UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8));
    return new CacheFolder.Place(folder.folder().resolve(name + folder.suffix()), 0);
  }

  private static void unpack(ByteSource file, Path to) throws IOException {
    byte[] piece = new byte[PIECE];
    long size = 0;
    try (InputStream in = PackedFile.open(file);
        OutputStream out = Files.newOutputStream(to)) {
      for (int read = read(in, piece, file); read >= 0; read = read(in, piece, file)) {
        size += read;
        if (size > MAX_SIZE) {
          throw new MalformedInput(file.name(), -1, "at most " + MAX_SIZE + " bytes", "more");
        }
        out.write(piece, 0, read);
      }
    }
  }

  /// What is wrong with the packed file is told apart from a full disk.
  private static int read(InputStream in, byte[] piece, ByteSource from) {
    try {
      return in.read(piece);
    } catch (IOException | RuntimeException e) {
      throw new MalformedInput(from.name(), -1, "a packed kernel", String.valueOf(e.getMessage()));
    }
  }
}
