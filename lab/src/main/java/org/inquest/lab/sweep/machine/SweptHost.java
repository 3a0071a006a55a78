package org.inquest.lab.sweep.machine;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.agent.AgentLine;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.knob.FolderKnobs;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.knob.KnobLeftovers;
import org.inquest.lab.sweep.knob.KnobState;
import org.inquest.lab.sweep.knob.KnobWrite;
import org.inquest.lab.sweep.knob.Restoration;
import org.inquest.lab.sweep.probe.KernelProbe;
import org.inquest.lab.sweep.workload.AgentProgram;
import org.inquest.lab.sweep.workload.Workload;

/// The machine that this runs on. Its settings are kept before they are written and come back; the
/// kernel does not: after a case that broke it, it has to be booted.
public final class SweptHost implements SweptMachine {
  private static final Path ROOT = Path.of("/");
  private static final String KMSG = "/dev/kmsg";

  /// Without it what is written to the log by programs is rationed, and marks are lost
  /// (Documentation/admin-guide/sysctl/kernel.rst).
  private static final String RATION = "/proc/sys/kernel/printk_devkmsg";

  private static final Duration REACH = Duration.ofSeconds(20);
  private static final Duration LAST_WORDS = Duration.ofSeconds(2);

  private final Workspace workspace;
  private final KnobState state;
  private final Agent agent;
  private final CaseLog log;
  private int number;

  private SweptHost(Workspace workspace, KnobState state, Agent agent, CaseLog log) {
    this.workspace = workspace;
    this.state = state;
    this.agent = agent;
    this.log = log;
  }

  /// Gets this machine ready, which changes nothing but what is restored by [#close].
  ///
  /// @param states where settings are kept before they are written
  /// @param told how restoring went, of an earlier sweep that was killed and of this one
  /// @throws Unavailable if this is not root, the kernel can't be made to fail, there is no
  ///   compiler, or the workload is not made for a machine that is needed afterwards
  public static SweptHost open(
      Workshop workshop, Workload workload, Path states, Consumer<Restoration> told) {
    if (!workload.here()) {
      throw new Unavailable(
          "workload " + workload.name() + " is not run on a machine that is still needed",
          "sweep it in a guest, or choose one that 'inquest sweep workloads' calls fit for --here");
    }
    Workspace workspace = workshop.workspace();
    try {
      FolderKnobs files = new FolderKnobs(ROOT);
      KnobLeftovers.restore(files, states).forEach(told);
      KernelProbe.of(files).require();
      CaseLog log = new CaseLog("SWEPT-HERE " + ProcessHandle.current().pid());
      workspace.own(KernelMessages.follow(Path.of(KMSG), log::line));
      Path program = AgentProgram.build(workload, workspace.folder());
      Process process =
          new ProcessBuilder(program.toString(), "-")
              .directory(ROOT.toFile())
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      Agent agent = workspace.own(new Agent(AgentLine.of(process)));
      KnobState state = workspace.own(KnobState.begin(files, states, told));
      SweptHost host = new SweptHost(workspace, state, agent, log);
      host.begin();
      return host;
    } catch (IOException e) {
      workspace.close();
      throw new Unavailable("the agent does not start (" + e.getMessage() + ")", "make room");
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  private void begin() {
    if (!agent.reach(Deadline.in(REACH))) {
      throw new Unavailable("the agent does not answer", "is its folder mounted noexec?");
    }
    if (state.files().read(RATION).isPresent()) {
      state.write(new KnobWrite(RATION, "on", "every mark of a case comes through"));
    }
    // What the log says already belongs to nobody's case.
    agent.write(KMSG, log.ready() + "\n");
    if (!log.awaitReady(LAST_WORDS, Deadline.in(REACH))) {
      throw new Unavailable("nothing comes out of " + KMSG, "be root");
    }
  }

  @Override
  public Agent agent() {
    return agent;
  }

  @Override
  public KnobFiles knobs() {
    return state.files();
  }

  @Override
  public boolean restorable() {
    return false;
  }

  @Override
  public void keep() {
    // There is nothing to return to.
  }

  @Override
  public void restore() {
    throw new Unavailable("this machine can't be put back", "boot it");
  }

  @Override
  public Outcome run(Function<Integer, Optional<CaseReply>> run) {
    int current = ++number;
    log.begin(current);
    Optional<CaseReply> reply = run.apply(current);
    log.awaitEnd(Deadline.in(LAST_WORDS));
    return new Outcome(reply, List.copyOf(log.lines()));
  }

  @Override
  public List<String> said() {
    return List.copyOf(log.lines());
  }

  @Override
  public void close() {
    workspace.close();
  }
}
