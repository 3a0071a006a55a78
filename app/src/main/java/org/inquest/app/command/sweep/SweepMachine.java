package org.inquest.app.command.sweep;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.UserState;
import org.inquest.app.command.lab.LabSetup;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.knob.FolderKnobs;
import org.inquest.lab.sweep.knob.Restoration;
import org.inquest.lab.sweep.machine.SweepGuest;
import org.inquest.lab.sweep.machine.SweptHost;
import org.inquest.lab.sweep.machine.SweptMachine;
import org.inquest.lab.sweep.run.SweepMode;
import org.inquest.lab.sweep.workload.Workload;

/// The machine that a person wants to be swept: guests of a kernel, or this one.
///
/// @param release of its kernel
/// @param kernel of guests, whose code can be read
/// @param machines makes one
/// @param jobs how many there can be at a time
/// @param progress told what is done first
record SweepMachine(
    String release,
    Optional<GuestKernel> kernel,
    Supplier<SweptMachine> machines,
    int jobs,
    Progress progress) {
  private static final String RELEASE = "/proc/sys/kernel/osrelease";

  /// Of a Debian kernel, where a person names a series.
  private static final String FLAVOUR = "cloud-amd64";

  private static final int MOST_GUESTS = 64;

  /// What the options name.
  ///
  /// @throws Unavailable if there is no such kernel
  static SweepMachine of(Arguments arguments, Workload workload, SweepMode mode) {
    Workshop workshop = LabSetup.workshop(arguments.has(SweepTarget.CONSOLE));
    if (!arguments.has(SweepTarget.HERE)) {
      GuestKernel kernel = kernel(SweepTarget.kernel(arguments));
      return new SweepMachine(
          kernel.release(),
          Optional.of(kernel),
          () ->
              SweepGuest.boot(
                  workshop,
                  kernel,
                  workload,
                  arguments.has(SweepTarget.LEAKS),
                  mode.bootParameters()),
          MOST_GUESTS,
          workshop.progress());
    }
    if (arguments.has(SweepTarget.KERNEL)) {
      throw new UsageError("sweep: either --kernel, for guests, or --here");
    }
    String release =
        new FolderKnobs(Path.of("/"))
            .read(RELEASE)
            .orElseThrow(() -> new Unavailable("this is no Linux: no " + RELEASE, "use guests"));
    return new SweepMachine(
        release,
        Optional.empty(),
        () -> SweptHost.open(workshop, workload, states(), told(System.err)),
        1,
        workshop.progress());
  }

  /// A guest's kernel, as a person names it.
  static GuestKernel kernel(String name) {
    return LabSetup.workshop(false).kernel(name, FLAVOUR, false);
  }

  /// Where sweeps of this machine keep what its settings were.
  static Path states() {
    return UserState.folder("sweep");
  }

  private static Consumer<Restoration> told(PrintStream err) {
    return how -> {
      how.failed().forEach(failure -> err.println("inquest: " + failure.words()));
      if (!how.restored().isEmpty()) {
        int many = how.restored().size();
        err.println(
            "inquest: "
                + (many == 1 ? "1 setting says" : many + " settings say")
                + " again what was said before");
      }
      if (!how.note().isEmpty()) {
        err.println("inquest: " + how.note());
      }
    };
  }
}
