package org.inquest.lab.ready.check;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is makedumpfile as new as the kernel?
///
/// Each release of it knows kernels up to one (`LATEST_VERSION`, makedumpfile.h) and says "The
/// kernel version is not supported" of a newer one, which it saves all the same. Which pages are a
/// user's it may then get wrong: 1.7.8 leaves out slabs of a 7.x kernel, and a quarter of all
/// task_structs with them.
public final class DumpToolCheck implements Check {
  private static final List<String> PLACES =
      List.of("/usr/bin/makedumpfile", "/usr/sbin/makedumpfile", "/sbin/makedumpfile");
  private static final String RELEASE = "/proc/sys/kernel/osrelease";
  private static final Pattern VERSION =
      Pattern.compile("makedumpfile: version (\\d+\\.\\d+\\.\\d+)");
  private static final Pattern KERNEL = Pattern.compile("(\\d+\\.\\d+).*");

  /// Release of makedumpfile to the newest kernel that it knows. Read from its source (1.7.7) and
  /// from the comparison in its binary (1.7.8).
  private static final NavigableMap<String, String> NEWEST = newest();

  private static NavigableMap<String, String> newest() {
    NavigableMap<String, String> known = new TreeMap<>(Comparator.comparing(DumpToolCheck::number));
    known.putAll(Map.of("1.7.7", "6.14", "1.7.8", "6.17"));
    return known;
  }

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    for (String place : PLACES) {
      if (host.text(place) instanceof Look.Seen<String>(String path, String binary)) {
        return tool(host, path, binary);
      }
    }
    return CheckResult.unknown(
        "no makedumpfile in /usr/bin or /usr/sbin",
        "whether what saves the dump knows this kernel is not known",
        "install makedumpfile, if a dump is wanted");
  }

  private static CheckResult tool(HostFiles host, String path, String binary) {
    Matcher version = VERSION.matcher(binary);
    if (!version.find()) {
      return CheckResult.unknown(
          path + ": no version in it",
          "whether it knows this kernel is not known",
          "makedumpfile --version");
    }
    return switch (host.text(RELEASE)) {
      case Look.Seen<String>(String file, String release) -> judge(version.group(1), release);
      case Look.Absent<String> a -> CheckResult.absent(host, a, "PROC_SYSCTL");
      case Look.Unseen<String> u -> CheckResult.unseen(u);
    };
  }

  /// What a makedumpfile makes of a kernel.
  ///
  /// @param version of makedumpfile: "1.7.8"
  /// @param release of the kernel, as `uname -r` prints it
  static CheckResult judge(String version, String release) {
    String seen = "makedumpfile " + version + ", kernel " + release;
    Matcher kernel = KERNEL.matcher(release);
    // What is older than a release knows no more than that one.
    Optional<String> newest =
        Optional.ofNullable(NEWEST.ceilingEntry(version)).map(e -> e.getValue());
    if (!kernel.matches() || newest.isEmpty()) {
      return CheckResult.unknown(
          seen,
          "whether the one knows the other is not known",
          "take a dump once: it says if the kernel is not supported");
    }
    if (number(kernel.group(1)) <= number(newest.get())) {
      boolean exact = NEWEST.containsKey(version);
      return exact
          ? CheckResult.good(seen, "it knows kernels to " + newest.get())
          : CheckResult.good(seen, "not known to be too old");
    }
    return CheckResult.warning(
        seen,
        "it knows kernels to "
            + newest.get()
            + " at most, and may leave out of a newer one what a diagnosis needs",
        "a newer makedumpfile; until then -d 23, which keeps users' pages, and slabs with them");
  }

  /// Versions by their size; each part is below 1000.
  private static long number(String version) {
    long number = 0;
    for (int i = 0; i < 3; i++) {
      String[] parts = version.split("\\.");
      number = number * 1000 + (i < parts.length ? Long.parseLong(parts[i]) : 0);
    }
    return number;
  }
}
