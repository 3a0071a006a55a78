package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is the kernel still itself?
///
/// Bits of `kernel.tainted` (`Documentation/admin-guide/tainted-kernels.rst`). Trouble that was
/// already there, such as an earlier oops, is what a later dump will show; modules from elsewhere
/// only make a bug harder to report.
public final class TaintCheck implements Check {
  private static final String NAME = "kernel.tainted";
  // kernel/panic.c, taint_flags[]
  private static final String LETTERS = "PFSRMBUDAWCIOELKXTNJ";
  // Machine check, bad page, died, warned, soft lockup.
  private static final String TROUBLE = "MBDWL";

  @Override
  public Topic topic() {
    return Topic.READING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(NAME)) {
      case Look.Seen<Long>(String path, Long bits) -> judge(path + " = " + bits, letters(bits));
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "PROC_SYSCTL");
      case Look.Unseen<Long> u -> CheckResult.unseen(u);
    };
  }

  private static CheckResult judge(String seen, String letters) {
    if (letters.isEmpty()) {
      return CheckResult.good(seen, "nothing has gone wrong since boot");
    }
    String all = seen + " (" + letters + ")";
    return letters.chars().anyMatch(c -> TROUBLE.indexOf(c) >= 0)
        ? CheckResult.warning(
            all,
            "something went wrong since boot",
            "dmesg shows what: inquest oops explains it; then boot again")
        : CheckResult.good(all, "modules from elsewhere; nothing has gone wrong since boot");
  }

  /// The letters an oops shows for these bits.
  static String letters(long bits) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < Long.SIZE; i++) {
      if ((bits >>> i & 1) != 0) {
        out.append(i < LETTERS.length() ? LETTERS.charAt(i) : '?');
      }
    }
    return out.toString();
  }
}
