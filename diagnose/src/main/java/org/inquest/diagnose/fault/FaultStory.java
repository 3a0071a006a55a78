package org.inquest.diagnose.fault;

import static org.inquest.diagnose.fault.AddressMeaning.hex;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.engine.object.KObject;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogLine;
import org.inquest.formats.oops.Trap;
import org.inquest.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// One fault in sentences and evidence, for the rule that claims it.
public final class FaultStory {
  private static final int MAX_FRAMES = 16;

  private final Fault fault;
  private final CrashFacts facts;

  /// The first fault of the crash: a later one may only follow from it.
  private final Fault first;

  /// Found when first asked for; then perhaps empty.
  private @Nullable Optional<PointerOrigin> origin;

  FaultStory(Fault fault, Fault first, CrashFacts facts) {
    this.fault = fault;
    this.first = first;
    this.facts = facts;
  }

  /// The fault.
  public Fault fault() {
    return fault;
  }

  /// What is known of the crash.
  public CrashFacts facts() {
    return facts;
  }

  /// What the address means; empty where the exception has none.
  public Optional<AddressMeaning> address() {
    OptionalLong address = fault.address();
    if (address.isEmpty()) {
      return Optional.empty();
    }
    Optional<AddressMeaning> fromPointer =
        UsedPointer.of(fault, facts).filter(UsedPointer::direct).flatMap(AddressMeaning::ofPointer);
    return fromPointer.isPresent() ? fromPointer : Optional.of(meaning(address.getAsLong()));
  }

  private AddressMeaning meaning(long address) {
    Optional<KernelAreas> areas =
        facts.target().isPresent()
            ? Optional.empty()
            : fault.report().map(r -> LoggedFault.of(r, List.of()).areas());
    return areas
        .map(known -> AddressMeaning.ofLog(address, known))
        .orElseGet(() -> AddressMeaning.of(address, facts.target(), fault.task()));
  }

  /// Which member the access could have been for, where the address is an offset from NULL.
  public Optional<String> memberHint() {
    boolean member =
        address().map(a -> a.kind() == AddressMeaning.Kind.NULL).orElse(false)
            && fault.address().orElse(0) != 0;
    if (!member) {
      return Optional.empty();
    }
    long offset = fault.address().orElseThrow();
    return origin().isPresent()
        ? MemberHint.of(origin().get(), offset)
        : facts.target().flatMap(target -> MemberHint.of(fault, target, offset));
  }

  private Optional<PointerOrigin> origin() {
    Optional<PointerOrigin> known = origin;
    if (known == null) {
      known = PointerOrigin.of(fault, facts);
      origin = known;
    }
    return known;
  }

  /// `the unchecked result of kmem_cache_alloc()`, where the machine code shows that the NULL or
  /// error pointer is one, and whether fault injection made it so.
  public Optional<String> unchecked() {
    boolean error = address().map(a -> a.kind() == AddressMeaning.Kind.ERROR).orElse(false);
    return origin()
        .flatMap(o -> o.unchecked(error))
        .map(u -> u + injected().map(i -> ", which " + i.name() + " made fail").orElse(""));
  }

  /// Where the pointer's function was called; empty where it is nobody's result.
  public Optional<String> calledAt() {
    return origin().flatMap(PointerOrigin::calledAt);
  }

  private Optional<ForcedFailure> injected() {
    return origin().flatMap(PointerOrigin::back).flatMap(back -> ForcedFailure.of(facts, back));
  }

  /// `free_metadata() of module sick`, or the address where nothing has a name.
  public String place() {
    if (fault.function().isEmpty()) {
      return fault.pc().isPresent() ? "address " + hex(fault.pc().getAsLong()) : fault.at();
    }
    return named(fault.function(), fault.module());
  }

  private static String named(String function, String module) {
    return function + "()" + (module.isEmpty() ? "" : " of module " + module);
  }

  /// `trigger_write()`, with its module where it is another; empty where no caller is known.
  public String caller() {
    Optional<Fault.Caller> caller = fault.caller();
    if (caller.isEmpty()) {
      return "";
    }
    Fault.Caller c = caller.get();
    if (c.function().isEmpty()) {
      return c.text();
    }
    boolean same = c.module().equals(fault.module()) && !fault.function().isEmpty();
    return named(c.function(), same ? "" : c.module());
  }

  /// The first caller that does not belong to the machinery that noticed: allocators, list checks.
  /// Empty where there is none.
  public String outsideCaller() {
    for (Fault.Caller caller : fault.callers()) {
      if (!caller.guess()
          && !caller.function().isEmpty()
          && !Machinery.noticed(caller.function())) {
        return named(caller.function(), caller.module());
      }
    }
    return "";
  }

  /// `free_metadata() of module sick, called from trigger_write(),`.
  public String placeAndCaller() {
    String caller = caller();
    return caller.isEmpty() ? place() : place() + ", called from " + caller + ",";
  }

  /// ` in PID 1 (init) on CPU 0`, and whether in an interrupt.
  public String where() {
    String cpu = fault.cpu() < 0 || fault.pid() == 0 ? "" : " on CPU " + fault.cpu();
    return (interrupt() ? " in an interrupt of " : " in ") + fault.who() + cpu;
  }

  /// Whether an interrupt handler or softirq was running.
  private boolean interrupt() {
    for (Fault.Caller caller : fault.callers()) {
      String name = caller.function();
      if (name.equals("handle_softirqs")
          || name.equals("__do_softirq")
          || name.startsWith("asm_sysvec_")
          || name.equals("asm_common_interrupt")) {
        return true;
      }
    }
    return false;
  }

  /// The rule's finding.
  ///
  /// @param claim one sentence
  /// @param more evidence that only this rule has
  public Verdict.Found found(
      String claim, List<Evidence> more, List<String> ruledOut, List<String> advice) {
    List<Evidence> evidence = new ArrayList<>(evidence());
    evidence.addAll(more);
    boolean root = fault == first;
    boolean sure = fault.current() && root && !fault.addressGuessed();
    Confidence confidence = sure ? Confidence.CERTAIN : Confidence.LIKELY;
    return new Verdict.Found(
        root ? Role.CAUSE : Role.CONSEQUENCE,
        claim,
        confidence,
        because(root),
        evidence,
        ruledOut,
        advice,
        subjects());
  }

  /// The same finding where the explanation, unlike the fault, is not read but inferred.
  public static Verdict.Found inferred(Verdict.Found found, String because) {
    return new Verdict.Found(
        found.role(),
        found.claim(),
        Confidence.LIKELY,
        because,
        found.evidence(),
        found.ruledOut(),
        found.advice(),
        found.subjects());
  }

  private String because(boolean root) {
    if (!root) {
      return "it came after another oops, which may have left locks held and data half changed";
    }
    if (!fault.current()) {
      return "the log reports it, but the machine went on afterwards";
    }
    if (fault.addressGuessed()) {
      return "the log reports the exception; the address is the one register that holds none";
    }
    return fault.registers().isEmpty()
        ? "the log reports it as the last thing that happened"
        : fault.report().isEmpty()
            ? "read from the panicking CPU's registers and stack"
            : "the log and the registers and stack in the dump agree";
  }

  private Set<Subject> subjects() {
    Set<Subject> subjects = new HashSet<>();
    add(subjects, fault);
    if (fault != first) {
      add(subjects, first);
    }
    return subjects;
  }

  private static void add(Set<Subject> subjects, Fault fault) {
    if (fault.pid() >= 0) {
      long address = fault.task().map(Task::address).orElse(0L);
      subjects.add(new Subject.TaskSubject(address, fault.pid()));
    }
    if (!fault.function().isEmpty()) {
      subjects.add(new Subject.FunctionSubject(fault.function()));
    }
  }

  /// The log's line, the stack, the CPU's own words, the registers.
  private List<Evidence> evidence() {
    List<Evidence> evidence = new ArrayList<>();
    fault
        .report()
        .flatMap(TrapReport::complaint)
        .map(Complaint::line)
        .ifPresent(l -> add(evidence, l));
    fault.report().map(TrapReport::line).ifPresent(l -> add(evidence, l));
    evidence.add(new Evidence.Frames(title(), frames(), framesMeaning()));
    if (fault.trap() == Trap.PAGE_FAULT && fault.errorCode().isPresent()) {
      evidence.add(new Evidence.Note("error code " + Access.of(fault).words()));
    }
    faultAddress(evidence);
    pointer(evidence);
    String registers = registers();
    if (!registers.isEmpty()) {
      evidence.add(new Evidence.Note("registers at the fault: " + registers));
    }
    return evidence;
  }

  private static void add(List<Evidence> evidence, LogLine line) {
    evidence.add(new Evidence.LogLine(line.seconds(), line.text()));
  }

  private String title() {
    return fault.who() + (fault.cpu() < 0 || fault.pid() == 0 ? "" : " on CPU " + fault.cpu());
  }

  private String framesMeaning() {
    return fault.registers().isEmpty()
        ? "as the log prints them"
        : "the first is where the exception happened";
  }

  /// `thread.cr2`, which the fault handler keeps in the task.
  private void faultAddress(List<Evidence> evidence) {
    Optional<Task> task = fault.task();
    if (fault.trap() != Trap.PAGE_FAULT || task.isEmpty() || fault.address().isEmpty()) {
      return;
    }
    try {
      KObject cr2 = task.get().object().member("thread.cr2");
      long value = cr2.asLong();
      if (value == fault.address().getAsLong()) {
        evidence.add(
            new Evidence.Value(
                cr2.address(),
                "((struct task_struct *)" + hex(task.get().address()) + ")->thread.cr2",
                hex(value),
                "the address that could not be accessed"));
      }
    } catch (InquestException e) {
      // The log has it already.
    }
  }

  /// The register that held the pointer, and where the code got it from.
  private void pointer(List<Evidence> evidence) {
    boolean nothing = address().map(a -> a.kind() == AddressMeaning.Kind.NULL).orElse(true);
    if (!nothing) {
      Optional<String> used = UsedPointer.of(fault, facts).map(UsedPointer::words);
      (used.isPresent() ? used : UsedPointer.guess(fault))
          .ifPresent(note -> evidence.add(new Evidence.Note(note)));
    }
    origin().ifPresent(o -> evidence.add(new Evidence.Note(o.words())));
    Optional<ForcedFailure> injected = injected();
    injected.map(ForcedFailure::evidence).ifPresent(evidence::add);
    if (injected.isEmpty()) {
      ForcedFailure.near(fault, facts).ifPresent(note -> evidence.add(new Evidence.Note(note)));
    }
  }

  /// The stack, with runs of one line told once.
  private List<FrameLine> frames() {
    List<FrameLine> lines = new ArrayList<>();
    lines.add(FrameLine.running(fault.at()));
    String last = "";
    int times = 0;
    for (Fault.Caller caller : fault.callers()) {
      String line = (caller.guess() ? "? " : "") + caller.text();
      if (line.equals(last)) {
        times++;
        lines.set(lines.size() - 1, FrameLine.calling(line + "   (" + (times + 1) + " times)"));
        continue;
      }
      if (lines.size() >= MAX_FRAMES) {
        break;
      }
      times = 0;
      last = line;
      lines.add(FrameLine.calling(line));
    }
    return lines;
  }

  private String registers() {
    StringBuilder out = new StringBuilder();
    if (fault.registers().isPresent()) {
      Registers registers = fault.registers().get();
      for (int i = 0; i < registers.names().size(); i++) {
        if (registers.knows(i)) {
          append(out, registers.names().get(i), registers.values()[i]);
        }
      }
    } else if (fault.report().isPresent()) {
      for (Map.Entry<String, Long> entry : fault.report().get().body().registers().entrySet()) {
        append(out, entry.getKey(), entry.getValue());
      }
    }
    return out.toString();
  }

  private static void append(StringBuilder out, String name, long value) {
    out.append(out.isEmpty() ? "" : " ").append(name).append('=').append(Long.toHexString(value));
  }
}
