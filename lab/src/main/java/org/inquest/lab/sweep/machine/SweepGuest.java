package org.inquest.lab.sweep.machine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.guest.Accelerator;
import org.inquest.lab.guest.Guest;
import org.inquest.lab.guest.Machine;
import org.inquest.lab.guest.Qmp;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.process.Deadline;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.run.Workshop;
import org.inquest.lab.sweep.agent.Agent;
import org.inquest.lab.sweep.agent.AgentLine;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.knob.KnobFiles;
import org.inquest.lab.sweep.workload.AgentProgram;
import org.inquest.lab.sweep.workload.Workload;

/// A guest in which one case after another is run: booted and prepared once, then put back to that
/// moment whenever it broke, which takes a second where a boot takes ten.
public final class SweepGuest implements SweptMachine {
  private static final Duration BOOT = Duration.ofSeconds(300);
  private static final Duration STANDSTILL = Duration.ofSeconds(75);
  private static final int MOST_BOOTS = 4;
  private static final Duration REACH = Duration.ofSeconds(20);
  private static final Duration LAST_WORDS = Duration.ofSeconds(4);
  private static final long SILENCE_MS = 300;
  private static final String READY = "LAB-READY";
  private static final String SNAPSHOT = "swept";

  private final Workspace workspace;
  private final Guest guest;
  private final Qmp control;
  private final Agent agent;
  private final CaseLog log;
  private int number;

  private SweepGuest(Workspace workspace, Guest guest, Qmp control, Agent agent, CaseLog log) {
    this.workspace = workspace;
    this.guest = guest;
    this.control = control;
    this.agent = agent;
    this.log = log;
  }

  /// Boots a kernel with a workload, as far as the workload is ready to be prepared.
  ///
  /// @param leaks whether kmemleak is on, where the kernel has it: it costs time
  /// @param parameters more of the kernel's
  /// @throws Unavailable if a program or room is missing, or the guest does not get ready
  public static SweepGuest boot(
      Workshop workshop,
      GuestKernel kernel,
      Workload workload,
      boolean leaks,
      List<String> parameters) {
    Workspace workspace = workshop.workspace();
    try {
      Path initramfs = workspace.file("initramfs");
      SweepFiles.write(
          workload,
          workshop.busybox(),
          AgentProgram.build(workload, workspace.folder()),
          workshop.modules(workload.modules(), kernel, workspace.folder()),
          initramfs);
      Path disk = workspace.file("disk");
      DiskImage.make(workload, disk);
      Accelerator accelerator = workshop.accelerator(kernel, workspace);
      Path socket = workspace.file("agent.socket");
      Machine machine =
          machine(
              accelerator,
              kernel,
              workload,
              parameters(leaks, parameters),
              initramfs,
              disk,
              socket);
      CaseLog log = new CaseLog(READY);
      Guest guest = ready(workshop, workspace, machine, log);
      Agent agent = workspace.own(new Agent(AgentLine.connect(socket)));
      Qmp control = workspace.own(guest.control());
      SweepGuest swept = new SweepGuest(workspace, guest, control, agent, log);
      swept.reach();
      return swept;
    } catch (RuntimeException e) {
      workspace.close();
      throw e;
    }
  }

  /// Boots it, again where it stops on the way: kernels with PROVE_RCU before 9d0cce2bc387 do so
  /// now and then, in the self-tests of RCU.
  private static Guest ready(Workshop workshop, Workspace workspace, Machine machine, CaseLog log) {
    for (int boots = 1; ; boots++) {
      Guest guest =
          workspace.own(
              Guest.boot(
                  machine,
                  workspace.folder(),
                  line -> {
                    log.line(line);
                    workshop.progress().console(line);
                  }));
      if (log.awaitReady(STANDSTILL, Deadline.in(BOOT))) {
        return guest;
      }
      workspace.checkRoom();
      if (boots == MOST_BOOTS) {
        throw new Unavailable("the guest does not get ready", guest.lastWords());
      }
      workshop.progress().step("booting again: the guest stopped on its way");
      guest.close();
    }
  }

  private static List<String> parameters(boolean leaks, List<String> more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "tsc=unstable",
                "cryptomgr.notests=1",
                // ACPI's way to the interrupt of the disk takes an emulated kernel with KASAN half
                // a minute; MSI needs none.
                "acpi=noirq",
                "kmemleak=" + (leaks ? "on" : "off"),
                "panic=0"));
    all.addAll(more);
    return all;
  }

  private static Machine machine(
      Accelerator accelerator,
      GuestKernel kernel,
      Workload workload,
      List<String> parameters,
      Path initramfs,
      Path disk,
      Path socket) {
    // A raw disk with a temporary overlay: the overlay takes what is written, and the snapshot.
    return new Machine(
        accelerator,
        kernel.image(),
        Optional.of(initramfs),
        Optional.empty(),
        workload.memoryMegabytes(),
        workload.cpus(),
        accelerator.plainCpu(),
        parameters,
        List.of(
            "-chardev",
            "socket,id=agent,path=" + socket + ",server=on,wait=off",
            "-serial",
            "chardev:agent",
            "-drive",
            "file=" + disk + ",format=raw,if=none,id=swept,snapshot=on,cache=unsafe",
            "-device",
            "virtio-blk-pci,drive=swept"));
  }

  @Override
  public Agent agent() {
    return agent;
  }

  @Override
  public KnobFiles knobs() {
    return new AgentKnobs(agent);
  }

  @Override
  public boolean restorable() {
    return true;
  }

  @Override
  public void keep() {
    monitor("savevm " + SNAPSHOT);
    reach();
  }

  @Override
  public void restore() {
    monitor("loadvm " + SNAPSHOT);
    reach();
  }

  @Override
  public Outcome run(Function<Integer, Optional<CaseReply>> run) {
    int current = ++number;
    log.begin(current);
    Optional<CaseReply> reply;
    try {
      reply = run.apply(current);
    } catch (Unavailable e) {
      reply = Optional.empty();
    }
    if (reply.isEmpty()) {
      return new Outcome(reply, lastWords());
    }
    log.awaitEnd(Deadline.in(LAST_WORDS));
    return new Outcome(reply, log.lines());
  }

  @Override
  public List<String> said() {
    log.awaitSilence(SILENCE_MS, Deadline.in(LAST_WORDS));
    return log.lines();
  }

  @Override
  public void close() {
    workspace.close();
  }

  /// What a guest that does not answer says when it is asked where it is: an NMI makes it panic.
  private List<String> lastWords() {
    log.awaitSilence(SILENCE_MS, Deadline.in(LAST_WORDS));
    try {
      control.execute("inject-nmi");
    } catch (Unavailable e) {
      // Gone: its words so far are all there is.
    }
    log.awaitSilence(2 * SILENCE_MS, Deadline.in(LAST_WORDS));
    return log.lines();
  }

  private void reach() {
    if (!agent.reach(Deadline.in(REACH))) {
      workspace.checkRoom();
      throw new Unavailable("the guest's agent does not answer", guest.lastWords());
    }
  }

  private void monitor(String command) {
    String reply =
        control.execute("human-monitor-command", "{\"command-line\":\"" + command + "\"}");
    // It answers with an empty text when all went well.
    if (!reply.contains("\"return\": \"\"") && !reply.contains("\"return\":\"\"")) {
      workspace.checkRoom();
      throw new Unavailable("QEMU can't " + command, reply);
    }
  }
}
