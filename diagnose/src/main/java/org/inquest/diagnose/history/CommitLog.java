package org.inquest.diagnose.history;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// What a search asks of a repository. One is behind git; tests have others.
///
/// Everything read from it was written by strangers: any text may stand in a message, a name or a
/// file. No answer is longer than the implementation's limits, and each says whether it is whole.
public interface CommitLog {

  /// Which commits: those that can be reached from some revisions and not from others.
  ///
  /// @param from revisions; empty for all branches and tags
  /// @param without revisions
  record Range(List<String> from, List<String> without) {
    public Range {
      from = List.copyOf(from);
      without = List.copyOf(without);
    }

    /// A revision and all before it.
    public static Range upTo(String revision) {
      return new Range(List.of(revision), List.of());
    }

    /// What all branches and tags have besides a revision and what is before it.
    public static Range after(String revision) {
      return new Range(List.of(), List.of(revision));
    }

    /// Between two revisions, as `git log good..bad` has it.
    public static Range between(String good, String bad) {
      return new Range(List.of(bad), List.of(good));
    }
  }

  /// Where a function begins in a tree.
  ///
  /// @param text the line
  record Definition(String function, String path, int line, String text) {}

  /// How an answer ended.
  ///
  /// @param missing why it is not whole, in words; empty where it is
  record Ending(String missing) {
    /// All was read.
    public static final Ending WHOLE = new Ending("");

    /// Whether all was read.
    public boolean whole() {
      return missing.isEmpty();
    }
  }

  /// What should be known of this repository before its answers are believed, a sentence each: a
  /// shallow clone, another project.
  List<String> doubts();

  /// The commit that a revision names; empty where there is none.
  Optional<CommitId> resolve(String revision);

  /// Whether the time for all questions is over: since then none was answered in full, and what is
  /// not found may be there.
  default boolean timeUp() {
    return false;
  }

  /// The branch that was committed to last; HEAD where there are no branches.
  String newestBranch();

  /// Commits without merges, newest first.
  Ending commits(Range range, Consumer<Commit> reader);

  /// Commits without merges that change some files, newest first.
  ///
  /// @param paths files or folders; none means no commit
  Ending changes(Range range, Set<String> paths, Consumer<Change> reader);

  /// Where functions begin in a revision's tree.
  ///
  /// @param below files or folders to look in, or patterns of paths with `*`; empty for all
  List<Definition> definitions(String revision, Collection<String> functions, Set<String> below);

  /// The text of a line of a revision's file; empty where there is none.
  Optional<String> line(String revision, String path, int line);

  /// The first release that has a commit, as a tag (`v6.1.55`), for each that is in one.
  Map<CommitId, String> firstReleases(Collection<CommitId> commits);

  /// The newest release of a series that the repository knows, as a tag; empty where it has none.
  ///
  /// @param series `6.1`
  Optional<String> newestRelease(String series);

  /// Whether a revision has some commits, given by whole or cut-off names.
  ///
  /// @return for each of `names` that means one commit
  Map<String, Boolean> has(String revision, Collection<String> names);

  /// How many files each commit changes.
  Map<CommitId, Integer> filesChanged(Collection<CommitId> commits);
}
