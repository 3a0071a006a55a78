package org.inquest.lab.ready.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;

/// What the kdump service of a distribution is told to do, in one shape.
///
/// * Debian, Ubuntu: `/etc/default/kdump-tools`, shell variables (kdump-tools(5))
/// * RHEL, Fedora and kin: `/etc/kdump.conf`, words (kdump.conf(5))
/// * SUSE: `/etc/sysconfig/kdump`, shell variables (kdump(5))
///
/// @param file where it is written
/// @param enabled whether the file itself lets the service run
/// @param folder where dumps go, on this machine or on the other one
/// @param remote the other machine or disk, if dumps go there
/// @param collector the command that writes the dump, with its options
record KdumpConfig(
    String file, boolean enabled, String folder, Optional<String> remote, String collector) {

  static final String DEBIAN = "/etc/default/kdump-tools";
  static final String REDHAT = "/etc/kdump.conf";
  static final String SUSE = "/etc/sysconfig/kdump";
  private static final List<String> REMOTE = List.of("nfs", "ssh", "raw", "virtiofs");
  private static final String FOLDER = "/var/crash";

  /// The configuration of this machine; absent if there is none of the three files.
  static Look<KdumpConfig> of(HostFiles host) {
    for (String file : List.of(DEBIAN, REDHAT, SUSE)) {
      Look<String> text = host.text(file);
      if (!(text instanceof Look.Absent<String>)) {
        return text.as(t -> Optional.of(read(file, t)), "a configuration");
      }
    }
    return new Look.Absent<>(DEBIAN + ", " + REDHAT + ", " + SUSE);
  }

  /// Understands a file's text.
  static KdumpConfig read(String file, String text) {
    return switch (file) {
      case REDHAT -> redHat(words(text));
      case SUSE -> suse(variables(text));
      default -> debian(variables(text));
    };
  }

  private static KdumpConfig debian(Map<String, String> v) {
    String use = v.getOrDefault("USE_KDUMP", "");
    Optional<String> remote =
        Optional.ofNullable(v.get("NFS"))
            .or(() -> Optional.ofNullable(v.get("SSH")))
            .or(() -> Optional.ofNullable(v.get("FTP")));
    return new KdumpConfig(
        DEBIAN,
        !use.isEmpty() && !use.equals("0"),
        v.getOrDefault("KDUMP_COREDIR", FOLDER),
        remote,
        "makedumpfile " + v.getOrDefault("MAKEDUMP_ARGS", "-F -c -d 31"));
  }

  private static KdumpConfig redHat(Map<String, String> w) {
    Optional<String> remote =
        REMOTE.stream().filter(w::containsKey).map(k -> k + " " + w.get(k)).findFirst();
    return new KdumpConfig(
        REDHAT,
        true,
        w.getOrDefault("path", FOLDER),
        remote,
        w.getOrDefault("core_collector", "makedumpfile -l --message-level 7 -d 31"));
  }

  private static KdumpConfig suse(Map<String, String> v) {
    String target = v.getOrDefault("KDUMP_SAVEDIR", FOLDER);
    boolean local = target.startsWith("/") || target.startsWith("file:");
    String format =
        switch (v.getOrDefault("KDUMP_DUMPFORMAT", "compressed")) {
          case "ELF" -> "-E";
          case "none" -> "--dump-dmesg";
          case "lzo" -> "-l";
          case "snappy" -> "-p";
          default -> "-c";
        };
    return new KdumpConfig(
        SUSE,
        true,
        local ? target.replaceFirst("^file:(//)?", "") : target,
        local ? Optional.empty() : Optional.of(target),
        "makedumpfile " + format + " -d " + v.getOrDefault("KDUMP_DUMPLEVEL", "31"));
  }

  /// `NAME="value"`, as a shell would read it where no line uses another variable.
  private static Map<String, String> variables(String text) {
    Map<String, String> all = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      int equals = line.indexOf('=');
      if (equals > 0 && !line.startsWith("#")) {
        String value = line.substring(equals + 1).replaceFirst("\\s+#.*", "").strip();
        value = value.replaceAll("^[\"']|[\"']$", "");
        if (!value.isEmpty()) {
          all.put(line.substring(0, equals).strip(), value);
        }
      }
    }
    return all;
  }

  /// `name value...`
  private static Map<String, String> words(String text) {
    Map<String, String> all = new HashMap<>();
    for (String line : text.lines().map(String::strip).toList()) {
      String[] pair = line.split("\\s+", 2);
      if (!line.startsWith("#") && pair.length == 2) {
        all.put(pair[0], pair[1]);
      }
    }
    return all;
  }
}
