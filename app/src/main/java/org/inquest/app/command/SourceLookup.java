package org.inquest.app.command;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceLines;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.NotFound;
import org.jspecify.annotations.Nullable;

/// Source lines for a command that was asked for them, or why there are none.
public final class SourceLookup implements AutoCloseable {
  private final @Nullable SourceLines lines;
  private final long shift;
  private final String missing;

  private SourceLookup(@Nullable SourceLines lines, long shift, String missing) {
    this.lines = lines;
    this.shift = shift;
    this.missing = missing;
  }

  /// @param missing why there are no lines, a sentence
  public static SourceLookup none(String missing) {
    return new SourceLookup(null, 0, missing);
  }

  /// The lines of a linked file.
  ///
  /// @param file stays the caller's to close
  /// @param path where it was opened
  /// @param shift how much higher the code lies in memory than in the file
  /// @throws org.inquest.formats.fault.InquestException where its debugging information is damaged
  static SourceLookup of(ElfFile file, Path path, long shift) {
    try {
      LineIndexes indexes = new LineIndexes(UserCache.folder("lines"));
      return new SourceLookup(indexes.forSome(file, path), shift, "");
    } catch (NotFound e) {
      return none(e.getMessage());
    }
  }

  /// The places of an address, the innermost function first; empty where nothing is known.
  public List<SourceFrame> at(long address) {
    return lines == null ? List.of() : lines.at(address - shift);
  }

  /// Why there are no lines at all; empty where there are some.
  public Optional<String> missing() {
    return missing.isEmpty() ? Optional.empty() : Optional.of(missing);
  }

  /// What could not be read of them, a sentence each.
  List<String> gaps() {
    return lines == null ? List.of() : lines.gaps();
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.close();
    }
  }
}
