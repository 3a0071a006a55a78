package org.inquest.app.command.sweep;

import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Family;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.lab.LabSetup;
import org.inquest.app.document.Document;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.plan.Suspicion;
import org.inquest.lab.sweep.run.CaseResult;
import org.inquest.lab.sweep.run.Sweep;
import org.inquest.lab.sweep.run.SweepProgress;
import org.inquest.lab.sweep.run.SweepReport;
import org.inquest.lab.sweep.run.SweepRequest;
import org.inquest.lab.sweep.workload.Workload;
import org.inquest.lab.sweep.workload.Workloads;

/// Makes every call of a workload that can fail do so, one after another, in guests; says what the
/// kernel did not survive, and which failure it was.
public final class SweepCommand implements Family {
  private static final Option TIME =
      Option.value("--time", "SECONDS", "stop after so long; default: 3600");
  private static final Option DRY_RUN =
      Option.flag("--dry-run", "make nothing fail; show the plan and what would be written");
  private static final Option LIMIT =
      Option.value("--limit", "SECONDS", "how long one step may take; default: 20");
  private static final Option JOBS =
      Option.value("--jobs", "N", "guests at a time; default: as many as CPUs, at most 8");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep",
        "every call that can fail, one by one, until the kernel breaks",
        "[-- COMMAND [ARGUMENT]...]",
        List.of(
            SweepTarget.KERNEL,
            SweepTarget.WORKLOAD,
            SweepTarget.OUT,
            JOBS,
            TIME,
            LIMIT,
            SweepTarget.PAIRS,
            SweepTarget.CACHE,
            SweepTarget.FUNCTIONS,
            SweepTarget.SOAK,
            SweepTarget.ROUNDS,
            DRY_RUN,
            SweepDocument.SITES,
            SweepTarget.CONSOLE),
        List.of(
            new CommandInfo.Example("sweep", "the commands about injected failures"),
            new CommandInfo.Example(
                "sweep --kernel hacks --workload ext4-churn", "files on ext4, on the hacks kernel"),
            new CommandInfo.Example(
                "sweep --kernel faults --pairs 2 --workload ipc",
                "with a second failure on the way out"),
            new CommandInfo.Example(
                "sweep --kernel faults --workload xfs-churn --functions xfs_.*",
                "functions that fail without being run, each with several errors"),
            new CommandInfo.Example(
                "sweep --kernel faults --workload sockets --dry-run",
                "what would be done; those first whose result nobody checks"),
            new CommandInfo.Example(
                "sweep --kernel faults -- mount -t tmpfs none /mnt", "a command of the guest")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    boolean nothing = arguments.value(SweepTarget.WORKLOAD).isEmpty();
    if (nothing && (arguments.operands().isEmpty() || !arguments.has(SweepTarget.KERNEL))) {
      return Family.super.run(session, arguments);
    }
    SweepRequest request = request(arguments);
    Workshop workshop = LabSetup.workshop(arguments.has(SweepTarget.CONSOLE));
    GuestKernel kernel = workshop.kernel(request.kernel(), Sweep.FLAVOUR, false);
    Suspicion suspicion = SweepSuspicion.of(session, kernel);
    if (arguments.has(DRY_RUN)) {
      return new SweepPlanDocument(Sweep.plan(workshop, request), suspicion).document();
    }
    SweepReport report = Sweep.run(workshop, request, suspicion, progress());
    return new SweepDocument(
            session, report, request.folder(), SweepTarget.replay(arguments), Optional.of(kernel))
        .document(arguments.has(SweepDocument.SITES));
  }

  private static SweepRequest request(Arguments arguments) {
    Workload workload =
        arguments.operands().isEmpty()
            ? Workloads.named(arguments.value(SweepTarget.WORKLOAD).orElse(""))
            : Workloads.ofCommand(arguments.operands());
    if (!arguments.operands().isEmpty() && arguments.has(SweepTarget.WORKLOAD)) {
      throw new UsageError("sweep: either --workload or a command after --");
    }
    int jobs = Math.min(8, Runtime.getRuntime().availableProcessors());
    Path folder = SweepTarget.folder(arguments, workload);
    return new SweepRequest(
        SweepTarget.kernel(arguments),
        workload,
        folder,
        SweepTarget.number(arguments, JOBS, jobs, 1, 64),
        Duration.ofSeconds(SweepTarget.number(arguments, LIMIT, 20, 1, 3600)),
        Duration.ofSeconds(SweepTarget.number(arguments, TIME, 3600, 1, 999_999)),
        SweepTarget.mode(arguments));
  }

  private static SweepProgress progress() {
    PrintStream err = System.err;
    return new SweepProgress() {
      @Override
      public void cases(int done, long left, double perSecond, int findings) {
        long seconds = Math.round(left / Math.max(0.01, perSecond));
        err.println(
            String.format(
                Locale.ROOT,
                "inquest: %,d cases, some %,d left, %.1f a second, some %d min %02d s to go; %d finding%s",
                done,
                left,
                perSecond,
                seconds / 60,
                seconds % 60,
                findings,
                findings == 1 ? "" : "s"));
      }

      @Override
      public void found(CaseResult result, Duration after) {
        err.println(
            "inquest: after "
                + after.toSeconds()
                + " s, "
                + result.tried()
                + ": "
                + result.damage().map(damage -> damage.words() + ": ").orElse("")
                + result.what());
      }
    };
  }
}
