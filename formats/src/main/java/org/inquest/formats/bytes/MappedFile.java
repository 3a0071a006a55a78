package org.inquest.formats.bytes;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.UsageError;

/// A whole file mapped into memory. The mapping costs address space, not memory: pages are read when touched.
public final class MappedFile implements ByteSource {
  private final String name;
  private final MemorySegment segment;
  private final Arena arena;

  private MappedFile(String name, MemorySegment segment, Arena arena) {
    this.name = name;
    this.segment = segment;
    this.arena = arena;
  }

  /// Maps a regular file.
  ///
  /// @throws UsageError where the file does not exist, is no regular file or may not be read
  public static MappedFile open(Path path) {
    String name = path.toString();
    if (Files.isDirectory(path)) {
      throw new UsageError(name + ": is a directory, not a dump");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) {
      throw new UsageError(name + ": is not a regular file");
    }
    Arena arena = Arena.ofShared();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      long size = channel.size();
      MemorySegment all =
          size == 0
              ? MemorySegment.ofArray(new byte[0])
              : channel.map(FileChannel.MapMode.READ_ONLY, 0, size, arena);
      return new MappedFile(name, all, arena);
    } catch (NoSuchFileException e) {
      arena.close();
      throw new UsageError(name + ": no such file");
    } catch (AccessDeniedException e) {
      arena.close();
      throw new UsageError(name + ": permission denied");
    } catch (IOException | RuntimeException e) {
      arena.close();
      throw new UsageError(name + ": can't be opened: " + e.getMessage());
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public long size() {
    return segment.byteSize();
  }

  @Override
  public MemorySegment slice(long offset, long length) {
    if (!has(offset, length)) {
      throw new MalformedInput(
          name, offset, length + " bytes", "the end of the file at 0x" + Long.toHexString(size()));
    }
    return segment.asSlice(offset, length);
  }

  @Override
  public void close() {
    arena.close();
  }
}
