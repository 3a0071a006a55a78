package org.inquest.lab.ready.check;

import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.Consequence;
import org.inquest.lab.ready.Event;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Is a crash kernel loaded? This one bit decides whether a panic leaves a dump.
public final class CrashImageCheck implements Check {
  private static final String LOADED = "/sys/kernel/kexec_crash_loaded";

  @Override
  public Topic topic() {
    return Topic.SAVING;
  }

  @Override
  public CheckResult look(HostFiles host) {
    return switch (host.number(LOADED)) {
      case Look.Seen<Long>(String path, Long value) ->
          value != 0
              ? CheckResult.good(path + " = " + value, "a panic starts the crash kernel")
                  .with(new Consequence.Saves("the crash kernel saves the memory"))
              : CheckResult.missing(
                      path + " = 0",
                      "a panic saves nothing",
                      "start the kdump service: systemctl enable --now kdump-tools (Debian),"
                          + " kdump (others)")
                  .with(new Consequence.Loses("no crash kernel is loaded"));
      case Look.Absent<Long> a when host.live() ->
          CheckResult.absent(host, a, "KEXEC and CONFIG_CRASH_DUMP")
              .with(new Consequence.Loses("no crash kernel is loaded"));
      case Look.Absent<Long> a -> CheckResult.absent(host, a, "KEXEC", Event.PANIC);
      case Look.Unseen<Long> u -> CheckResult.unseen(u, Event.PANIC);
    };
  }
}
