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
import java.util.function.Consumer;
import java.util.function.Function;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.GuestTools;
import org.inquest.lab.guest.Accelerator;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Machine;
import org.inquest.lab.guest.Qmp;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.module.ModuleBuilder;
import org.inquest.lab.module.ModuleSources;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Tool;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.scenario.Truth;
import org.inquest.lab.watch.Sign;
import org.inquest.lab.watch.Watch;

/// Boots kernels, breaks them, keeps their dumps.
public final class Lab {
  private static final String READY = "LAB-READY";
  private static final String NO_CRASH_KERNEL = "LAB-NO-CRASH-KERNEL";
  private static final String NOT_LOADED = "LAB-MODULE-FAILED ";
  private static final int MOST_BOOTS = 2;
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

  private final Workshop workshop;
  private final Progress progress;

  /// @param cacheFolder the user's cache folder for Inquest's lab
  /// @param temporary where guests' files are kept while they run
  public Lab(Path cacheFolder, Path temporary, Progress progress) {
    this(cacheFolder, temporary, Optional.empty(), progress);
  }

  /// @param accelerator what runs guests; empty for the fastest that works here
  public Lab(
      Path cacheFolder, Path temporary, Optional<Accelerator> accelerator, Progress progress) {
    this.workshop = new Workshop(cacheFolder, temporary, accelerator, progress);
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
    return boot(
        request,
        progress::console,
        booted -> {
          booted.salvage.take(booted.guest);
          booted.guest.close();
          return keep(request, booted);
        });
  }

  /// Runs a scenario that may break the kernel or not, until the watch knows. A hung kernel is
  /// ended with an NMI; the dump of a broken one is kept.
  ///
  /// @throws Unavailable as [#run] does. A broken kernel that leaves no dump is no error but a
  ///   result
  public Attempt attempt(RunRequest request, Watch watch) {
    return boot(
        request,
        line -> {
          watch.line(line);
          progress.console(line);
        },
        booted -> attempted(request, watch, booted));
  }

  /// Names of the commands that every guest has: busybox's.
  public List<String> guestCommands() {
    GuestTools tools = workshop.tools();
    return new Tool(tools.busybox().toString(), "busybox-static")
        .run(List.of("--list"), Duration.ofSeconds(20))
        .lines()
        .toList();
  }

  /// A guest that got as far as its scenario.
  private record Booted(GuestKernel kernel, Guest guest, Salvage salvage, int boots, long start) {}

  private <T> T boot(RunRequest request, Consumer<String> listener, Function<Booted, T> then) {
    long start = System.nanoTime();
    checkOutput(request.outputFolder());
    GuestKernel kernel =
        workshop.kernel(request.kernel(), request.scenario().flavour(), request.refresh());
    GuestTools tools = workshop.tools();
    try (Workspace workspace = workshop.workspace()) {
      progress.step("building the guest's files");
      Scenario scenario = request.scenario();
      Path initramfs = workspace.file("initramfs");
      new Initramfs(kernel, tools)
          .write(
              scenario,
              UserPrograms.build(scenario, workspace.folder()),
              new ModuleBuilder(workshop.cache(), progress::step)
                  .build(
                      ModuleSources.of(scenario.name(), scenario.files()),
                      kernel,
                      workspace.folder()),
              request.settings(),
              request.capture(),
              initramfs);
      Salvage salvage = Salvage.of(request.capture(), scenario, progress, workspace);
      Peripherals peripherals = Peripherals.of(scenario.hardware(), workspace);
      Machine machine =
          machine(
              workshop.accelerator(kernel, workspace),
              scenario,
              kernel,
              initramfs,
              salvage,
              peripherals);
      for (int boots = 1; ; boots++) {
        salvage.prepare();
        progress.step(
            "booting "
                + kernel.release()
                + (boots > 1 ? " again: the first guest never got ready" : ""));
        Guest guest = workspace.own(Guest.boot(machine, workspace.folder(), listener));
        if (reachesScenario(guest, scenario, boots == MOST_BOOTS)) {
          peripherals.start();
          return then.apply(new Booted(kernel, guest, salvage, boots, start));
        }
        guest.close();
      }
    }
  }

  private Attempt attempted(RunRequest request, Watch watch, Booted booted) {
    long begin = System.nanoTime();
    watch.begin();
    Sign sign = watched(booted.guest, watch);
    Duration after = Duration.ofNanos(System.nanoTime() - begin);
    progress.step(sign.text());
    Optional<RunReport> report = Optional.empty();
    String lost = "";
    if (sign instanceof Sign.Gone) {
      lost = "a machine that resets itself leaves no dump";
    } else if (sign.broken()) {
      try {
        if (!(sign instanceof Sign.Dying)) {
          injectNmi(booted.guest);
        }
        booted.salvage.take(booted.guest);
        booted.guest.close();
        report = Optional.of(keep(request, booted));
      } catch (Unavailable e) {
        lost = e.getMessage();
      }
    }
    booted.guest.close();
    Path console = request.outputFolder().resolve(name(request, booted) + ".console");
    writeConsole(booted.guest, console);
    return new Attempt(sign, after, report, lost, console);
  }

  private static Sign watched(Guest guest, Watch watch) {
    while (true) {
      Optional<Sign> sign = watch.sign();
      if (sign.isPresent()) {
        return sign.get();
      }
      if (guest.waitForEnd(Deadline.in(BETWEEN_LOOKS))) {
        return new Sign.Gone();
      }
      if (Thread.currentThread().isInterrupted()) {
        throw new Unavailable("the attempt was interrupted", "run it again");
      }
    }
  }

  private void injectNmi(Guest guest) {
    progress.step("injecting an NMI");
    try (Qmp control = guest.control()) {
      control.execute("inject-nmi");
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

  private static Machine machine(
      Accelerator accelerator,
      Scenario scenario,
      GuestKernel kernel,
      Path initramfs,
      Salvage salvage,
      Peripherals peripherals) {
    List<String> arguments = new ArrayList<>();
    // tsc=unstable: 6.12 now and then hangs at boot while it calibrates an emulated TSC.
    arguments.add("tsc=unstable");
    // The ciphers' self-tests are a third of an emulated boot; no scenario is about them.
    arguments.add("cryptomgr.notests=1");
    arguments.addAll(salvage.kernelArguments());
    arguments.addAll(scenario.kernelArguments());
    List<String> devices = new ArrayList<>(peripherals.arguments());
    devices.addAll(salvage.devices());
    return new Machine(
        accelerator,
        kernel.image(),
        Optional.of(initramfs),
        Optional.of(salvage.disk()),
        scenario.memoryMegabytes(),
        scenario.cpus(),
        scenario.cpuModel().isEmpty() ? accelerator.plainCpu() : scenario.cpuModel(),
        arguments,
        devices);
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
        guest.lastWords());
  }

  private static String name(RunRequest request, Booted booted) {
    return request.outputName().isEmpty()
        ? request.scenario().name() + "-" + booted.kernel.release()
        : request.outputName();
  }

  private RunReport keep(RunRequest request, Booted booted) {
    String name = name(request, booted);
    Path folder = request.outputFolder();
    Path truthFile = folder.resolve(name + ".truth");
    Path consoleFile = folder.resolve(name + ".console");
    progress.step("writing " + folder.resolve(name));
    List<String> console = booted.guest.console().lines();
    writeConsole(booted.guest, consoleFile);
    List<Path> dumps = booted.salvage.keep(folder, name, console);
    Map<String, String> known = new TreeMap<>(request.scenario().expected());
    known.put("scenario", request.scenario().name());
    known.put("kernel", booted.kernel.release());
    known.put("capture", request.capture().description());
    Truth truth = Truth.collect(known, console);
    truth.write(truthFile);
    return new RunReport(
        dumps,
        truthFile,
        consoleFile,
        truth,
        booted.boots,
        Duration.ofNanos(System.nanoTime() - booted.start));
  }

  private static void writeConsole(Guest guest, Path file) {
    try {
      Files.write(file, guest.console().lines().stream().filter(l -> !Watch.isBeat(l)).toList());
    } catch (IOException e) {
      throw new Unavailable(file + " can't be written (" + e.getMessage() + ")", "make room");
    }
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
}
