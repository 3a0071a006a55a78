package org.inquest.lab.guest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Where a guest's CPUs are.
public final class Registers {
  private static final Pattern RIP = Pattern.compile("RIP=([0-9a-f]{16})");

  private Registers() {}

  /// The instruction pointers of all CPUs, in their order, at one moment if the guest is stopped.
  public static List<Long> instructionPointers(Qmp control) {
    // Only the human monitor shows registers; its text comes as one JSON string.
    return parse(
        control.execute("human-monitor-command", "{\"command-line\":\"info registers -a\"}"));
  }

  static List<Long> parse(String reply) {
    List<Long> all = new ArrayList<>();
    for (Matcher m = RIP.matcher(reply); m.find(); ) {
      all.add(Long.parseUnsignedLong(m.group(1), 16));
    }
    return List.copyOf(all);
  }
}
