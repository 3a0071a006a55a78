package org.inquest.diagnose.history.git;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.diagnose.history.Change.FileChange;
import org.inquest.diagnose.history.Change.Hunk;

/// The patch of one commit, line by line, without context lines (`-U0`). Lines of a hunk are
/// counted, not recognised: a removed line `-- a/x` looks like the begin of another file. Of large
/// patches the first part is kept.
final class PatchReader {
  private static final Pattern HUNK =
      Pattern.compile("@@ -\\d+(?:,(\\d+))? \\+\\d+(?:,(\\d+))? @@ ?(.*)");

  private static final int FILES = 64;
  private static final int HUNKS = 500;
  private static final int LINES = 1000;
  private static final int LENGTH = 200;

  private final List<FileChange> files = new ArrayList<>();
  private final List<Hunk> hunks = new ArrayList<>();
  private final List<String> removed = new ArrayList<>();
  private final List<String> added = new ArrayList<>();
  private String path = "";
  private String section = "";
  private boolean inHunk;
  private long toRemove;
  private long toAdd;
  private int keptHunks;
  private int keptLines;

  void take(String line) {
    if (toRemove > 0 && line.startsWith("-")) {
      toRemove--;
      keep(removed, line);
    } else if (toAdd > 0 && line.startsWith("+")) {
      toAdd--;
      keep(added, line);
    } else if (line.startsWith("diff --git ")) {
      endFile();
    } else if (line.startsWith("--- a/")) {
      path = line.substring("--- a/".length()).stripTrailing();
    } else if (line.startsWith("+++ b/")) {
      path = line.substring("+++ b/".length()).stripTrailing();
    } else if (line.startsWith("@@ ")) {
      beginHunk(line);
    }
  }

  /// What was read.
  List<FileChange> files() {
    endFile();
    return files;
  }

  private void keep(List<String> lines, String line) {
    if (keptLines++ < LINES) {
      lines.add(line.substring(1, Math.min(line.length(), LENGTH)));
    }
  }

  private void beginHunk(String line) {
    endHunk();
    Matcher hunk = HUNK.matcher(line);
    if (hunk.matches()) {
      inHunk = true;
      toRemove = count(hunk.group(1));
      toAdd = count(hunk.group(2));
      section = hunk.group(3);
    }
  }

  private static long count(String digits) {
    // Without a number it is one line; a number of more digits is no line count.
    return digits == null ? 1 : digits.length() > 9 ? 0 : Long.parseLong(digits);
  }

  private void endHunk() {
    if (inHunk && keptHunks++ < HUNKS) {
      hunks.add(new Hunk(section, removed, added));
    }
    inHunk = false;
    toRemove = 0;
    toAdd = 0;
    removed.clear();
    added.clear();
  }

  private void endFile() {
    endHunk();
    if (!path.isEmpty() && files.size() < FILES) {
      files.add(new FileChange(path, hunks));
    }
    hunks.clear();
    path = "";
  }
}
