package org.inquest.profile.model;

import java.util.Optional;
import org.inquest.formats.cfi.CallFrames;
import org.inquest.formats.cfi.FrameEntry;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// Where functions begin and end, by the call frame information that also stripped files have
/// (`.eh_frame`): one entry for each function. For one thread.
final class FunctionRanges {
  static final FunctionRanges NONE = new FunctionRanges(Optional.empty());

  private final Optional<ElfFile> file;
  private @Nullable Optional<CallFrames> frames;

  private FunctionRanges(Optional<ElfFile> file) {
    this.file = file;
  }

  /// Those of a file, read when they are asked for first.
  static FunctionRanges of(ElfFile file) {
    return new FunctionRanges(Optional.of(file));
  }

  /// The entry about the function that holds an address; empty where there is none, or it can't be
  /// read.
  Optional<FrameEntry> at(long address) {
    try {
      Optional<CallFrames> known = frames;
      if (known == null) {
        known = file.map(CallFrames::ofExceptions);
        frames = known;
      }
      return known.flatMap(f -> f.at(address)).filter(e -> e.covers(address));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
