package org.inquest.diagnose.history.git;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.inquest.diagnose.history.Change;
import org.inquest.diagnose.history.Commit;
import org.inquest.diagnose.history.CommitId;
import org.inquest.diagnose.history.CommitLog;
import org.jspecify.annotations.Nullable;

/// A repository behind the git command. All its questions share one time limit, of which each log
/// takes a part at most: what was found by then is still to be looked up.
public final class GitCommitLog implements CommitLog {
  /// Commits that are read with their patches: the newest ones that change a file.
  private static final int PATCHES = 3000;

  private static final long PATCH_BYTES = 1L << 30;
  private static final long MESSAGE_BYTES = 8L << 30;

  /// As much of the time that is left as one log may take.
  private static final double LOG_SHARE = 0.6;

  private final GitQueries queries;
  private final String since;
  private final List<String> doubts;

  private GitCommitLog(GitQueries queries, String since, List<String> doubts) {
    this.queries = queries;
    this.since = since;
    this.doubts = List.copyOf(doubts);
  }

  /// Opens a clone, a worktree of one, or a bare repository.
  ///
  /// @param limit for all questions together
  /// @param since only commits after it, in git's words (`2023-01-01`, `2.years`); empty for all
  /// @throws org.inquest.formats.fault.Unavailable where it can't be used, with what to do
  public static GitCommitLog open(Path folder, Duration limit, String since) {
    GitQueries queries =
        new GitQueries(GitFolder.check(folder), System.nanoTime() + limit.toNanos());
    return new GitCommitLog(queries, since, GitFolder.doubts(queries));
  }

  @Override
  public List<String> doubts() {
    return doubts;
  }

  @Override
  public boolean timeUp() {
    return queries.timeUp();
  }

  @Override
  public Optional<CommitId> resolve(String revision) {
    return revision.isEmpty() || revision.startsWith("-")
        ? Optional.empty()
        : queries
            .line("rev-parse", "--verify", "--quiet", revision + "^{commit}")
            .flatMap(CommitId::parse);
  }

  @Override
  public String newestBranch() {
    return queries.newestBranch();
  }

  @Override
  public Ending commits(Range range, Consumer<Commit> reader) {
    return log(range, List.of(), Integer.MAX_VALUE, MESSAGE_BYTES, c -> reader.accept(c.commit()));
  }

  @Override
  public Ending changes(Range range, Set<String> paths, Consumer<Change> reader) {
    if (paths.isEmpty()) {
      return Ending.WHOLE;
    }
    return log(range, paths, PATCHES, PATCH_BYTES, reader);
  }

  private Ending log(
      Range range, Collection<String> paths, int most, long bytes, Consumer<Change> reader) {
    CommitRecords records = new CommitRecords();
    List<String> words = new ArrayList<>();
    words.addAll(List.of("--literal-pathspecs", "log", "--no-merges", "--no-color"));
    words.addAll(List.of("--no-decorate", "--no-notes", "--no-mailmap", "--no-show-signature"));
    words.addAll(List.of("--encoding=UTF-8", records.format()));
    if (!since.isEmpty()) {
      words.add("--since=" + since);
    }
    if (!paths.isEmpty()) {
      words.addAll(List.of("--patch", "--unified=0", "--no-ext-diff", "--no-textconv"));
      words.addAll(List.of("--no-renames", "--submodule=short", "--inter-hunk-context=0"));
      words.addAll(List.of("--src-prefix=a/", "--dst-prefix=b/"));
    } else {
      words.add("--no-patch");
    }
    words.addAll(revisions(range));
    words.add("--");
    words.addAll(paths);
    try (GitProcess git = queries.start(words, LOG_SHARE)) {
      if (records.read(git.lines(), most, bytes, reader)) {
        return new Ending("only the newest " + most + " commits were read");
      }
      return new Ending(git.end());
    }
  }

  private static List<String> revisions(Range range) {
    List<String> out = new ArrayList<>();
    if (range.from().isEmpty()) {
      out.addAll(List.of("HEAD", "--branches", "--remotes", "--tags"));
    }
    out.add("--end-of-options");
    out.addAll(range.from());
    range.without().forEach(revision -> out.add("^" + revision));
    return out;
  }

  @Override
  public List<Definition> definitions(
      String revision, Collection<String> functions, Set<String> below) {
    return functions.isEmpty()
        ? List.of()
        : resolve(revision)
            .map(tree -> GitTrees.definitions(queries, tree, functions, below))
            .orElse(List.of());
  }

  @Override
  public Optional<String> line(String revision, String path, int line) {
    return resolve(revision).flatMap(tree -> GitTrees.line(queries, tree, path, line));
  }

  @Override
  public Map<CommitId, String> firstReleases(Collection<CommitId> commits) {
    Map<CommitId, String> out = new HashMap<>();
    if (commits.isEmpty()) {
      return out;
    }
    List<CommitId> asked = List.copyOf(commits);
    // name-rev goes by the tags' dates, and is what `git describe --contains` asks.
    List<String> words = new ArrayList<>(List.of("name-rev", "--tags", "--refs=v[0-9]*"));
    words.add("--name-only");
    asked.forEach(id -> words.add(id.hex()));
    List<String> names = new ArrayList<>();
    queries.lines(words, "", names::add);
    for (int i = 0; i < Math.min(asked.size(), names.size()); i++) {
      String tag = names.get(i).replaceFirst("[~^].*", "");
      if (tag.startsWith("v")) {
        out.put(asked.get(i), tag);
      }
    }
    return out;
  }

  @Override
  public Optional<String> newestRelease(String series) {
    return queries.line(
        "for-each-ref",
        "--sort=-version:refname",
        "--count=1",
        "--format=%(refname:lstrip=2)",
        "refs/tags/v" + series + ".[0-9]*",
        "refs/tags/v" + series);
  }

  @Override
  public Map<String, Boolean> has(String revision, Collection<String> names) {
    Map<String, String> whole = whole(names);
    Optional<CommitId> base = resolve(revision);
    if (whole.isEmpty() || base.isEmpty()) {
      return Map.of();
    }
    Set<String> ids = new HashSet<>(whole.values());
    StringBuilder input = new StringBuilder();
    ids.forEach(id -> input.append(id).append('\n'));
    input.append('^').append(base.get().hex()).append('\n');
    Set<String> without = new HashSet<>();
    Consumer<String> reader =
        line -> {
          if (ids.contains(line)) {
            without.add(line);
          }
        };
    String failed =
        queries.lines(List.of("rev-list", "--stdin"), input.toString(), MESSAGE_BYTES, reader);
    Map<String, Boolean> out = new HashMap<>();
    // What git could not tell is not told: a commit that it did not come to may still be missing.
    whole.forEach((name, id) -> {
      if (failed.isEmpty() || without.contains(id)) {
        out.put(name, !without.contains(id));
      }
    });
    return out;
  }

  /// The whole names of commits that exist and are meant by no other name.
  private Map<String, String> whole(Collection<String> names) {
    StringBuilder input = new StringBuilder();
    List<String> asked = List.copyOf(names);
    asked.forEach(name -> input.append(name).append('\n'));
    List<String> answers = new ArrayList<>();
    queries.lines(
        List.of("cat-file", "--batch-check=%(objecttype) %(objectname)"),
        input.toString(),
        answers::add);
    Map<String, String> out = new LinkedHashMap<>();
    for (int i = 0; i < Math.min(asked.size(), answers.size()); i++) {
      if (answers.get(i).startsWith("commit ")) {
        out.put(asked.get(i), answers.get(i).substring("commit ".length()));
      }
    }
    return out;
  }

  @Override
  public Map<CommitId, Integer> filesChanged(Collection<CommitId> commits) {
    Map<CommitId, Integer> out = new HashMap<>();
    StringBuilder input = new StringBuilder();
    commits.forEach(id -> input.append(id.hex()).append('\n'));
    List<String> words =
        List.of("diff-tree", "--stdin", "-r", "--root", "--name-only", "--no-renames");
    AtomicReference<@Nullable CommitId> current = new AtomicReference<>();
    queries.lines(
        words,
        input.toString(),
        MESSAGE_BYTES,
        line -> {
          Optional<CommitId> id = CommitId.parse(line);
          CommitId commit = current.get();
          if (id.isPresent()) {
            current.set(id.get());
          } else if (commit != null) {
            out.merge(commit, 1, Integer::sum);
          }
        });
    return out;
  }
}
