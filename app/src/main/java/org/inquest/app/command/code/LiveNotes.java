package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.app.command.Session;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.RegisterNames;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.text.PatchSite;
import org.inquest.kernel.text.PatchSites;

/// What a dump tells of its instructions: who was there when it ended, what was patched, which
/// per-CPU variable is meant.
final class LiveNotes implements Notes {
  private final Target target;
  private final PatchSites sites;
  private final RegisterNames registers;
  private final Map<Long, String> marks = new HashMap<>();

  private LiveNotes(Target target, PatchSites sites, RegisterNames registers) {
    this.target = target;
    this.sites = sites;
    this.registers = registers;
  }

  static LiveNotes of(Session session) {
    Target target = session.target();
    RegisterNames registers = CodeImages.of(target).isa().registers();
    LiveNotes notes = new LiveNotes(target, PatchSites.of(target), registers);
    try {
      notes.markFrames(session);
    } catch (InquestException e) {
      // Without tasks or their stacks nobody is known to have been anywhere; the code still is.
    }
    return notes;
  }

  /// The frames of the task that took the kernel down.
  private void markFrames(Session session) {
    Optional<Task> task = session.tasks().currentOf(session.crashedCpu());
    if (task.isEmpty()) {
      return;
    }
    int level = 0;
    for (Frame frame : session.stacks().walk(task.get()).frames()) {
      String where = "frame #" + level++ + " of PID " + task.get().pid();
      if (!frame.guess()) {
        marks.putIfAbsent(
            frame.pc(), frame.exact() ? "was here: " + where : "returns here: " + where);
      }
    }
  }

  @Override
  public Optional<String> mark(long address) {
    return Optional.ofNullable(marks.get(address));
  }

  @Override
  public List<String> of(Instruction instruction) {
    List<String> notes = new ArrayList<>();
    long end = instruction.address() + Math.max(1, instruction.length());
    for (PatchSite site : sites.in(instruction.address(), end)) {
      if (told(site)) {
        notes.add(site.describe());
      }
    }
    perCpu(instruction).ifPresent(notes::add);
    return notes;
  }

  /// A nop where a tracer could hook in is at the start of every function: no news.
  private static boolean told(PatchSite site) {
    return site.kind() != PatchSite.Kind.FTRACE
        || !site.state().startsWith("is off")
        || !site.problem().isEmpty();
  }

  /// The variable behind `%gs:0x1fb80`. Relative addresses are named by the printer.
  private Optional<String> perCpu(Instruction instruction) {
    int i = instruction.memoryOperand();
    if (i == Instruction.NONE) {
      return Optional.empty();
    }
    Operand operand = instruction.operand(i);
    if (operand.segment() == Operand.NO_REGISTER
        || operand.base() != Operand.NO_REGISTER
        || operand.index() != Operand.NO_REGISTER
        || !registers.name(operand.segment(), 0).equals("gs")) {
      return Optional.empty();
    }
    return target.symbols().at(operand.displacement()).map(symbol -> place(symbol, operand));
  }

  private static String place(Symbol symbol, Operand operand) {
    StringBuilder out = new StringBuilder("per-CPU ");
    symbol.appendPlace(operand.displacement(), out);
    return out.toString();
  }
}
