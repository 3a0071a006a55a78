package org.inquest.lab.run;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.capture.CrashKernelCapture;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.scenario.Scenario;

/// The guest's kernel panics, its crash kernel takes over and saves the memory to the disk.
record CrashKernelSalvage(
    CrashKernelCapture capture, Scenario scenario, Progress progress, Workspace workspace)
    implements Salvage {
  private static final String CAPTURED = "LAB-CAPTURED ";
  private static final String BEGINS = "LAB-CAPTURES";
  // What a makedumpfile says that was built without a library.
  private static final String DISABLED = "option is disabled";
  private static final Pattern COMPLAINT =
      Pattern.compile("(?i)can't|cannot|no space|error|not |must |fail|disabled");
  // A dump is smaller than the guest's memory; the flattened form adds 16 bytes to each piece.
  private static final long DISK_SLACK = 256L << 20;

  @Override
  public List<String> kernelArguments() {
    // Should kexec fail, the guest ends by itself, a little later.
    return List.of("crashkernel=" + scenario.crashMegabytes() + "M", "panic=20");
  }

  @Override
  public List<String> devices() {
    return List.of();
  }

  @Override
  public Path disk() {
    return workspace.file("disk");
  }

  @Override
  public void prepare() {
    Peripherals.disk(disk(), ((long) scenario.memoryMegabytes() << 20) + DISK_SLACK);
    capture.prepare(disk());
  }

  @Override
  public void take(Guest guest) {
    new Ending(guest, scenario, progress).bringAboutPanic();
    Deadline deadline = Deadline.in(scenario.capture());
    Optional<String> line = guest.console().waitFor(l -> l.contains(CAPTURED), deadline);
    if (line.isEmpty()) {
      throw new Unavailable(
          "the guest's crash kernel took no dump within " + scenario.capture().toSeconds() + " s",
          guest.lastWords());
    }
    // Not every write that the disk refuses reaches makedumpfile: the guest writes back later.
    workspace.checkRoom();
    if (!line.get().endsWith(CAPTURED + "0")) {
      throw new Unavailable(
          "the guest's crash kernel could not save the dump", reason(guest.console().lines()));
    }
    // It goes on without compression then, but that is not what was asked for.
    if (said(guest.console().lines()).stream().anyMatch(l -> l.contains(DISABLED))) {
      throw new Unavailable(
          "the guest's crash kernel could not save the dump so", reason(guest.console().lines()));
    }
    guest.waitForEnd(Deadline.in(Duration.ofSeconds(20)));
  }

  @Override
  public List<Path> keep(Path folder, String name, List<String> console) {
    return capture.collect(disk(), folder, name, console);
  }

  /// The first complaint of the capture script. makedumpfile puts general remarks and its progress
  /// around it, and ends with a line that says no more than that it failed.
  ///
  /// @param console what the guest printed
  static String reason(List<String> console) {
    List<String> said = said(console);
    return said.stream()
        .filter(l -> COMPLAINT.matcher(l).find())
        .findFirst()
        .orElse(said.isEmpty() ? "it does not say why" : said.getLast());
  }

  private static List<String> said(List<String> console) {
    return console.stream()
        .dropWhile(l -> !l.contains(BEGINS))
        .skip(1)
        .takeWhile(l -> !l.contains(CAPTURED))
        .map(String::strip)
        .filter(l -> !l.isEmpty() && !l.startsWith("[") && !l.startsWith("makedumpfile Failed"))
        .toList();
  }
}
