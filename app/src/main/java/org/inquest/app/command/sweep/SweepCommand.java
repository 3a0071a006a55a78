package org.inquest.app.command.sweep;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Family;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.lab.sweep.plan.Suspicion;
import org.inquest.lab.sweep.run.CaseResult;
import org.inquest.lab.sweep.run.Sweep;
import org.inquest.lab.sweep.run.SweepMode;
import org.inquest.lab.sweep.run.SweepPlan;
import org.inquest.lab.sweep.run.SweepProgress;
import org.inquest.lab.sweep.run.SweepReport;
import org.inquest.lab.sweep.run.SweepRequest;
import org.inquest.lab.sweep.workload.Workload;

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
            SweepTarget.HERE,
            SweepTarget.WORKLOAD,
            SweepTarget.OUT,
            JOBS,
            TIME,
            LIMIT,
            SweepTarget.PAIRS,
            SweepTarget.CACHE,
            SweepTarget.FUNCTIONS,
            SweepTarget.PLACES,
            SweepTarget.SOAK,
            SweepTarget.ROUNDS,
            SweepTarget.LEAKS,
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
                "sweep --kernel hacks --workload ext4-churn --places ext4_free_.*",
                "only what is allocated below these functions, suspects first"),
            new CommandInfo.Example(
                "sweep --here --workload ipc", "this machine, which is there to be broken"),
            new CommandInfo.Example(
                "sweep --kernel faults --workload sockets --dry-run",
                "what would be done; those first whose result nobody checks"),
            new CommandInfo.Example(
                "sweep --kernel faults -- mount -t tmpfs none /mnt", "a command of the guest")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    boolean machine = arguments.has(SweepTarget.KERNEL) || arguments.has(SweepTarget.HERE);
    boolean work =
        machine && !arguments.operands().isEmpty() || arguments.has(SweepTarget.WORKLOAD);
    if (!work) {
      return Family.super.run(session, arguments);
    }
    Workload workload = SweepTarget.workload(arguments);
    SweepMode mode = SweepTarget.mode(arguments);
    SweepMachine swept = SweepMachine.of(arguments, workload, mode);
    SweepRequest request = request(arguments, workload, mode, swept);
    Suspicion suspicion =
        swept.kernel().map(kernel -> SweepSuspicion.of(session, kernel)).orElse(Suspicion.NONE);
    if (arguments.has(DRY_RUN)) {
      SweepPlan plan = Sweep.plan(request, suspicion, swept.progress());
      return new SweepPlanDocument(plan, suspicion).document();
    }
    SweepReport report = Sweep.run(request, suspicion, progress(), swept.progress());
    return new SweepDocument(
            session, report, request.folder(), SweepTarget.replay(arguments), swept.kernel())
        .document(arguments.has(SweepDocument.SITES));
  }

  private static SweepRequest request(
      Arguments arguments, Workload workload, SweepMode mode, SweepMachine swept) {
    int jobs = Math.min(8, Runtime.getRuntime().availableProcessors());
    return new SweepRequest(
        swept.release(),
        swept.machines(),
        workload,
        SweepTarget.folder(arguments, workload),
        arguments.number(JOBS, Math.min(jobs, swept.jobs()), 1, swept.jobs()),
        Duration.ofSeconds(arguments.number(LIMIT, 20, 1, 3600)),
        Duration.ofSeconds(arguments.number(TIME, 3600, 1, 999_999)),
        mode,
        arguments.has(SweepTarget.LEAKS));
  }

  private static String toGo(long left, double perSecond) {
    long seconds = Math.round(left / Math.max(0.01, perSecond));
    return String.format(
        Locale.ROOT, "some %,d left, %d min %02d s to go", left, seconds / 60, seconds % 60);
  }

  private static SweepProgress progress() {
    PrintStream err = System.err;
    return new SweepProgress() {
      @Override
      public void cases(int done, OptionalLong left, double perSecond, int findings) {
        err.println(
            String.format(
                Locale.ROOT,
                "inquest: %,d cases, %.1f a second, %s; %d finding%s",
                done,
                perSecond,
                left.isPresent()
                    ? toGo(left.getAsLong(), perSecond)
                    : "nobody has counted how many are left",
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
