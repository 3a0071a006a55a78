package org.inquest.lab.watch;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.lab.guest.ConsoleWords;
import org.jspecify.annotations.Nullable;

/// Follows a guest's console while the program `attempt` (see the guest's files) runs a command in
/// it, and knows when to stop waiting. Lines come from one thread, questions from another.
public final class Watch {
  private static final Pattern WORD =
      Pattern.compile(
          "LAB-(BEAT|STUCK|STARVED|ENDED|STILL-RUNNING) (\\d{1,9})\\b(?: (\\d{1,9}) (.*))?");
  // What x86 and the kernel's own checks say first; kernel/panic.c, arch/x86/kernel/dumpstack.c,
  // traps.c, kernel/watchdog.c.
  private static final List<String> CRIES =
      List.of(
          "BUG: ",
          "kernel BUG at",
          "Oops: ",
          "general protection fault",
          "divide error",
          "invalid opcode",
          "stack guard page was hit",
          ConsoleWords.PANIC);
  // What a kernel says first of all. The second one to say so is the crash kernel.
  private static final String FIRST_WORDS = "Linux version ";
  // A line torn by another one says nothing; the next one comes a second later.
  private static final String STAMP = "^\\[ *[0-9.]+\\]\\s*(?:\\[ *[TC]\\d+\\]\\s*)?";

  private final Duration patience;
  private final LongSupplier clock;
  private boolean begun;
  private boolean dying;
  private String cry = "";
  private long lastBeat;
  private @Nullable Sign said;

  /// @param patience how long a guest may give no sign of life
  public Watch(Duration patience) {
    this(patience, System::nanoTime);
  }

  /// @param clock nanoseconds, for tests
  Watch(Duration patience, LongSupplier clock) {
    this.patience = patience;
    this.clock = clock;
  }

  /// Whether a line only says that the guest is alive, and is of no interest afterwards.
  public static boolean isBeat(String line) {
    return line.startsWith("LAB-BEAT ");
  }

  /// The command is about to be started: from now on the guest must give signs of life.
  public synchronized void begin() {
    begun = true;
    lastBeat = clock.getAsLong();
  }

  /// The guest printed a line.
  public synchronized void line(String line) {
    Matcher word = WORD.matcher(line);
    if (word.find()) {
      lastBeat = clock.getAsLong();
      listen(word);
    } else if (begun) {
      listenToKernel(line);
    }
  }

  /// What has become of the guest; empty as long as there is reason to wait. A kernel that died is
  /// told before anything else, and whatever is wrong before what is not.
  public synchronized Optional<Sign> sign() {
    if (dying) {
      return Optional.of(new Sign.Dying(cry));
    }
    if (said != null) {
      return Optional.of(said);
    }
    long silent = clock.getAsLong() - lastBeat;
    return begun && silent >= patience.toNanos()
        ? Optional.of(new Sign.Silent(Duration.ofNanos(silent).toSeconds()))
        : Optional.empty();
  }

  private void listen(Matcher word) {
    long number = Long.parseLong(word.group(2));
    @Nullable String seconds = word.group(3);
    @Nullable String comm = word.group(4);
    @Nullable Sign sign =
        switch (word.group(1)) {
          case "STUCK" ->
              seconds == null || comm == null
                  ? null
                  : new Sign.Stuck(number, comm, Long.parseLong(seconds));
          case "STARVED" -> new Sign.Starved(number);
          case "ENDED" -> new Sign.Ended((int) number);
          case "STILL-RUNNING" -> new Sign.StillRunning(number);
          default -> null;
        };
    if (sign != null && (said == null || !said.broken())) {
      said = sign;
    }
  }

  private void listenToKernel(String line) {
    if (cry.isEmpty() && CRIES.stream().anyMatch(line::contains)) {
      cry = line.replaceFirst(STAMP, "").strip();
    }
    dying |= line.contains(FIRST_WORDS) || line.contains(ConsoleWords.PANIC);
  }
}
