package org.inquest.lab.ready.check;

import java.util.Arrays;
import java.util.List;
import org.inquest.lab.ready.Check;
import org.inquest.lab.ready.CheckResult;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;
import org.inquest.lab.ready.Topic;

/// Do the last words of the kernel leave the machine?
///
/// A serial console or netconsole that another machine records is what is left of a crash without a
/// dump.
public final class ConsoleCheck implements Check {
  private static final String ACTIVE = "/sys/class/tty/console/active";
  private static final List<String> SERIAL = List.of("ttyS", "ttyAMA", "hvc", "ttysclp", "ttyMSM");

  @Override
  public Topic topic() {
    return Topic.FALLBACK;
  }

  @Override
  public CheckResult look(HostFiles host) {
    boolean net = host.exists("/sys/module/netconsole");
    return switch (host.text(ACTIVE)) {
      case Look.Seen<String>(String path, String consoles) -> {
        String seen = path + " = " + consoles + (net ? ", netconsole" : "");
        yield net || isSerial(consoles)
            ? CheckResult.good(seen, "an oops can be recorded elsewhere")
            : CheckResult.warning(
                seen,
                "an oops is seen on the screen only",
                "console=ttyS0,115200 console=tty0 on the kernel's command line, or netconsole");
      }
      case Look.Absent<String> a -> CheckResult.absent(host, a, "TTY");
      case Look.Unseen<String> u -> CheckResult.unseen(u);
    };
  }

  private static boolean isSerial(String consoles) {
    return Arrays.stream(consoles.split("\\s+"))
        .anyMatch(c -> SERIAL.stream().anyMatch(c::startsWith));
  }
}
