package org.inquest.app.command.history;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.app.document.Document;
import org.inquest.diagnose.history.HistorySearch;
import org.inquest.diagnose.history.Symptoms;
import org.inquest.diagnose.history.git.GitCommitLog;
import org.inquest.formats.fault.UsageError;

/// The options of a search in a kernel's history, and the search.
public final class HistoryOptions {
  /// The repository, for commands that can do without.
  public static final Option HISTORY =
      Option.value(
          "--history", "REPO", "look in a clone of the kernel for commits that may have fixed it");

  static final Option SINCE =
      Option.value("--since", "DATE", "only commits after it: 2023-01-01, 2.years");

  static final Option SECONDS =
      Option.value(
          "--seconds", "N", "time for the search, 60 if not given; what was found is told");

  static final Option MOST =
      Option.value("--most", "N", "commits to list of each kind, 5 if not given");

  private static final int DEFAULT_SECONDS = 60;
  private static final int DEFAULT_MOST = 5;
  private static final int LIMIT = 100_000;

  private HistoryOptions() {}

  /// What goes with the search, beside the repository.
  public static List<Option> all() {
    return List.of(SINCE, SECONDS, MOST);
  }

  /// Searches a repository and shows what was found.
  ///
  /// @param repository as typed
  /// @throws org.inquest.formats.fault.Unavailable where it can't be used, with what to do
  public static Document search(String repository, Symptoms symptoms, Arguments arguments) {
    Duration time = Duration.ofSeconds(number(arguments, SECONDS, DEFAULT_SECONDS));
    int most = number(arguments, MOST, DEFAULT_MOST);
    String since = arguments.value(SINCE).orElse("");
    try (StepProgress progress = new StepProgress()) {
      GitCommitLog log = GitCommitLog.open(path(repository), time, since);
      return HistoryDocuments.of(new HistorySearch(log, symptoms, most, progress).search());
    }
  }

  private static Path path(String typed) {
    try {
      return Path.of(typed);
    } catch (InvalidPathException e) {
      throw new UsageError("not a folder's name: " + typed);
    }
  }

  private static int number(Arguments arguments, Option option, int otherwise) {
    String text = arguments.value(option).orElse("");
    if (text.isEmpty()) {
      return otherwise;
    }
    if (!text.matches("[1-9]\\d{0,4}")) {
      throw new UsageError(
          option.name() + " takes a number from 1 to " + (LIMIT - 1) + ", not " + text);
    }
    return Integer.parseInt(text);
  }
}
