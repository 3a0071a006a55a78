package org.inquest.diagnose.history.git;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/// Runs git on one repository until a moment that all its runs share.
///
/// @param repository checked, see [GitFolder]
/// @param deadline on the clock of [System#nanoTime()]
record GitQueries(Path repository, long deadline) {
  /// Bytes that an answer has at most where it is not a log.
  static final long SMALL = 16L << 20;

  /// Starts git without input.
  ///
  /// @param share of the time that is left, up to 1
  GitProcess start(List<String> words, double share) {
    return GitProcess.start(repository, words, "", (long) (left() * share));
  }

  /// Whether the moment has come.
  boolean timeUp() {
    return left() <= 0;
  }

  private long left() {
    return deadline - System.nanoTime();
  }

  /// The only line that a question prints; empty where it fails or prints none.
  Optional<String> line(String... words) {
    List<String> out = new ArrayList<>();
    String failed = lines(List.of(words), "", out::add);
    return failed.isEmpty() && !out.isEmpty() ? Optional.of(out.getFirst()) : Optional.empty();
  }

  /// Hands over all lines, up to a limit.
  ///
  /// @return why it is not all, or empty
  String lines(List<String> words, String input, Consumer<String> reader) {
    return lines(words, input, SMALL, reader);
  }

  /// The same with a limit of the caller's.
  String lines(List<String> words, String input, long bytes, Consumer<String> reader) {
    try (GitProcess git = GitProcess.start(repository, words, input, left())) {
      String line = git.lines().next();
      while (line != null) {
        reader.accept(line);
        if (git.lines().taken() > bytes) {
          return "too long";
        }
        line = git.lines().next();
      }
      return git.end();
    }
  }

  /// The branch that was committed to last; HEAD where there are no branches.
  String newestBranch() {
    return line(
            "for-each-ref",
            "--sort=-committerdate",
            "--count=1",
            "--format=%(objectname)",
            "refs/heads",
            "refs/remotes")
        .orElse("HEAD");
  }
}
