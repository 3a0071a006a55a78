package org.inquest.diagnose.rules.stack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.fault.FaultStory;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.fault.Nature;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.kernel.task.Task;

/// A task used more kernel stack than there is.
///
/// How it shows: with CONFIG_VMAP_STACK the page below the stack is not mapped, so the CPU reports
/// a page fault there or, having no stack to report it on, a double fault: `BUG: TASK stack guard
/// page was hit`. Without, the end mark (STACK_END_MAGIC) is overwritten, and whatever lies below.
///
/// What to do: a function that calls itself, or large local arrays; the frames show which.
///
/// Reference: arch/x86/mm/fault.c `page_fault_oops()`, arch/x86/kernel/traps.c
/// `handle_stack_overflow()`, include/uapi/linux/magic.h.
public final class StackOverflowRule implements Rule {
  private static final int RECURSION = 5;

  /// At the lowest address of every task's stack (include/uapi/linux/magic.h).
  private static final long STACK_END_MAGIC = 0x57AC_6E9DL;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "stack.stack-overflow", "Kernel stack overflow", "kernel stacks that were left below");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    List<Verdict> verdicts =
        FaultVerdicts.of(facts, Nature.STACK_OVERFLOW, StackOverflowRule::tell);
    if (verdicts.getFirst() instanceof Verdict.Found) {
      return verdicts;
    }
    List<Verdict> marks = overwrittenMarks(facts);
    return marks.isEmpty() ? verdicts : marks;
  }

  /// The end marks of the stacks in use; those of all sleeping tasks would cost a page each.
  private static List<Verdict> overwrittenMarks(CrashFacts facts) {
    List<Verdict> found = new ArrayList<>();
    if (facts.target().isEmpty() || facts.tasks().isEmpty()) {
      return found;
    }
    for (Task task : facts.tasks().get().all()) {
      if (task.onCpu() && task.stack() != 0) {
        OptionalLong mark = facts.target().get().memory().findLong(task.stack());
        if (mark.isPresent() && mark.getAsLong() != STACK_END_MAGIC) {
          found.add(overwritten(task, mark.getAsLong()));
        }
      }
    }
    return found;
  }

  private static Verdict overwritten(Task task, long mark) {
    return new Verdict.Found(
        Role.CAUSE,
        "Kernel stack overflow: the mark at the end of the stack of "
            + (task.idle() ? "the idle task of CPU " + task.cpu() : task.title())
            + " was overwritten, so it was used up at some time, and what lies below it may be"
            + " damaged",
        Confidence.LIKELY,
        "the mark is overwritten by nothing else but a stray write",
        List.of(
            new Evidence.Value(
                task.stack(),
                "*(unsigned long *)end_of_stack(task)",
                "0x" + Long.toHexString(mark),
                "should be STACK_END_MAGIC, 0x57ac6e9d")),
        List.of(),
        List.of("look for deep call chains and large local variables of this task"),
        Set.of(new Subject.TaskSubject(task.address(), task.pid())));
  }

  private static Verdict.Found tell(FaultStory story) {
    Fault fault = story.fault();
    List<Evidence> more = new ArrayList<>();
    stackPointer(fault).ifPresent(more::add);
    Optional<String> recursive = recursive(fault);
    String how =
        recursive.isPresent()
            ? recursive.get()
            : "the frames do not repeat: look for large local variables";
    return story.found(
        "Kernel stack overflow: "
            + story.placeAndCaller()
            + " ran out of stack"
            + story.where()
            + "; "
            + how,
        more,
        List.of(),
        List.of(
            recursive.isPresent()
                ? "bound the recursion, or make it a loop"
                : "look for the frame that takes most: large local arrays and structs"));
  }

  private static Optional<Evidence> stackPointer(Fault fault) {
    OptionalLong sp = fault.stackPointer();
    Optional<Task> task = fault.task().filter(t -> t.stack() != 0);
    if (sp.isEmpty() || task.isEmpty()) {
      return Optional.empty();
    }
    long above = sp.getAsLong() - task.get().stack();
    return Optional.of(
        new Evidence.Note(
            "the stack pointer was 0x"
                + Long.toHexString(sp.getAsLong())
                + ", "
                + Math.abs(above)
                + (above < 0 ? " bytes below" : " bytes above")
                + " the lowest address of the task's stack, 0x"
                + Long.toHexString(task.get().stack())));
  }

  /// The function that is on the stack most often, if that is often.
  private static Optional<String> recursive(Fault fault) {
    Map<String, Integer> counts = new HashMap<>();
    String most = fault.function();
    String module = fault.module();
    int all = 1;
    counts.merge(fault.function(), 1, Integer::sum);
    for (Fault.Caller caller : fault.callers()) {
      if (caller.guess() || caller.function().isEmpty()) {
        continue;
      }
      all++;
      if (counts.merge(caller.function(), 1, Integer::sum) > counts.getOrDefault(most, 0)) {
        most = caller.function();
        module = caller.module();
      }
    }
    int times = counts.getOrDefault(most, 0);
    // A leaf may have been the one to find no room.
    String whose = module.equals(fault.module()) ? "" : " of module " + module;
    String frames = times + " of " + all + " frames are its own";
    return times < RECURSION
        ? Optional.empty()
        : Optional.of(most + "()" + whose + " calls itself: " + frames);
  }
}
