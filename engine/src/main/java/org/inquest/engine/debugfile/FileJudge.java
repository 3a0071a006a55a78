package org.inquest.engine.debugfile;

import java.util.Optional;
import org.inquest.formats.elf.ElfFile;

/// Says whether a file is of the build that was loaded.
public sealed interface FileJudge permits KernelJudge, ModuleJudge, ProgramJudge {

  /// What was found of a file.
  sealed interface Finding {
    /// It is the right one.
    ///
    /// @param by what shows it: "build-id"
    record Right(String by) implements Finding {}

    /// It is another one.
    ///
    /// @param why goes on after the file's name: "is of another kernel: ..."
    record Wrong(String why) implements Finding {}

    /// There is nothing to compare.
    record Unknown() implements Finding {}
  }

  /// The build-id of what was loaded, in hexadecimal, if it is known.
  Optional<String> buildId();

  /// Looks at a file.
  ///
  /// @throws org.inquest.formats.fault.InquestException where it is damaged
  Finding judge(ElfFile file);
}
