package org.inquest.lab.debian;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// Where this machine gets Debian from, as its own apt configuration says.
///
/// @param main address of the main archive
/// @param security address of the security archive; empty if the machine has none configured
public record Mirror(String main, String security) {
  private static final Tool APT_GET = new Tool("apt-get", "apt");
  // Label and Origin are fields of the archive's Release file, so they are known only after an
  // "apt-get update".
  private static final String FORMAT = "$(LABEL)|$(REPO_URI)";

  /// Asks apt.
  ///
  /// @throws Unavailable if this is no Debian machine, or its package lists were never fetched
  public static Mirror ofThisMachine() {
    return parse(
        APT_GET.run(
            List.of("indextargets", "--format", FORMAT, "Created-By: Packages"),
            Duration.ofSeconds(30)));
  }

  /// Reads `label|address` lines.
  static Mirror parse(String targets) {
    Map<String, String> byLabel = new LinkedHashMap<>();
    for (String line : targets.lines().toList()) {
      int bar = line.indexOf('|');
      if (bar > 0) {
        byLabel.putIfAbsent(line.substring(0, bar), line.substring(bar + 1).strip());
      }
    }
    String main = byLabel.get("Debian");
    if (main == null) {
      throw new Unavailable(
          "apt on this machine knows no Debian archive",
          "run 'apt-get update' if this is Debian, or give a kernel of your own with --kernel FOLDER");
    }
    return new Mirror(main, byLabel.getOrDefault("Debian-Security", ""));
  }
}
