package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Operand.Kind;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.check.Consumers.Consumer;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.Unsupported;

/// Code and data that the kernel frees after boot (`__init`, `__initdata`) and that something uses
/// later.
///
/// modpost refuses references from code that stays to code that goes, unless the function is marked
/// `__ref`; after linking that mark is gone, so they are looked at again here, but what passed
/// modpost was nearly always meant so: they are of low confidence. So are init functions that are
/// stored in a table which stays; kernels call most such members at boot only. What modpost cannot
/// see is *when* a function is called: one that is handed to other CPUs without waiting, to a
/// timer, an interrupt, a thread or an object that stays may run when its memory belongs to
/// somebody else. A function that only boot code leads to may use what boot code may.
public final class InitCheck implements CodeCheck {
  /// Instructions that look at an address without using what is there.
  private static final Set<String> COMPARISONS = Set.of("cmp", "test", "sub", "add", "cmn", "tst");

  /// Functions that return when somebody else is done (kernel/sched/completion.c,
  /// kernel/workqueue.c, kernel/kthread.c, kernel/async.c).
  private static final Set<String> WAITS =
      Set.of(
          "wait_for_completion",
          "wait_for_completion_timeout",
          "wait_for_completion_killable",
          "wait_for_completion_interruptible",
          "flush_work",
          "__flush_workqueue",
          "flush_workqueue",
          "destroy_workqueue",
          "kthread_stop",
          "async_synchronize_full",
          "rcu_barrier");

  private final Consumers consumers;

  /// Reads the list of functions that keep others.
  public InitCheck() {
    this.consumers = Consumers.load();
  }

  @Override
  public String name() {
    return "init-check";
  }

  @Override
  public String summary() {
    return "init code and data that something uses after boot, when they are freed";
  }

  @Override
  public List<CodeFinding> run(Program program) {
    InitRanges init = new InitRanges(program.image());
    if (init.isEmpty()) {
      throw new Unsupported(program.image().name() + ": has no init sections");
    }
    boolean[] boot = init.bootOnly(program);
    Map<String, CodeFinding> found = new LinkedHashMap<>();
    IntStream.range(0, program.graph().size())
        .parallel()
        .mapToObj(f -> new Scan(program, init, boot[f], f).run())
        .toList()
        .forEach(list -> list.forEach(finding -> keepSurest(found, finding)));
    pointers(program, init).forEach(finding -> keepSurest(found, finding));
    return sorted(found);
  }

  private static List<CodeFinding> sorted(Map<String, CodeFinding> found) {
    return found.values().stream()
        .sorted(Comparator.comparing(CodeFinding::confidence).thenComparing(CodeFinding::function))
        .toList();
  }

  /// What [#run] finds in single functions, without a look at all others.
  ///
  /// @param functions their numbers in the program's graph
  public List<CodeFinding> in(Program program, int[] functions) {
    InitRanges init = new InitRanges(program.image());
    if (init.isEmpty()) {
      return List.of();
    }
    boolean[] boot = init.bootOnly(program);
    Map<String, CodeFinding> found = new LinkedHashMap<>();
    for (int function : functions) {
      new Scan(program, init, boot[function], function)
          .run()
          .forEach(finding -> keepSurest(found, finding));
    }
    return sorted(found);
  }

  /// One finding for each function and thing.
  private static void keepSurest(Map<String, CodeFinding> found, CodeFinding finding) {
    found.merge(finding.function() + " " + finding.claim(), finding, InitCheck::surer);
  }

  private static CodeFinding surer(CodeFinding a, CodeFinding b) {
    return b.confidence().compareTo(a.confidence()) < 0 ? b : a;
  }

  /// Words of data that stay and point to init functions. modpost knows them too, and lets some
  /// pass by the name of the variable, so only those are told that a person could want to see.
  private static Stream<CodeFinding> pointers(Program program, InitRanges init) {
    CodeGraph graph = program.graph();
    return IntStream.range(0, graph.data().size())
        .filter(i -> init.isText(graph.start(graph.data().function(i))))
        .filter(i -> isKeptData(program, graph.data().address(i)))
        .mapToObj(i -> pointer(program, graph.data().address(i), graph.data().function(i)));
  }

  /// Whether a word is in data of the running kernel, rather than in one of the tables that the
  /// kernel reads at boot (`.x86_cpu_dev.init`, `.pci_fixup`, `__param`).
  private static boolean isKeptData(Program program, long word) {
    return program
        .image()
        .sectionAt(word)
        .filter(s -> s.name().equals(".data") || s.name().equals(".rodata"))
        .isPresent();
  }

  private static CodeFinding pointer(Program program, long word, int function) {
    String name = program.graph().name(function);
    String place = program.place(word);
    return new CodeFinding(
        name,
        word,
        Confidence.LOW,
        place + ", which stays, points to the init function " + name,
        List.of(new Step(word, "holds the address of " + name)));
  }

  /// The scan of one function.
  private final class Scan {
    private final Program program;
    private final InitRanges init;
    private final int function;
    private final boolean boot;

    /// By the init code or data that it is about: one finding each, the surest.
    private final Map<Long, CodeFinding> found = new LinkedHashMap<>();

    /// Where functions were handed to something that calls them later.
    private final Set<Long> handedOut = new HashSet<>();

    /// The last place that waits for others; 0 where there is none.
    private long waits;

    /// The variable that was tested last, or empty.
    private String guard = "";

    Scan(Program program, InitRanges init, boolean boot, int function) {
      this.program = program;
      this.init = init;
      this.boot = boot;
      this.function = function;
    }

    List<CodeFinding> run() {
      StraightWalk.walk(program, function, this::look);
      return found.values().stream().map(this::waitedFor).toList();
    }

    /// What was handed to somebody may be over when this function goes on: where it waits for
    /// something later on, that is more likely than not what it waits for.
    private CodeFinding waitedFor(CodeFinding finding) {
      boolean handed = Long.compareUnsigned(finding.address(), waits) < 0;
      if (!handed || !handedOut.contains(finding.address())) {
        return finding;
      }
      List<Step> steps = new ArrayList<>(finding.evidence());
      steps.add(new Step(waits, program.print(waits)));
      String claim = finding.claim() + ", unless the wait that follows is for it";
      return new CodeFinding(finding.function(), finding.address(), Confidence.LOW, claim, steps);
    }

    private void look(Instruction insn, Constants constants) {
      if (WAITS.contains(program.targetName(insn))) {
        waits = insn.address();
      }
      handedToConsumer(insn, constants);
      stored(insn, constants);
      if (COMPARISONS.contains(insn.mnemonic())) {
        noteGuard(insn);
      } else if (!boot) {
        used(insn);
      }
    }

    /// Code that stays and uses init code while the kernel boots asks a variable of its own whether
    /// it does: `after_bootmem`, `system_state`.
    private void noteGuard(Instruction insn) {
      int memory = insn.memoryOperand();
      if (memory != Instruction.NONE
          && insn.operand(memory).isAbsolute(programCounter())
          && insn.operand(memory).segment() == Operand.NO_REGISTER) {
        guard = program.place(insn.operand(memory).displacement());
      }
    }

    /// An init function as the argument of something that calls it later.
    private void handedToConsumer(Instruction insn, Constants constants) {
      Consumer consumer = consumers.find(program.targetName(insn));
      if (consumer == null) {
        return;
      }
      int register = program.calls().argument(consumer.argument());
      if (!constants.isKnown(register) || !init.isText(constants.value(register))) {
        return;
      }
      int wait = consumer.waiting() < 0 ? -1 : program.calls().argument(consumer.waiting());
      boolean waits = wait >= 0 && constants.isKnown(wait) && constants.value(wait) != 0;
      if (waits) {
        return;
      }
      String what = program.place(constants.value(register));
      String to = program.targetName(insn);
      boolean sure = wait < 0 || constants.isKnown(wait);
      handedOut.add(insn.address());
      add(
          insn,
          constants.value(register),
          sure ? Confidence.HIGH : Confidence.LIKELY,
          "the init function "
              + what
              + " is handed to "
              + to
              + ", which "
              + consumer.does()
              + (wait < 0 ? "" : " and does not wait for the end")
              + ": its memory may be freed by then");
    }

    /// An init function stored where it stays.
    private void stored(Instruction insn, Constants constants) {
      Operand to = insn.operand(0);
      if (!to.isMemory() || !to.access().writes() || to.size() != Long.BYTES) {
        return;
      }
      Operand from = insn.operand(1);
      long value =
          from.kind() == Kind.IMMEDIATE
              ? from.value()
              : from.isRegister() && constants.isKnown(from.register())
                  ? constants.value(from.register())
                  : 0;
      if (value == 0 || !init.isText(value) || to.base() == stackPointer()) {
        return;
      }
      boolean absolute = to.isAbsolute(program.isa().registers().programCounter());
      if (absolute && init.isData(to.displacement())) {
        return;
      }
      String where = absolute ? program.place(to.displacement()) : "an object";
      add(
          insn,
          value,
          Confidence.LOW,
          "the init function "
              + program.place(value)
              + " is stored in "
              + where
              + ", which may outlive it");
    }

    private int stackPointer() {
      return program.isa().registers().stackPointer();
    }

    /// Init code or data used by code that stays.
    private void used(Instruction insn) {
      if (insn.hasTarget()) {
        if (init.isText(insn.target())) {
          use(insn, insn.target(), "calls the init function ");
        }
        return;
      }
      for (int i = 0; i < insn.operandCount(); i++) {
        Operand operand = insn.operand(i);
        boolean constant = operand.kind() == Kind.IMMEDIATE && operand.size() >= 4;
        if (constant || operand.isMemory() && operand.isAbsolute(programCounter())) {
          long address = constant ? operand.value() : operand.displacement();
          if (init.isText(address)) {
            use(insn, address, "takes the address of init code: ");
          } else if (init.isData(address)) {
            use(insn, address, "uses the init data ");
          }
        }
      }
    }

    private void use(Instruction insn, long thing, String how) {
      String claim = how + program.place(thing);
      boolean guarded = !guard.isEmpty();
      add(insn, thing, Confidence.LOW, guarded ? claim + ", behind a test of " + guard : claim);
    }

    private int programCounter() {
      return program.isa().registers().programCounter();
    }

    private void add(Instruction insn, long thing, Confidence confidence, String claim) {
      long at = insn.address();
      String name = program.graph().name(program.graph().owner(function));
      Step step = new Step(at, program.print(at));
      found.merge(
          thing, new CodeFinding(name, at, confidence, claim, List.of(step)), InitCheck::surer);
    }
  }
}
