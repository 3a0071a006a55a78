package org.inquest.diagnose.rules.panic;

/// The `exitcode=0x...` of "Attempted to kill init!" in words (kernel/exit.c): the low seven bits
/// are a signal, bit 7 says that a core was dumped, the next eight are what exit() was given.
final class ExitCode {
  private static final String[] SIGNALS = {
    "", "SIGHUP", "SIGINT", "SIGQUIT", "SIGILL", "SIGTRAP", "SIGABRT", "SIGBUS", "SIGFPE",
    "SIGKILL", "SIGUSR1", "SIGSEGV", "SIGUSR2", "SIGPIPE", "SIGALRM", "SIGTERM"
  };

  private ExitCode() {}

  /// `was killed by signal 11 (SIGSEGV)`; empty where the message has no exit code.
  static String words(String reason) {
    int at = reason.indexOf("exitcode=0x");
    if (at < 0) {
      return "";
    }
    int start = at + "exitcode=0x".length();
    int end = start;
    while (end < reason.length()
        && end - start < 8
        && Character.digit(reason.charAt(end), 16) >= 0) {
      end++;
    }
    if (end == start) {
      return "";
    }
    int code = Integer.parseUnsignedInt(reason.substring(start, end), 16);
    int signal = code & 0x7f;
    if (signal == 0) {
      return "called exit(" + (code >> 8 & 0xff) + ")";
    }
    String name = signal < SIGNALS.length ? " (" + SIGNALS[signal] + ")" : "";
    return "was killed by signal " + signal + name;
  }
}
