package org.inquest.engine.debugfile;

import java.nio.file.Path;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.codec.PackedFile;
import org.inquest.formats.elf.ElfFile;

/// A file that was found.
///
/// @param path where it is
/// @param content where it lies unpacked; the same where it is not packed, or small
/// @param way how it was come upon
/// @param proof by what it is known to be the right one: "build-id"; empty where only its name says
///   so
public record DebugFile(Path path, Path content, Way way, String proof) {
  /// A file that is not packed.
  public DebugFile(Path path, Way way, String proof) {
    this(path, path, way, proof);
  }

  /// Opens it, unpacked where it is packed as a whole.
  ///
  /// @return to be closed by the caller
  /// @throws org.inquest.formats.fault.InquestException where it can't be read any more
  public ElfFile open() {
    return open(content);
  }

  static ElfFile open(Path path) {
    return ElfFile.read(PackedFile.unpack(MappedFile.open(path)));
  }
}
