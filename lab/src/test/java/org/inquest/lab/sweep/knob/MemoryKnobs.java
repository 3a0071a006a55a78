package org.inquest.lab.sweep.knob;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import org.inquest.formats.fault.Unavailable;

/// Files that answer as the kernel's do: lists are added to and taken from, some refuse.
public final class MemoryKnobs implements KnobFiles {
  /// What each says.
  public final Map<String, String> files = new TreeMap<>();

  /// All that was written, in order.
  public final List<String> log = new ArrayList<>();

  /// Paths that take nothing.
  public final List<String> refusing = new ArrayList<>();

  /// A machine without any.
  public MemoryKnobs() {}

  @Override
  public Optional<String> read(String path) {
    return Optional.ofNullable(files.get(path));
  }

  @Override
  public void write(String path, String value) {
    log.add(path + "=" + value);
    String now = files.get(path);
    if (now == null || refusing.contains(path)) {
      throw new Unavailable("can't write " + path + ": Invalid argument", "look");
    }
    switch (KnobKind.of(path)) {
      case INJECTED_FUNCTIONS, TRIGGERS -> {
        List<String> lines = new ArrayList<>(now.lines().toList());
        if (value.startsWith("!")) {
          lines.removeIf(line -> line.startsWith(value.substring(1)));
        } else {
          lines.add(value);
        }
        files.put(path, String.join("\n", lines));
      }
      case PROCESSES -> files.put(path, value.replace(' ', '\n'));
      case RETURN_VALUE -> files.put(path, value.startsWith("0x") ? value.substring(2) : value);
      default -> files.put(path, value.equals("0xffffffff") ? "-1" : value);
    }
  }

  @Override
  public List<String> list(String folder) {
    TreeSet<String> out = new TreeSet<>();
    for (String path : files.keySet()) {
      if (path.startsWith(folder + "/")) {
        out.add(path.substring(folder.length() + 1).split("/", 2)[0]);
      }
    }
    return List.copyOf(out);
  }
}
