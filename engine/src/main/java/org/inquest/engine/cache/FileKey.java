package org.inquest.engine.cache;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.CodeSource;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;

/// What a kept file was made of, in 64 bits: the file's size, time and section headers, and the
/// build of Inquest, as another one may read more in it. Whoever changes the code needs no version
/// to raise.
public final class FileKey {
  private static final long PROGRAM = program();

  private long value;

  private FileKey() {}

  /// The key of a file.
  ///
  /// @throws IOException where the file is gone
  public static long of(ElfFile file, Path path) throws IOException {
    FileKey key = new FileKey();
    key.add(PROGRAM);
    key.add(file.bytes().size());
    key.add(Files.getLastModifiedTime(path));
    for (ElfSection section : file.sections()) {
      key.add(section.name().hashCode());
      key.add(section.type());
      key.add(section.flags());
      key.add(section.address());
      key.add(section.offset());
      key.add(section.size());
    }
    return key.value;
  }

  /// The time of the jar or folder that this class was read from.
  private static long program() {
    FileKey key = new FileKey();
    CodeSource source = FileKey.class.getProtectionDomain().getCodeSource();
    if (source != null && source.getLocation() != null) {
      try {
        key.add(Files.getLastModifiedTime(Path.of(source.getLocation().toURI())));
      } catch (IOException
          | URISyntaxException
          | IllegalArgumentException
          | FileSystemNotFoundException e) {
        // A run-time image: its parts are no files. The version of the format has to do.
        key.add(1);
      }
    }
    return key.value;
  }

  private void add(FileTime time) {
    add(time.toInstant().getEpochSecond());
    add(time.toInstant().getNano());
  }

  private void add(long part) {
    // As in SplitMix64: each bit of what was added reaches each bit of the sum.
    value = (value ^ part) * 0xbf58_476d_1ce4_e5b9L;
    value = (value ^ value >>> 27) * 0x94d0_49bb_1331_11ebL;
    value ^= value >>> 31;
  }
}
