package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.inquest.diagnose.history.Change.FileChange;
import org.inquest.diagnose.history.Change.Hunk;
import org.inquest.diagnose.history.Touch.How;

/// Finds out which of some functions a change is in.
///
/// A hunk without context names the line in the first column above it; each line of the hunk that
/// begins in the first column hands what follows to another function. So code that is put behind a
/// function does not count as the function's, nor does a comment above the next.
///
/// A function that a commit gives another name, with the same parameters, is followed: reading goes
/// on with both names.
final class TouchReader {
  private static final Pattern LABEL = Pattern.compile("\\w+:\\s*(?:/\\*.*)?");
  private static final Pattern TEST = Pattern.compile("\\bif \\(|\\bIS_ERR|\\b(?:WARN|BUG)_ON");
  private static final int SHORTEST_LINE = 8;
  private static final int NAMES = 32;

  /// Names in the source to the names in the report.
  private final Map<String, String> names = new LinkedHashMap<>();

  private final String lineAtFault;

  /// @param functions as in the report
  /// @param lineAtFault its text; empty where it is not known
  TouchReader(List<String> functions, String lineAtFault) {
    functions.forEach(f -> names.put(f, f));
    this.lineAtFault = lineAtFault.strip();
  }

  /// How many names are known by now: more than before where a function was renamed.
  int known() {
    return names.size();
  }

  /// What the change does to the functions, by their names in the report.
  Map<String, Touch> read(Change change) {
    Map<String, Touch> out = new LinkedHashMap<>();
    for (FileChange file : change.files()) {
      follow(file);
      Map<String, String> added = new HashMap<>();
      Map<String, String> removed = new HashMap<>();
      for (Hunk hunk : file.hunks()) {
        owned(
            hunk.section(),
            hunk.removed(),
            (f, line) -> {
              removed.putIfAbsent(f, "");
              put(out, f, file, How.CHANGED, "", isAtFault(line));
            });
        owned(
            hunk.section(),
            hunk.added(),
            (f, line) -> {
              added.putIfAbsent(f, "");
              String test = TEST.matcher(line).find() ? line.strip() : "";
              put(out, f, file, How.CHANGED, test, isAtFault(line));
            });
      }
      heads(out, file);
    }
    return out;
  }

  /// Functions whose first line comes or goes.
  private void heads(Map<String, Touch> out, FileChange file) {
    for (Map.Entry<String, String> name : names.entrySet()) {
      boolean comes = false;
      boolean goes = false;
      for (Hunk hunk : file.hunks()) {
        comes |= hunk.added().stream().anyMatch(l -> FunctionHead.begins(l, name.getKey()));
        goes |= hunk.removed().stream().anyMatch(l -> FunctionHead.begins(l, name.getKey()));
      }
      if (comes || goes) {
        How how = comes && goes ? How.CHANGED : comes ? How.ADDED : How.REMOVED;
        Touch before = out.get(name.getValue());
        String test = before == null ? "" : before.test();
        boolean atFault = before != null && before.atFault();
        out.put(name.getValue(), new Touch(name.getValue(), file.path(), how, test, atFault));
      }
    }
  }

  private static void put(
      Map<String, Touch> out, String f, FileChange file, How how, String test, boolean atFault) {
    out.merge(f, new Touch(f, file.path(), how, test, atFault), Touch::and);
  }

  private boolean isAtFault(String line) {
    return lineAtFault.length() >= SHORTEST_LINE && line.strip().equals(lineAtFault);
  }

  /// Hands over the lines of code that belong to one of the functions.
  private void owned(String section, List<String> lines, BiConsumer<String, String> to) {
    Optional<String> owner = ours(section);
    for (String line : lines) {
      if (isHead(line)) {
        owner = ours(line);
      } else if (isCode(line)) {
        owner.ifPresent(f -> to.accept(f, line));
      }
    }
  }

  private Optional<String> ours(String head) {
    for (Map.Entry<String, String> name : names.entrySet()) {
      if (FunctionHead.begins(head, name.getKey())) {
        return Optional.of(name.getValue());
      }
    }
    return Optional.empty();
  }

  private static boolean isHead(String line) {
    return !line.isEmpty()
        && Character.isJavaIdentifierStart(line.charAt(0))
        && !LABEL.matcher(line).matches();
  }

  private static boolean isCode(String line) {
    String text = line.strip();
    return !text.isEmpty()
        && !line.startsWith("}")
        && !line.startsWith("{")
        && !text.startsWith("*")
        && !text.startsWith("/*")
        && !text.startsWith("//")
        && !line.startsWith("#");
  }

  /// A hunk that replaces a function's first line by one that differs in the name alone.
  private void follow(FileChange file) {
    for (Hunk hunk : file.hunks()) {
      for (String old : heads(hunk.removed())) {
        for (String young : heads(hunk.added())) {
          link(old, young);
        }
      }
    }
  }

  private static List<String> heads(List<String> lines) {
    List<String> out = new ArrayList<>();
    for (String line : lines) {
      if (isHead(line) && FunctionHead.name(line).isPresent()) {
        out.add(line);
      }
    }
    return out;
  }

  private void link(String old, String young) {
    String before = FunctionHead.name(old).orElse("");
    String after = FunctionHead.name(young).orElse("");
    boolean same =
        !before.equals(after)
            && names.size() < NAMES
            && old.replaceFirst("\\b" + before + "\\b", after).equals(young);
    if (same && names.containsKey(before) && !names.containsKey(after)) {
      names.put(after, names.get(before));
    } else if (same && names.containsKey(after) && !names.containsKey(before)) {
      names.put(before, names.get(after));
    }
  }
}
