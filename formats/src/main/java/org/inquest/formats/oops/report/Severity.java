package org.inquest.formats.oops.report;

/// How bad a report is, in what it means for the machine, and why.
///
/// @param level the worst first
/// @param reason a clause
public record Severity(Level level, String reason) {
  /// What a report means for the machine.
  public enum Level {
    /// Memory was, or could have been, overwritten or used after it was freed: whatever happens
    /// later may be a consequence, data on disks included.
    MEMORY_UNSAFE("memory is not safe"),
    /// The machine stopped.
    MACHINE_DOWN("the machine went down"),
    /// A task was killed in the kernel; what it held stays held.
    TASK_KILLED("a task died in the kernel"),
    /// Somebody waits and may wait for ever, or could.
    STUCK("something hangs or could hang"),
    /// The kernel noticed something wrong and went on.
    WARNING("a warning"),
    /// No fault of the kernel.
    NOISE("of no consequence");

    private final String words;

    Level(String words) {
      this.words = words;
    }

    /// For a sentence or a column.
    public String words() {
      return words;
    }
  }

  /// The severity of a report.
  public static Severity of(LogReport report, Headline headline) {
    String type = headline.type();
    if (type.startsWith("SYZ_")) {
      return new Severity(Level.NOISE, "the testing program failed, not the kernel");
    }
    if (unsafe(type, report)) {
      return new Severity(Level.MEMORY_UNSAFE, memory(type));
    }
    String panic = panic(report);
    if (!panic.isEmpty() && !panic.startsWith("panic_on_") && !panic.contains(": panic_on_")) {
      return new Severity(Level.MACHINE_DOWN, "the kernel panicked: " + panic);
    }
    if (died(report)) {
      return panic.isEmpty()
          ? new Severity(Level.TASK_KILLED, "an exception in the kernel ended the task")
          : new Severity(
              Level.MACHINE_DOWN, "an exception, after which the kernel is set to panic");
    }
    return switch (type) {
      case "HANG" -> new Severity(Level.STUCK, "a task or CPU made no progress for long");
      case "LOCKDEP" -> new Severity(Level.STUCK, "locks are used in a way that can deadlock");
      case "ATOMIC_SLEEP" -> new Severity(Level.STUCK, "a task slept where it must not");
      case "LEAK" -> new Severity(Level.WARNING, "memory is lost until the next boot");
      case "KCSAN-DATARACE", "KCSAN-ASSERT" ->
          new Severity(Level.WARNING, "two CPUs access one place without order");
      case "DoS", "BUG" -> new Severity(Level.TASK_KILLED, "the kernel could not go on there");
      default -> new Severity(Level.WARNING, "the kernel went on");
    };
  }

  /// By the class of the report, or by what list and slab checks say before a `BUG()` or warning.
  private static boolean unsafe(String type, LogReport report) {
    boolean pointer = type.contains("NULL-POINTER");
    return !pointer
            && (type.startsWith("KASAN")
                || type.startsWith("KFENCE")
                || type.startsWith("MEMORY_SAFETY")
                || type.startsWith("REFCOUNT")
                || type.equals("KMSAN-INFO-LEAK"))
        || report.first().text().contains("BUG: Bad page")
        || report.first().text().startsWith("BUG kmalloc-")
        || report.first().text().contains("stack is corrupted");
  }

  private static String memory(String type) {
    if (type.contains("USE-AFTER-FREE")) {
      return type.endsWith("WRITE") ? "freed memory was written" : "freed memory was read";
    }
    if (type.contains("INVALID-FREE")) {
      return "something was freed that was not allocated, or twice";
    }
    if (type.startsWith("REFCOUNT")) {
      return "a reference count is wrong: its object may be freed while in use";
    }
    if (type.equals("KMSAN-INFO-LEAK")) {
      return "memory that was never set went out of the kernel";
    }
    if (type.endsWith("WRITE")) {
      return "memory was written that does not belong to the object";
    }
    return type.endsWith("READ")
        ? "memory was read that does not belong to the object"
        : "a pointer or a structure held nonsense";
  }

  private static String panic(LogReport report) {
    String words = "Kernel panic - not syncing: ";
    for (ConsoleLine line : report.lines()) {
      int at = line.text().indexOf(words);
      if (at >= 0) {
        return line.text().substring(at + words.length()).strip();
      }
    }
    return "";
  }

  private static boolean died(LogReport report) {
    return report.lines().stream().anyMatch(line -> line.text().matches(".{0,200}\\[#\\d+\\].*"));
  }
}
