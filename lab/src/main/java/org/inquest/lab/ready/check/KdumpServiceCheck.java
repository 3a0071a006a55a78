package org.inquest.lab.ready.check;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is there a service that loads the crash kernel at each boot?
///
/// Read from files, so that it works without systemd's bus: a unit is enabled if one of the targets
/// in `/etc/systemd/system` has a link of its name (systemd.unit(5), `WantedBy=`).
public final class KdumpServiceCheck implements Check {
  private static final String UNITS = "/etc/systemd/system";
  private static final List<String> NAMES =
      List.of("kdump-tools.service", "kdump.service", "kdump-early.service");

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    if (Container.mark(host).isPresent()) {
      return CheckResult.unknown(
          "a container's files", "the host's service is not seen", Container.REMEDY);
    }
    return switch (KdumpConfig.of(host)) {
      case Look.Seen<KdumpConfig>(String file, KdumpConfig config) when !config.enabled() ->
          CheckResult.missing(
              file + ": USE_KDUMP is not 1",
              "after the next boot no crash kernel is loaded",
              "USE_KDUMP=1 in " + file);
      case Look.Seen<KdumpConfig>(String file, KdumpConfig config) -> service(host, file);
      case Look.Unseen<KdumpConfig> u -> CheckResult.unseen(u);
      case Look.Absent<KdumpConfig> a when !host.exists("/etc") ->
          CheckResult.absent(host, a, "KEXEC");
      case Look.Absent<KdumpConfig> a ->
          CheckResult.missing(
              "none of " + a.path(),
              "nothing loads a crash kernel at boot",
              "install kdump-tools (Debian, Ubuntu), kdump-utils or kexec-tools (RHEL, Fedora),"
                  + " kdump (SUSE)");
    };
  }

  private static CheckResult service(HostFiles host, String file) {
    if (!(host.names(UNITS) instanceof Look.Seen<List<String>>(String path, var folders))) {
      return CheckResult.unknown(
          file + "; no " + UNITS,
          "configured; whether it starts at boot was not seen",
          "look at the init system's links for kdump");
    }
    Optional<String> link =
        folders.stream()
            .filter(f -> f.endsWith(".wants") || f.endsWith(".requires"))
            .flatMap(f -> enabled(host, f))
            .findFirst();
    return link.map(l -> CheckResult.good(l, "a crash kernel is loaded at each boot"))
        .orElseGet(() ->
            CheckResult.missing(
                file + ", but no link to it in " + UNITS + "/*.wants",
                "installed, but not started at boot",
                "systemctl enable --now " + unit(file)));
  }

  private static Stream<String> enabled(HostFiles host, String folder) {
    String path = UNITS + "/" + folder;
    return host.names(path).seen().orElse(List.of()).stream()
        .filter(NAMES::contains)
        .map(n -> path + "/" + n);
  }

  private static String unit(String file) {
    return file.equals(KdumpConfig.DEBIAN) ? "kdump-tools" : "kdump";
  }
}
