package org.inquest.diagnose.history.git;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.diagnose.history.Change;
import org.inquest.diagnose.history.Commit;
import org.inquest.diagnose.history.CommitId;
import org.jspecify.annotations.Nullable;

/// Commits as `git log` prints them in a form of ours, with patches or without.
///
/// ```
/// MARK 0123... 1700000000      name, seconds
/// 4567...                      parents
/// A. U. Thor                   author
/// subject ...                  message, any number of lines
/// MARK.
///                              the patch, where one was asked for
/// ```
///
/// The mark is random: whatever stands in a message or a file, it can't pass for a record's begin.
final class CommitRecords {
  /// Characters of a message that are kept.
  private static final int MESSAGE = 1 << 16;

  private final String mark = mark();

  private static String mark() {
    byte[] bytes = new byte[12];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// The option that makes git print so.
  String format() {
    return "--format=tformat:" + mark + " %H %ct%n%P%n%an%n%B%n" + mark + ".";
  }

  /// Reads until the end, or until the reader has had enough.
  ///
  /// @param most records to hand over
  /// @param bytes to read at most
  /// @return whether a limit ended it
  boolean read(GitLines lines, int most, long bytes, Consumer<Change> reader) {
    int handed = 0;
    String line = lines.next();
    while (line != null) {
      Optional<Commit> commit = line.startsWith(mark) ? commit(line, lines) : Optional.empty();
      if (commit.isEmpty()) {
        line = lines.next();
        continue;
      }
      PatchReader patch = new PatchReader();
      line = lines.next();
      while (line != null && !line.startsWith(mark)) {
        patch.take(line);
        line = lines.next();
      }
      reader.accept(new Change(commit.get(), patch.files()));
      if (++handed >= most || lines.taken() > bytes) {
        return line != null;
      }
    }
    return false;
  }

  /// Empty where the record is cut off.
  private Optional<Commit> commit(String first, GitLines lines) {
    String[] head = first.split(" ", -1);
    @Nullable String parents = lines.next();
    @Nullable String author = lines.next();
    if (head.length != 3 || parents == null || author == null) {
      return Optional.empty();
    }
    StringBuilder message = new StringBuilder();
    String line = lines.next();
    while (line != null && !line.equals(mark + ".")) {
      if (message.length() + line.length() < MESSAGE) {
        message.append(line).append('\n');
      }
      line = lines.next();
    }
    Optional<CommitId> id = CommitId.parse(head[1]);
    return id.isEmpty() || line == null
        ? Optional.empty()
        : Optional.of(
            new Commit(id.get(), ids(parents), seconds(head[2]), author, message.toString()));
  }

  private static List<CommitId> ids(String names) {
    List<CommitId> out = new ArrayList<>();
    for (String name : names.split(" ", -1)) {
      CommitId.parse(name).ifPresent(out::add);
    }
    return out;
  }

  private static long seconds(String text) {
    try {
      return Long.parseLong(text);
    } catch (NumberFormatException e) {
      return 0; // A damaged commit has no date.
    }
  }
}
