package org.inquest.lab.process;

import java.util.ArrayList;
import java.util.List;

/// A command line around another, so that the other never outlives this JVM, even one killed with
/// SIGKILL.
///
/// A small shell holds the read end of a pipe whose write end is ours. When we go, for whatever
/// reason, the kernel closes our end, the shell reads end-of-file and kills its child; with the
/// whole process group, if the child leads one (`setsid`). (PR_SET_PDEATHSIG would watch the
/// *thread* that started the child, which in a JVM may end long before the JVM does.)
public final class Leash {
  // Descriptor 3 keeps the pipe: a background command of a non-interactive shell has /dev/null as
  // its input.
  private static final String SCRIPT =
      """
      exec 3<&0
      "$@" 3<&- </dev/null &
      child=$!
      { read -r line <&3; kill -9 -$child || kill -9 $child; } >/dev/null 2>&1 &
      watch=$!
      exec 3<&-
      wait $child
      status=$?
      kill $watch 2>/dev/null
      exit $status
      """;

  private Leash() {}

  /// The command to start instead of `command`; its standard input must be a pipe that we keep
  /// open.
  public static List<String> around(List<String> command) {
    List<String> all = new ArrayList<>(List.of("/bin/sh", "-c", SCRIPT, "inquest-leash"));
    all.addAll(command);
    return List.copyOf(all);
  }
}
