package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence.GoesOn;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// What does a machine do after a panic that no crash kernel takes over?
///
/// `kernel.panic`: seconds until it boots again; 0 waits for ever, a negative number does not wait
/// at all.
public final class PanicTimeoutCheck implements Check {
  private static final String NAME = "kernel.panic";

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.sysctl(NAME)) {
      case Look.Seen<Long>(String path, Long seconds) -> judge(path + " = " + seconds, seconds);
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "PROC_SYSCTL");
      case Look.Unseen<Long> u -> CheckResult.unseen(u);
    };
  }

  private static CheckResult judge(String seen, long seconds) {
    if (seconds == 0) {
      return CheckResult.warning(
              seen,
              "where no crash kernel takes over, the machine stands still",
              Sysctl.set(NAME, 10))
          .with(new GoesOn(Event.PANIC, "the machine stands still until it is reset"));
    }
    String when = seconds < 0 ? "at once" : "after " + seconds + " s";
    return CheckResult.good(seen, "where no crash kernel takes over, it boots again " + when)
        .with(new GoesOn(Event.PANIC, "the machine boots again " + when));
  }
}
