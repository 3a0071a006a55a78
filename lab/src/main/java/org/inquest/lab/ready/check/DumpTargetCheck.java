package org.inquest.lab.ready.check;

import java.util.List;
import java.util.Optional;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is there room where the dump goes?
///
/// A filtered dump holds what the kernel itself uses, less what compression saves; a leak of kernel
/// memory, the very thing one would like to see, makes that as large as RAM. A quarter of RAM is
/// asked for, and at least what the kernel uses now.
public final class DumpTargetCheck implements Check {
  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    if (Container.mark(host).isPresent()) {
      return CheckResult.unknown(
          "a container's files", "the host's disk is not seen", Container.REMEDY);
    }
    return switch (KdumpConfig.of(host)) {
      case Look.Seen<KdumpConfig>(String file, KdumpConfig config) ->
          config
              .remote()
              .map(remote -> elsewhere(file, remote))
              .orElseGet(() -> room(host, config));
      case Look.Unseen<KdumpConfig> u -> CheckResult.unseen(u);
      case Look.Absent<KdumpConfig> a ->
          CheckResult.unknown(
              "no kdump configuration", "where a dump would go is not known", "see kdump-service");
    };
  }

  private static CheckResult elsewhere(String file, String remote) {
    return CheckResult.unknown(
        file + ": " + remote,
        "dumps go elsewhere; whether that works was not tried",
        "crash the machine once at a quiet hour: echo c > /proc/sysrq-trigger");
  }

  private static CheckResult room(HostFiles host, KdumpConfig config) {
    String folder = config.folder();
    if (!(host.freeBytes(folder) instanceof Look.Seen<Long>(String path, Long free))) {
      return CheckResult.unknown(folder, "its free space was not seen", "df " + folder);
    }
    Optional<Long> ram = Memory.total(host).seen();
    Optional<Long> kernel = Memory.keptByFilter(host).seen();
    String seen = folder + ": " + Memory.text(free) + " free" + earlier(host, folder);
    if (ram.isEmpty() || kernel.isEmpty()) {
      return CheckResult.unknown(
          seen, "how much RAM there is was not seen", "look at /proc/meminfo");
    }
    long least =
        MakedumpfileOptions.of(config.collector()).leavesOutPages() ? kernel.get() : ram.get();
    if (free < least) {
      return CheckResult.missing(
              seen,
              "a dump now would need up to " + Memory.text(least),
              "free space in " + folder + ", or let dumps go elsewhere in " + config.file())
          .with(new Consequence.Risks("the dump may not fit into " + folder));
    }
    if (free < ram.get() / 4) {
      return CheckResult.warning(
          seen,
          "fits now; a leak of kernel memory may need up to " + Memory.text(ram.get()),
          "free space in " + folder);
    }
    return CheckResult.good(seen, "room for a dump of " + Memory.text(ram.get()) + " of RAM");
  }

  // What was saved before is the best proof that saving works.
  private static String earlier(HostFiles host, String folder) {
    List<String> names = host.names(folder).seen().orElse(List.of());
    List<String> dumps =
        names.stream().filter(n -> n.matches(".*\\d{8}.*|.*\\d{4}-\\d\\d-.*")).toList();
    return dumps.isEmpty() ? "" : ", dumps from before: " + dumps.getLast();
  }
}
