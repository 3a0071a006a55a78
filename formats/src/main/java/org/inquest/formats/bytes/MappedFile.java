package org.inquest.formats.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.UsageError;
import org.jspecify.annotations.Nullable;

/// A whole file mapped into memory. The mapping costs address space, not memory: pages are read
/// when touched.
public final class MappedFile implements ByteSource {
  /// The mapping as buffers of 1 GiB, each reaching 1 MiB into the next, so that a small read never
  /// needs two. On a cold JVM a buffer is several times faster than a slice of a segment.
  private static final int WINDOW_SHIFT = 30;

  private static final int OVERLAP = 1 << 20;

  private final Path path;
  private final MemorySegment segment;
  private final Optional<Arena> arena;
  private final AtomicReferenceArray<@Nullable ByteBuffer> windows;

  private MappedFile(Path path, MemorySegment segment, Optional<Arena> arena) {
    this.path = path;
    this.segment = segment;
    this.arena = arena;
    this.windows = new AtomicReferenceArray<>((int) (segment.byteSize() >>> WINDOW_SHIFT) + 1);
  }

  /// Maps a regular file.
  ///
  /// @throws UsageError where the file does not exist, is no regular file or may not be read
  public static MappedFile open(Path path) {
    Arena arena = Arena.ofShared();
    boolean opened = false;
    try {
      MappedFile file = new MappedFile(path, map(path, arena), Optional.of(arena));
      opened = true;
      return file;
    } finally {
      if (!opened) {
        arena.close();
      }
    }
  }

  /// Maps a file whose bytes are handed on to many: it is unmapped when nobody refers to them any
  /// more, and closing it does nothing.
  ///
  /// @throws UsageError as [#open] does
  public static MappedFile lend(Path path) {
    return new MappedFile(path, map(path, Arena.ofAuto()), Optional.empty());
  }

  private static MemorySegment map(Path path, Arena arena) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw new UsageError(name + ": is a directory, not a file");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UsageError(name + ": is not a regular file");
    }
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      return size == 0
          ? MemorySegment.ofArray(new byte[0])
          : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
    } catch (NoSuchFileException e) {
      throw new UsageError(name + ": no such file");
    } catch (AccessDeniedException e) {
      throw new UsageError(name + ": permission denied");
    } catch (IOException | RuntimeException e) {
      throw new UsageError(name + ": can't be opened: " + e.getMessage());
    }
  }

  @Override
  public String name() {
    return path.toString();
  }

  @Override
  public Optional<Path> path() {
    return Optional.of(path);
  }

  @Override
  public long size() {
    return segment.byteSize();
  }

  @Override
  public MemorySegment slice(long offset, long length) {
    if (!has(offset, length)) {
      throw new MalformedInput(
          name(),
          offset,
          length + " bytes",
          "the end of the file at 0x" + Long.toHexString(size()));
    }
    return segment.asSlice(offset, length);
  }

  @Override
  public long u64(long offset) {
    if (!has(offset, Long.BYTES)) {
      return slice(offset, Long.BYTES).get(Bytes.U64, 0); // throws
    }
    try {
      return window(offset).getLong(inWindow(offset));
    } catch (InternalError e) {
      throw shrunk(offset);
    }
  }

  @Override
  public void copy(long offset, byte[] target, int at, int length) {
    if (length > OVERLAP || !has(offset, length)) {
      ByteSource.super.copy(offset, target, at, length);
      return;
    }
    try {
      window(offset).get(inWindow(offset), target, at, length);
    } catch (InternalError e) {
      throw shrunk(offset);
    }
  }

  /// The JVM turns the SIGBUS of a mapping without a file behind it, or of a disk that fails, into
  /// InternalError.
  private MalformedInput shrunk(long offset) {
    return new MalformedInput(
        name(), offset, "the bytes that were there when it was opened", "a read error");
  }

  private static int inWindow(long offset) {
    return (int) offset & (1 << WINDOW_SHIFT) - 1;
  }

  private ByteBuffer window(long offset) {
    int index = (int) (offset >>> WINDOW_SHIFT);
    ByteBuffer window = windows.getAcquire(index);
    if (window == null) {
      long start = (long) index << WINDOW_SHIFT;
      long length = Math.min(size() - start, (1L << WINDOW_SHIFT) + OVERLAP);
      window = segment.asSlice(start, length).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
      windows.setRelease(index, window);
    }
    return window;
  }

  @Override
  public void close() {
    arena.ifPresent(Arena::close);
  }
}
