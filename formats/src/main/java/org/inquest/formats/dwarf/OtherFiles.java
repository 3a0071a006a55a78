package org.inquest.formats.dwarf;

import java.util.Optional;
import org.inquest.formats.elf.AltLink;
import org.inquest.formats.elf.ElfFile;

/// Finds the files that hold parts of another file's debugging information. What is found is not
/// closed: it goes with whoever refers to it.
public interface OtherFiles {

  /// There are none.
  OtherFiles NONE =
      new OtherFiles() {
        @Override
        public Optional<ElfFile> common(AltLink link) {
          return Optional.empty();
        }

        @Override
        public Optional<ElfFile> split(String folder, String name) {
          return Optional.empty();
        }

        @Override
        public Optional<ElfFile> bundle() {
          return Optional.empty();
        }
      };

  /// The file with what several files have in common, as dwz makes it; of the build that is meant.
  Optional<ElfFile> common(AltLink link);

  /// The file of one split unit, `.dwo`.
  ///
  /// @param folder that the compiler ran in
  /// @param name as the skeleton unit has it
  Optional<ElfFile> split(String folder, String name);

  /// The file with all split units, `.dwp`.
  Optional<ElfFile> bundle();
}
