package org.inquest.lab.sweep.probe;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Finds fault points by the files that `fault_create_debugfs_attr()` makes for each.
final class Points {
  private Points() {}

  private static final Set<String> ALL_HAVE = Set.of("probability", "interval", "times", "space");

  private static final Pattern KNOB =
      Pattern.compile("[a-z]+(?:-[a-z]+)*|verbose_ratelimit_\\w+|dont_retry");

  private static final int MOST_FOLDERS = 5_000;

  /// Those of one debugfs: in folders of the first level, and below those of drivers.
  static List<FaultPoint> find(KernelProbe.Looker look, Optional<String> debugfs) {
    List<FaultPoint> out = new ArrayList<>();
    if (debugfs.isEmpty()) {
      return out;
    }
    List<String> folders = look.names(debugfs.get());
    for (String name : folders.subList(0, Math.min(MOST_FOLDERS, folders.size()))) {
      if (name.startsWith("fail")) {
        read(look, debugfs.get(), name).ifPresent(out::add);
      } else if (name.matches("nvme[0-9a-z]+")) {
        read(look, debugfs.get(), name + "/fault_inject").ifPresent(out::add);
      } else if (name.matches("mmc\\d+")) {
        read(look, debugfs.get(), name + "/fail_mmc_request").ifPresent(out::add);
      }
    }
    return out;
  }

  private static Optional<FaultPoint> read(KernelProbe.Looker look, String debugfs, String name) {
    String folder = debugfs + "/" + name;
    List<String> files = look.names(folder);
    if (!files.containsAll(ALL_HAVE)) {
      return Optional.empty();
    }
    Map<String, String> knobs = new LinkedHashMap<>();
    for (String file : files) {
      // What is called otherwise below fail_function is the folder of a function.
      if (KNOB.matcher(file).matches() && !file.equals("injectable")) {
        look.text(folder + "/" + file).ifPresent(text -> knobs.put(file, text));
      }
    }
    boolean fixed = look.files().writable(folder + "/probability").map(w -> !w).orElse(false);
    return Optional.of(new FaultPoint(name, folder, PointKind.of(name), knobs, fixed));
  }
}
