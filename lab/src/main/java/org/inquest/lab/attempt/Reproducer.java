package org.inquest.lab.attempt;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.scenario.GuestFiles;
import org.inquest.lab.scenario.Scenario;

/// A command of which somebody says that it breaks the kernel.
///
/// @param command the command and its arguments
/// @param copies what else the guest gets: `FILE` or `FILE:/DESTINATION`
/// @param limit how long to wait for it to break something
/// @param patience how long a task may wait, or the machine give no sign of life
/// @param memoryMegabytes RAM of the guest
/// @param cpus CPUs of the guest
public record Reproducer(
    List<String> command,
    List<String> copies,
    Duration limit,
    Duration patience,
    int memoryMegabytes,
    int cpus) {

  private static final String SCRIPT =
      """
      cd / && cpio -idu </scenario/cargo 2>/dev/null
      rm /scenario/cargo
      mkdir -p /dev/shm /dev/pts %1$s
      mount -t tmpfs shm /dev/shm
      mount -t devpts pts /dev/pts
      ifconfig lo up
      export HOME=%1$s
      for switch in panic_on_oops softlockup_panic; do
        echo 1 >/proc/sys/kernel/$switch
      done
      reproduce() { attempt %2$d %3$d %4$s; }
      FINALLY=reproduce
      """;

  public Reproducer {
    command = List.copyOf(command);
    copies = List.copyOf(copies);
    if (command.isEmpty()) {
      throw new UsageError("lab try: which command? inquest lab try --kernel 6.1 -- ./repro");
    }
  }

  /// The scenario that runs it.
  ///
  /// @param guestCommands what guests have anyway
  /// @throws org.inquest.formats.fault.InquestException if something that it needs is not here
  public Scenario scenario(Set<String> guestCommands) {
    Cargo cargo = Cargo.pack(this, guestCommands);
    String words =
        cargo.command().stream().map(Reproducer::quoted).collect(Collectors.joining(" "));
    return Scenario.of(
        "try",
        Map.of(
            Scenario.DESCRIPTION,
            bytes("memory=" + memoryMegabytes + "\ncpus=" + cpus),
            Scenario.SCRIPT,
            bytes(SCRIPT.formatted(Cargo.HOME, limit.toSeconds(), patience.toSeconds(), words)),
            "attempt.c",
            GuestFiles.read("attempt.c"),
            "cargo",
            cargo.archive()));
  }

  /// A word as a shell reads it back.
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
