package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a report says of the kernel it comes from.
///
/// @param taint letters as in Documentation/admin-guide/tainted-kernels.rst, without `G`, which
///   only says that no proprietary module was loaded; empty where not tainted
/// @param modules names, without the letters behind them and without "last unloaded"
public record Machine(String taint, List<String> modules) {
  private static final int MAX_MODULES = 4096;
  private static final String LINKED = "Modules linked in:";
  private static final Pattern TAINT =
      Pattern.compile("Tainted: ([A-Z ]+?)(?:-+ | {2,}|\\s+(?=[0-9a-z(])|$)");

  /// A module's name, with `(OE+)`: out of tree, unsigned, being loaded.
  private static final Pattern MODULE = Pattern.compile("[A-Za-z0-9_-]+(?:\\([A-Z+-]+\\))?");

  static Machine of(List<String> lines) {
    String taint = "";
    List<String> modules = new ArrayList<>();
    boolean listed = false;
    boolean linked = false;
    for (String line : lines) {
      Matcher found = TAINT.matcher(line);
      if (taint.isEmpty() && found.find()) {
        taint =
            line.substring(found.start(1)).replaceAll("^([A-Z ]*).*", "$1").replaceAll("[G ]", "");
      }
      int at = line.indexOf(LINKED);
      if (at >= 0 && !listed) {
        listed = true;
        linked = names(line.substring(at + LINKED.length()), modules);
      } else if (linked) {
        linked = names(line, modules);
      }
    }
    return new Machine(taint, List.copyOf(modules));
  }

  /// Takes the names of a line; long lists are wrapped.
  ///
  /// @return whether the list may go on
  private static boolean names(String line, List<String> modules) {
    int last = line.indexOf("[last unloaded");
    List<String> words = List.of((last < 0 ? line : line.substring(0, last)).strip().split("\\s+"));
    boolean list = words.stream().allMatch(word -> MODULE.matcher(word).matches());
    if (list && !words.getFirst().equals("CPU")) {
      words.stream()
          .limit(MAX_MODULES - modules.size())
          .map(word -> word.indexOf('(') < 0 ? word : word.substring(0, word.indexOf('(')))
          .forEach(modules::add);
      return last < 0;
    }
    return line.isBlank() && modules.isEmpty();
  }
}
