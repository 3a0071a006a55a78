package org.inquest.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.capture.QemuCapture;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Qmp;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.scenario.Scenario;

/// QEMU saves the memory of the guest, which is stopped meanwhile. There is no crash kernel.
record QemuSalvage(QemuCapture capture, Scenario scenario, Progress progress, Workspace workspace)
    implements Salvage {
  private static final long SMALL_DISK = 1L << 20;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  @Override
  public List<String> kernelArguments() {
    return List.of("panic=0"); // A kernel that panics stays as it is.
  }

  @Override
  public List<String> devices() {
    return capture.devices();
  }

  @Override
  public void prepare() {
    Peripherals.disk(disk(), SMALL_DISK); // Nobody writes to it, but a scenario's own is /dev/vdb.
    Peripherals.disk(saved(), 0); // QEMU would make a file that its owner can't write.
  }

  @Override
  public Path disk() {
    return workspace.file("disk");
  }

  @Override
  public void take(Guest guest) {
    new Ending(guest, scenario, progress)
        .atItsMoment("QEMU writes the guest's memory", control -> dump(guest, control));
  }

  @Override
  public List<Path> keep(Path folder, String name, List<String> console) {
    Path dump = folder.resolve(name + capture.suffix());
    try {
      return List.of(Files.move(saved(), dump, StandardCopyOption.REPLACE_EXISTING));
    } catch (IOException e) {
      throw new Unavailable(
          "the dump can't be written to " + dump + " (" + e.getMessage() + ")", "make room");
    }
  }

  // Where QEMU writes to.
  private Path saved() {
    return workspace.file("dump");
  }

  private void dump(Guest guest, Qmp control) {
    List<String> formats = formats(control.execute("query-dump-guest-memory-capability"));
    if (!formats.contains(capture.format())) {
      throw new Unavailable(
          "this QEMU can't write " + capture.format(), "it has " + String.join(", ", formats));
    }
    control.execute(
        "dump-guest-memory",
        "{\"paging\":%b,\"protocol\":\"file:%s\",\"detach\":true,\"format\":\"%s\"}"
            .formatted(
                capture.paging(),
                saved().toString().replace("\\", "\\\\").replace("\"", "\\\""),
                capture.format()));
    Deadline deadline = Deadline.in(scenario.capture());
    while (!deadline.passed()) {
      String state = control.execute("query-dump");
      if (state.contains("\"status\": \"completed\"")) {
        return;
      }
      if (state.contains("\"status\": \"failed\"")) {
        workspace.checkRoom();
        throw new Unavailable("QEMU could not write the guest's memory", guest.lastWords());
      }
      guest.waitForEnd(Deadline.in(BETWEEN_LOOKS));
    }
    throw new Unavailable(
        "QEMU did not write the guest's memory within " + scenario.capture().toSeconds() + " s",
        guest.lastWords());
  }

  /// Reads `{"return": {"formats": ["elf", "kdump-zlib"]}}`.
  static List<String> formats(String reply) {
    List<String> formats = new ArrayList<>();
    int open = reply.indexOf('[');
    int close = reply.indexOf(']', open);
    if (open >= 0 && close > open) {
      for (String quoted : reply.substring(open + 1, close).split(",")) {
        formats.add(quoted.replace("\"", "").strip());
      }
    }
    return List.copyOf(formats);
  }
}
