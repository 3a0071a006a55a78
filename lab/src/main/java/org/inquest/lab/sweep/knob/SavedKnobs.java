package org.inquest.lab.sweep.knob;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.InquestException;

/// What files said before somebody wrote to them, as text in a state file and on its way back.
///
/// The text has a line for each: `knob`, path and value, with tabs between; a last line without its
/// end was cut by a kill, and then nothing had been written to that file yet.
///
/// @param boot the kernel's id of the boot, empty where it tells none
/// @param values by path, in the order in which they were saved
record SavedKnobs(String boot, Map<String, String> values) {
  static final String MAGIC = "inquest-knobs 1";
  private static final int MOST = 100_000;

  SavedKnobs {
    values = new LinkedHashMap<>(values);
  }

  /// The first lines of a state file.
  static String head(String boot) {
    return MAGIC + "\nboot\t" + escaped(boot) + "\n";
  }

  /// The line of one file.
  static String line(String path, String value) {
    return "knob\t" + escaped(path) + "\t" + escaped(value) + "\n";
  }

  /// Reads a state file. Lines of no known kind are left out.
  ///
  /// @return empty where it is no state file
  static Optional<SavedKnobs> parse(String text) {
    if (!text.startsWith(MAGIC + "\n")) {
      return Optional.empty();
    }
    String boot = "";
    Map<String, String> values = new LinkedHashMap<>();
    int whole = text.lastIndexOf('\n');
    for (String line : text.substring(0, whole).split("\n")) {
      String[] parts = line.split("\t", -1);
      if (parts.length == 2 && parts[0].equals("boot")) {
        boot = plain(parts[1]);
      } else if (parts.length == 3 && parts[0].equals("knob") && values.size() < MOST) {
        values.putIfAbsent(plain(parts[1]), plain(parts[2]));
      }
    }
    return Optional.of(new SavedKnobs(boot, values));
  }

  /// Brings all files back: first those that make things fail, so that what follows is not hit.
  Restoration restore(KnobFiles files) {
    List<String> restored = new ArrayList<>();
    List<Restoration.Failure> failed = new ArrayList<>();
    List<String> paths = new ArrayList<>(values.keySet());
    paths.sort(Comparator.comparing(path -> path.endsWith("/probability") ? 0 : 1));
    for (String path : paths) {
      String saved = values.getOrDefault(path, "");
      Optional<String> problem = restore(files, path, saved);
      if (problem.isEmpty()) {
        restored.add(path);
      } else {
        failed.add(new Restoration.Failure(path, saved, problem.get()));
      }
    }
    return new Restoration(restored, failed, "");
  }

  private static Optional<String> restore(KnobFiles files, String path, String saved) {
    KnobKind kind = KnobKind.of(path);
    try {
      Optional<String> now = files.read(path);
      if (now.isEmpty()) {
        return kind.mayVanish() ? Optional.empty() : Optional.of("the file is gone");
      }
      for (KnobWrite write : kind.restoring(path, saved, now.get())) {
        files.write(write.path(), write.value());
      }
      String after = files.read(path).orElse("");
      return kind.entries(after).equals(kind.entries(saved))
          ? Optional.empty()
          : Optional.of("it says '" + after + "' after it was written");
    } catch (InquestException e) {
      return Optional.of(e.getMessage());
    }
  }

  private static String escaped(String text) {
    return text.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t");
  }

  private static String plain(String text) {
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length()) {
        i++;
        c =
            switch (text.charAt(i)) {
              case 'n' -> '\n';
              case 't' -> '\t';
              default -> text.charAt(i);
            };
      }
      out.append(c);
    }
    return out.toString();
  }
}
