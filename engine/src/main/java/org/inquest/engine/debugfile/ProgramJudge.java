package org.inquest.engine.debugfile;

import java.util.Optional;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;

/// Tells the debugging information of a program or a library from that of other builds: by
/// build-id; where there is none, only the checksum of a `.gnu_debuglink` can.
///
/// @param buildId of the program, in hexadecimal
public record ProgramJudge(Optional<String> buildId) implements FileJudge {

  /// For a program.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where its notes lead outside of it
  public static ProgramJudge of(ElfFile program) {
    return new ProgramJudge(BuildId.of(program));
  }

  @Override
  public Finding judge(ElfFile file) {
    Optional<String> id = BuildId.of(file);
    if (buildId.isEmpty() || id.isEmpty()) {
      return new Finding.Unknown();
    }
    return id.equals(buildId)
        ? new Finding.Right("build-id")
        : new Finding.Wrong(
            "is of another build: its build-id is " + id.get() + ", not " + buildId.get());
  }
}
