package org.inquest.diagnose.history;

import java.util.List;

/// A commit with what it changes in the files that were asked for.
public record Change(Commit commit, List<FileChange> files) {
  public Change {
    files = List.copyOf(files);
  }

  /// What a commit changes in one file.
  ///
  /// @param path in the tree after it; before it, where it removes the file
  public record FileChange(String path, List<Hunk> hunks) {
    public FileChange {
      hunks = List.copyOf(hunks);
    }
  }

  /// Lines that are replaced by others, without lines around them.
  ///
  /// @param section the nearest line above that begins in the first column and is no label: the
  ///   head of the function, as git shows it behind `@@`, 80 bytes of it at most
  /// @param removed without their sign, in order; the first few hundred
  /// @param added the same
  public record Hunk(String section, List<String> removed, List<String> added) {
    public Hunk {
      removed = List.copyOf(removed);
      added = List.copyOf(added);
    }
  }
}
