package org.inquest.diagnose.history.git;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.diagnose.history.CommitId;
import org.inquest.diagnose.history.CommitLog.Definition;
import org.inquest.diagnose.history.FunctionHead;
import org.jspecify.annotations.Nullable;

/// What stands in the files of a commit's tree.
final class GitTrees {
  private static final int DEFINITIONS = 200;
  private static final Pattern GREP = Pattern.compile("([^\\x00]*?):(\\d{1,9}):(.*)");

  private GitTrees() {}

  /// Where functions begin.
  ///
  /// @param tree a commit
  /// @param below files, folders or patterns; empty for all
  static List<Definition> definitions(
      GitQueries queries, CommitId tree, Collection<String> functions, Set<String> below) {
    // Fixed words: in a whole kernel's tree they cost a ninth of a regular expression for heads.
    List<String> words = new ArrayList<>(List.of("grep", "-I", "-n", "-F", "-w", "--no-color"));
    words.addAll(List.of("--full-name", "--no-recurse-submodules", "--no-textconv"));
    words.addAll(List.of("--no-column", "--no-heading", "--no-break"));
    functions.forEach(f -> words.addAll(List.of("-e", f)));
    words.addAll(List.of(tree.hex(), "--"));
    if (below.isEmpty()) {
      words.addAll(List.of("*.c", "*.h", "*.S", "*.rs"));
    }
    below.forEach(path -> words.add(path.contains("*") ? path : ":(literal)" + path));
    List<Definition> out = new ArrayList<>();
    String prefix = tree.hex() + ":";
    queries.lines(
        words,
        "",
        line -> {
          Matcher hit =
              GREP.matcher(line.startsWith(prefix) ? line.substring(prefix.length()) : "");
          if (hit.matches() && out.size() < DEFINITIONS) {
            add(out, functions, hit.group(1), Integer.parseInt(hit.group(2)), hit.group(3));
          }
        });
    return out;
  }

  private static void add(
      List<Definition> out, Collection<String> functions, String path, int line, String text) {
    for (String function : functions) {
      if (FunctionHead.begins(text, function)) {
        out.add(new Definition(function, path, line, text));
      }
    }
  }

  /// The text of a line of a file; empty where there is none.
  static Optional<String> line(GitQueries queries, CommitId tree, String path, int line) {
    if (line <= 0) {
      return Optional.empty();
    }
    List<String> words = List.of("cat-file", "blob", tree.hex() + ":" + path);
    try (GitProcess git = queries.start(words, 1)) {
      @Nullable String text = null;
      for (int i = 0; i < line && git.lines().taken() < GitQueries.SMALL; i++) {
        text = git.lines().next();
        if (text == null) {
          break;
        }
      }
      return Optional.ofNullable(text);
    }
  }
}
