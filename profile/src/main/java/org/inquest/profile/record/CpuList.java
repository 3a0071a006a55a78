package org.inquest.profile.record;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.profile.event.SystemTree;

/// Lists of CPUs as sysfs writes them: `0-3,8`.
public final class CpuList {
  private static final Pattern PART = Pattern.compile("(\\d{1,5})(?:-(\\d{1,5}))?");
  private static final int MOST = 8192; // NR_CPUS of the largest configurations

  private CpuList() {}

  /// The CPUs that run; CPU 0 where nobody says.
  public static List<Integer> online(SystemTree tree) {
    List<Integer> cpus = read(tree, "/sys/devices/system/cpu/online");
    return cpus.isEmpty() ? List.of(0) : cpus;
  }

  /// The CPUs in a file; none where it can't be read.
  public static List<Integer> read(SystemTree tree, String file) {
    List<Integer> out = new ArrayList<>();
    Matcher parts = PART.matcher(SystemTree.text(tree.path(file)).orElse(""));
    while (parts.find()) {
      int first = Integer.parseInt(parts.group(1));
      int last = parts.group(2) == null ? first : Integer.parseInt(parts.group(2));
      for (int cpu = first; cpu <= last && out.size() < MOST; cpu++) {
        out.add(cpu);
      }
    }
    return out;
  }
}
