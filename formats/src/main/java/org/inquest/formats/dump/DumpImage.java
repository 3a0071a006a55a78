package org.inquest.formats.dump;

import java.util.List;
import java.util.Optional;

/// An opened dump container. Immutable; safe for use by several threads.
public interface DumpImage extends AutoCloseable {

  /// The container in words, for example "kdump compressed (header version 6, zstd)".
  String format();

  /// ELF machine number of the dumped kernel (`EM_X86_64` is 62), or 0 where the container does not
  /// tell.
  int machine();

  /// The pages.
  PhysicalPages pages();

  /// The text of the VMCOREINFO note, where the container has one.
  Optional<String> vmcoreinfo();

  /// All notes in file order, VMCOREINFO's too.
  List<ElfNote> notes();

  /// `phys_base` as the container's header tells it (makedumpfile's kdump files do, QEMU's tell
  /// nonsense).
  Optional<Long> physBase();

  /// makedumpfile's dump level (`-d`), where the container tells.
  Optional<Integer> dumpLevel();

  /// What is wrong with the container as far as opening it showed, a sentence each: "incomplete:
  /// the file ends at ...".
  List<String> gaps();

  @Override
  void close();
}
