package org.inquest.diagnose.history.git;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.inquest.formats.fault.Unavailable;

/// Whether a folder is a repository that can be asked, and of a kernel.
final class GitFolder {
  private static final Duration FIRST_ANSWER = Duration.ofSeconds(20);

  /// Folders that every kernel since 2.6 has at its top.
  private static final Set<String> KERNEL =
      Set.of("arch", "drivers", "fs", "include", "init", "kernel", "lib", "mm", "net");

  private GitFolder() {}

  /// The folder, absolute and without links.
  ///
  /// @throws Unavailable where it is no repository, or git refuses it
  static Path check(Path folder) {
    Path real = real(folder);
    List<String> words = List.of("rev-parse", "--verify", "--quiet", "HEAD^{commit}");
    try (GitProcess git = GitProcess.start(real, List.of("rev-parse", "--git-dir"), "", nanos())) {
      git.lines().next();
      String complaint = git.end();
      if (!complaint.isEmpty()) {
        throw refused(folder, complaint);
      }
    }
    try (GitProcess git = GitProcess.start(real, words, "", nanos())) {
      git.lines().next();
      if (!git.end().isEmpty() && !anyCommit(real)) {
        throw new Unavailable(folder + " has no commits", "is the clone complete?");
      }
    }
    return real;
  }

  private static boolean anyCommit(Path real) {
    List<String> words = List.of("rev-list", "--all", "--max-count=1");
    try (GitProcess git = GitProcess.start(real, words, "", nanos())) {
      return git.lines().next() != null;
    }
  }

  private static long nanos() {
    return FIRST_ANSWER.toNanos();
  }

  private static Path real(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Unavailable(
          folder + " is no folder", "name the folder of a clone of the kernel's history");
    }
    try {
      return folder.toRealPath();
    } catch (IOException e) {
      throw new Unavailable(folder + " can't be opened", String.valueOf(e.getMessage()));
    }
  }

  private static Unavailable refused(Path folder, String complaint) {
    if (complaint.contains("dubious ownership")) {
      return new Unavailable(
          folder + " belongs to another user, so git refuses it",
          "if you trust it: git config --global --add safe.directory " + folder);
    }
    if (complaint.startsWith("not a git repository")) {
      return new Unavailable(
          folder + " is no git repository", "name the top folder of a clone, or a bare repository");
    }
    return new Unavailable("git can't read " + folder, complaint);
  }

  /// What should be known before answers are believed.
  static List<String> doubts(GitQueries queries) {
    List<String> out = new ArrayList<>();
    if (queries.line("rev-parse", "--is-shallow-repository").filter("true"::equals).isPresent()) {
      out.add(
          "the clone is shallow: commits before its edge are not in it (git fetch --unshallow brings"
              + " them)");
    }
    Set<String> top = new TreeSet<>();
    queries.lines(List.of("ls-tree", "--name-only", queries.newestBranch()), "", top::add);
    if (!top.containsAll(KERNEL)) {
      out.add("this is no kernel's tree: at its top are no folders kernel, mm, drivers");
    }
    if (queries.line("for-each-ref", "--count=1", "refs/tags/v[0-9]*").isEmpty()) {
      out.add("no tags of releases: which release has a commit can't be told (git fetch --tags)");
    }
    return out;
  }
}
