package org.inquest.lab.sweep.agent;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What the agent says of a case.
///
/// @param ending how its process ended
/// @param pid of that process
/// @param armed whether it got as far as the step
/// @param finished whether the step returned
/// @param result 0, the first errno the step met, or a command's exit status
/// @param left of the count to the call that fails: 0 where it was reached, -1 where nothing counts
/// @param fixture errno of what prepares the step; 0 where that went well
/// @param milliseconds how long it took
/// @param taint the kernel's taint flags afterwards, -1 where they can't be read
/// @param text what the workload complains of; for a process that can't be killed where it sleeps
public record CaseReply(
    Ending ending,
    int pid,
    boolean armed,
    boolean finished,
    int result,
    long left,
    int fixture,
    long milliseconds,
    long taint,
    String text) {

  /// How a case's process ended.
  public enum Ending {
    /// By itself.
    ENDED,
    /// A signal: a kernel that oopses kills the process it does it in.
    SIGNAL,
    /// It took too long and was killed.
    TIMEOUT,
    /// It took too long and can't be killed.
    UNKILLABLE
  }

  /// Whether the call that was to fail was reached.
  public boolean injected() {
    return finished ? left == 0 : armed;
  }

  /// The same, counted by somebody else.
  ///
  /// @param calls that were left to the one that fails
  public CaseReply leaving(long calls) {
    return new CaseReply(
        ending, pid, armed, finished, result, calls, fixture, milliseconds, taint, text);
  }

  /// Reads `result NUMBER key=value ...`.
  ///
  /// @return empty if it is not that
  static Optional<CaseReply> parse(String line) {
    String[] words = line.split(" ");
    if (words.length < 3 || !words[0].equals("result")) {
      return Optional.empty();
    }
    Map<String, String> fields = new HashMap<>();
    for (int i = 2; i < words.length; i++) {
      int equals = words[i].indexOf('=');
      if (equals > 0) {
        fields.put(words[i].substring(0, equals), words[i].substring(equals + 1));
      }
    }
    try {
      return Optional.of(
          new CaseReply(
              switch (fields.getOrDefault("ending", "")) {
                case "signal" -> Ending.SIGNAL;
                case "timeout" -> Ending.TIMEOUT;
                case "unkillable" -> Ending.UNKILLABLE;
                default -> Ending.ENDED;
              },
              (int) number(fields, "pid"),
              number(fields, "armed") == 1,
              number(fields, "finished") == 1,
              (int) number(fields, "result"),
              number(fields, "left"),
              (int) number(fields, "fixture"),
              number(fields, "ms"),
              number(fields, "taint"),
              Quoting.unquote(fields.getOrDefault("text", ""))));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  private static long number(Map<String, String> fields, String key) {
    return Long.parseLong(fields.getOrDefault(key, ""));
  }
}
