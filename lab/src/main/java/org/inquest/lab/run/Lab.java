package org.inquest.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.build.BuiltKernel;
import org.inquest.lab.build.BuiltKernels;
import org.inquest.lab.capture.FlattenedDump;
import org.inquest.lab.debian.DebianKernels;
import org.inquest.lab.debian.GuestTools;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.guest.Accelerator;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.KvmProbe;
import org.inquest.lab.guest.Machine;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.module.ModuleBuilder;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Truth;

/// Boots kernels, breaks them, keeps their dumps.
public final class Lab {
  private static final String READY = "LAB-READY";
  private static final String CAPTURED = "LAB-CAPTURED ";
  private static final String NO_CRASH_KERNEL = "LAB-NO-CRASH-KERNEL";
  private static final String NOT_LOADED = "LAB-MODULE-FAILED ";
  private static final int MOST_BOOTS = 2;
  // A dump is smaller than the guest's memory; the flattened form adds 16 bytes to each piece.
  private static final long DISK_SLACK = 256L << 20;

  private final LabCache cache;
  private final Path temporary;
  private final Optional<Accelerator> accelerator;
  private final Progress progress;

  /// @param cacheFolder the user's cache folder for Inquest's lab
  /// @param temporary where guests' files are kept while they run
  public Lab(Path cacheFolder, Path temporary, Progress progress) {
    this(cacheFolder, temporary, Optional.empty(), progress);
  }

  /// @param accelerator what runs guests; empty for the fastest that works here
  public Lab(
      Path cacheFolder, Path temporary, Optional<Accelerator> accelerator, Progress progress) {
    this.cache = new LabCache(cacheFolder.toAbsolutePath());
    this.temporary = temporary.toAbsolutePath();
    this.accelerator = accelerator;
    this.progress = progress;
  }

  /// Runs a scenario and keeps the dump and the truth.
  ///
  /// A guest that never gets as far as its scenario is booted once more, and the report says so;
  /// nothing after that point is ever repeated.
  ///
  /// @throws Unavailable if a program, a kernel or room is missing, or the guest does not do its
  ///   part in time
  public RunReport run(RunRequest request) {
    long start = System.nanoTime();
    checkOutput(request.outputFolder());
    GuestKernel kernel = kernel(request);
    GuestTools tools = GuestTools.prepare(cache, progress::step);
    try (Workspace workspace = Workspace.in(temporary)) {
      progress.step("building the guest's files");
      Scenario scenario = request.scenario();
      Path initramfs = workspace.file("initramfs");
      new Initramfs(kernel, tools)
          .write(
              scenario,
              UserPrograms.build(scenario, workspace.folder()),
              new ModuleBuilder(cache, progress::step).build(scenario, kernel, workspace.folder()),
              request.settings(),
              request.dump(),
              initramfs);
      Path disk = workspace.file("disk");
      Peripherals peripherals = Peripherals.of(scenario.hardware(), workspace);
      Machine machine =
          machine(accelerator(kernel, workspace), scenario, kernel, initramfs, disk, peripherals);
      for (int boots = 1; ; boots++) {
        Peripherals.disk(disk, ((long) scenario.memoryMegabytes() << 20) + DISK_SLACK);
        progress.step(
            "booting "
                + kernel.release()
                + (boots > 1 ? " again: the first guest never got ready" : ""));
        Guest guest = workspace.own(Guest.boot(machine, workspace.folder(), progress::console));
        if (reachesScenario(guest, scenario, boots == MOST_BOOTS)) {
          peripherals.start();
          new Ending(guest, scenario, progress).bringAbout();
          waitForCapture(guest, scenario, workspace);
          guest.close();
          return keep(request, kernel, guest, disk, boots, start);
        }
        guest.close();
      }
    }
  }

  /// Before anything is booted: a person should not wait for a dump that can't be kept.
  private static void checkOutput(Path folder) {
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new Unavailable(
          "results can't be written to " + folder, "name a folder that can be (--out)");
    }
    if (!Files.isWritable(folder)) {
      throw new Unavailable(
          "results can't be written to " + folder, "permit it, or name another folder (--out)");
    }
  }

  // A name of our own first: "hacks" is the kernel, a folder of that name is "./hacks".
  private GuestKernel kernel(RunRequest request) {
    Optional<BuiltKernel> built = new BuiltKernels(cache).named(request.kernel());
    if (built.isPresent()) {
      return built.get().kernel();
    }
    Path path = Path.of(request.kernel());
    return Files.exists(path)
        ? GuestKernel.local(path.toAbsolutePath())
        : new DebianKernels(cache, progress::step)
            .find(request.kernel(), request.scenario().flavour(), request.refresh());
  }

  private Accelerator accelerator(GuestKernel kernel, Workspace workspace) {
    return accelerator.orElseGet(() ->
        cache.locked(() ->
            new KvmProbe(cache.root().resolve("accelerator"))
                .fastest(kernel.image(), workspace, progress::step)));
  }

  private static Machine machine(
      Accelerator accelerator,
      Scenario scenario,
      GuestKernel kernel,
      Path initramfs,
      Path disk,
      Peripherals peripherals) {
    List<String> arguments = new ArrayList<>();
    // tsc=unstable: 6.12 now and then hangs at boot while it calibrates an emulated TSC.
    arguments.addAll(List.of("tsc=unstable", "panic=20"));
    arguments.add("crashkernel=" + scenario.crashMegabytes() + "M");
    arguments.addAll(scenario.kernelArguments());
    return new Machine(
        accelerator,
        kernel.image(),
        Optional.of(initramfs),
        Optional.of(disk),
        scenario.memoryMegabytes(),
        scenario.cpus(),
        scenario.cpuModel().isEmpty() ? accelerator.plainCpu() : scenario.cpuModel(),
        arguments,
        peripherals.arguments());
  }

  private boolean reachesScenario(Guest guest, Scenario scenario, boolean last) {
    Optional<String> line =
        guest
            .console()
            .waitFor(
                l -> l.endsWith(READY) || l.contains(NO_CRASH_KERNEL) || l.contains(NOT_LOADED),
                Deadline.in(scenario.ready()));
    if (line.isPresent() && line.get().contains(NOT_LOADED)) {
      throw notLoaded(line.get(), guest.console().lines());
    }
    if (line.isPresent() && line.get().endsWith(READY)) {
      return true;
    }
    if (!last) {
      return false;
    }
    throw new Unavailable(
        line.isPresent()
            ? "the guest could not load its crash kernel"
            : guest.ended()
                ? "the guest ended before it got as far as its scenario"
                : "the guest did not get as far as its scenario within "
                    + scenario.ready().toSeconds()
                    + " s",
        lastWords(guest));
  }

  private void waitForCapture(Guest guest, Scenario scenario, Workspace workspace) {
    Deadline deadline = Deadline.in(scenario.capture());
    Optional<String> line = guest.console().waitFor(l -> l.contains(CAPTURED), deadline);
    if (line.isEmpty()) {
      throw new Unavailable(
          "the guest's crash kernel took no dump within " + scenario.capture().toSeconds() + " s",
          lastWords(guest));
    }
    if (!line.get().endsWith(CAPTURED + "0")) {
      workspace.checkRoom();
      throw new Unavailable("makedumpfile failed in the guest", lastWords(guest));
    }
    guest.waitForEnd(Deadline.in(Duration.ofSeconds(20)));
  }

  private RunReport keep(
      RunRequest request, GuestKernel kernel, Guest guest, Path disk, int boots, long start) {
    String name =
        request.outputName().isEmpty()
            ? request.scenario().name() + "-" + kernel.release()
            : request.outputName();
    Path folder = request.outputFolder();
    Path dump = folder.resolve(name + ".kdump");
    Path truthFile = folder.resolve(name + ".truth");
    Path consoleFile = folder.resolve(name + ".console");
    progress.step("writing " + dump);
    try {
      Files.write(consoleFile, guest.console().lines());
    } catch (IOException e) {
      throw new Unavailable(
          "results can't be written to " + folder + " (" + e.getMessage() + ")", "make room");
    }
    FlattenedDump.rearrange(disk, dump);
    Map<String, String> known = new TreeMap<>(request.scenario().expected());
    known.put("scenario", request.scenario().name());
    known.put("kernel", kernel.release());
    known.put("capture", "kdump, makedumpfile " + request.dump().arguments());
    Truth truth = Truth.collect(known, guest.console().lines());
    truth.write(truthFile);
    return new RunReport(
        dump, truthFile, consoleFile, truth, boots, Duration.ofNanos(System.nanoTime() - start));
  }

  /// The kernel says on its console why it refuses a module ("bank: Unknown symbol foo (err -2)");
  /// insmod knows the error number only.
  static Unavailable notLoaded(String line, List<String> console) {
    String[] words = line.substring(line.indexOf(NOT_LOADED) + NOT_LOADED.length()).split(" ", 2);
    String insmod = words.length > 1 ? words[1] : "insmod failed";
    String complaint =
        console.stream()
            .map(l -> l.replaceFirst("^\\[ *[0-9.]+\\] ", ""))
            .filter(l -> l.startsWith(words[0] + ": ") && !l.contains("taint"))
            .reduce((a, b) -> b)
            .orElse(insmod);
    return new Unavailable(
        "the guest's kernel does not load the scenario's module " + words[0], complaint);
  }

  private static String lastWords(Guest guest) {
    String last =
        guest.console().lines().reversed().stream()
            .filter(l -> !l.isBlank())
            .findFirst()
            .map(l -> "its last line was '" + l.strip() + "'")
            .orElse("it printed nothing");
    return guest.complaint().isEmpty() ? last : last + "; QEMU says: " + guest.complaint();
  }
}
