package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Does the dump hold what a diagnosis needs, and not much more?
///
/// Level 31 leaves out zero, page-cache, user and free pages; the kernel's own data, its symbols,
/// types and unwind tables all stay. Lower levels only cost time and room. What hurts is a
/// collector that saves the log alone, or one that overwrites data.
public final class DumpLevelCheck implements Check {
  private static final int ALL = 31;

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    if (Container.mark(host).isPresent()) {
      return CheckResult.unknown(
          "a container's files", "the host's options are not seen", Container.REMEDY);
    }
    return switch (KdumpConfig.of(host)) {
      case Look.Seen<KdumpConfig>(String file, KdumpConfig config) ->
          judge(file, config.collector());
      case Look.Unseen<KdumpConfig> u -> CheckResult.unseen(u);
      case Look.Absent<KdumpConfig> a ->
          CheckResult.unknown(
              "no kdump configuration", "how a dump is written is not known", "see kdump-service");
    };
  }

  /// What a collector's command line means.
  static CheckResult judge(String file, String collector) {
    MakedumpfileOptions options = MakedumpfileOptions.of(collector);
    String seen = file + ": " + collector;
    String remedy = "makedumpfile -l -d 31 in " + file;
    if (options.logOnly()) {
      return CheckResult.missing(seen, "only the kernel's log is saved", remedy)
          .with(new Consequence.Risks("only the kernel's log is saved"));
    }
    if (!options.makedumpfile()) {
      return CheckResult.warning(seen, "all of RAM is copied: slow and large", remedy);
    }
    if (options.level().isEmpty()) {
      return CheckResult.unknown(seen, "the dump level is no number", remedy);
    }
    if (options.erases()) {
      return CheckResult.warning(
          seen, "data is overwritten in the dump; some evidence may be gone", remedy);
    }
    int level = options.level().get();
    if (!options.leavesOutPages() || !options.compressed()) {
      String why = options.compressed() ? "level " + level : "pages are not compressed";
      return CheckResult.warning(seen, why + ": all a diagnosis needs, but slow and large", remedy);
    }
    return level == ALL
        ? CheckResult.good(seen, "all a diagnosis needs, and small")
        : CheckResult.good(seen, "all a diagnosis needs");
  }
}
