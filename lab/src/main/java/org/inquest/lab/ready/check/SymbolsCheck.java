package org.inquest.lab.ready.check;

import java.util.Set;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Will a dump carry the kernel's symbols and unwind tables?
///
/// With CONFIG_KALLSYMS_ALL the names of variables are in memory, not only those of functions; with
/// CONFIG_UNWINDER_ORC, the tables that make stacks exact. Both show in `/proc/kallsyms`, whose
/// names everybody may read.
public final class SymbolsCheck implements Check {
  private static final String FILE = "/proc/kallsyms";
  private static final String FUNCTION = "schedule";
  private static final String VARIABLE = "init_task";
  private static final String TABLE = "__start_orc_unwind";

  @Override
  public Topic topic() {
    return Topic.READING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.wordsAmong(FILE, Set.of(FUNCTION, VARIABLE, TABLE))) {
      case Look.Seen<Set<String>>(String path, Set<String> names) -> judge(path, names);
      case Look.Absent<Set<String>> a -> CheckResult.absent(host, a, "KALLSYMS");
      case Look.Unseen<Set<String>> u -> CheckResult.unseen(u);
    };
  }

  private static CheckResult judge(String path, Set<String> names) {
    if (!names.contains(FUNCTION)) {
      return CheckResult.unknown(
          path + " has no " + FUNCTION, "the list of symbols is hidden", "run as root");
    }
    if (!names.contains(VARIABLE)) {
      return CheckResult.warning(
          path + " has no " + VARIABLE,
          "a dump alone has no names of variables",
          "keep each kernel's vmlinux for --vmlinux, or build with CONFIG_KALLSYMS_ALL");
    }
    String seen = path + " has " + VARIABLE;
    return names.contains(TABLE)
        ? CheckResult.good(seen + ", " + TABLE, "the dump carries symbols and unwind tables")
        : CheckResult.good(seen, "the dump carries symbols; stacks come from frame pointers");
  }
}
