package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.CodeFinding.Step;
import org.inquest.engine.code.check.ResultWalk.Fate;
import org.inquest.engine.code.check.ResultWalk.Use;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.EdgeKind;
import org.jspecify.annotations.Nullable;

/// Results that may be NULL (or an error in a pointer) and are used as an address on a path without
/// a test.
///
/// Two sources say that a result may be bad: the list of allocators, and the callers themselves. A
/// function whose result nearly all callers test can fail, and the one that does not is the odd one
/// out (Engler et al., "Bugs as Deviant Behavior", SOSP 2001); it is of low confidence, because
/// what looks things up is often asked by those who know that they are there. An allocation with
/// `__GFP_NOFAIL` does not fail; one whose flags can't be seen may have it.
public final class UncheckedCheck implements CodeCheck {
  /// `___GFP_NOFAIL`, include/linux/gfp_types.h; the same bit since 4.13 (commit dcda9b04713c).
  private static final long NOFAIL = 0x8000;

  /// So many callers must test a result before one that does not is odd.
  private static final int MIN_TESTS = 10;

  /// And so many times as many as those that do not.
  private static final int MIN_RATIO = 12;

  /// Bytes of a function that can be no more than `return NULL`, with padding.
  private static final int STUB = 64;

  /// A call whose result is used untested.
  private record Site(int function, int callee, long address, Use use) {}

  /// A function that returns what another one returns.
  private record Wrapper(int function, int callee, long address) {}

  /// What a part of the work found.
  private record Part(List<Site> sites, List<Wrapper> wrappers, int[] tested, int[] used) {
    Part(int functions) {
      this(new ArrayList<>(), new ArrayList<>(), new int[functions], new int[functions]);
    }
  }

  private final FallibleFunctions fallible;

  /// Reads the list of functions that may fail.
  public UncheckedCheck() {
    this.fallible = FallibleFunctions.load();
  }

  @Override
  public String name() {
    return "unchecked";
  }

  @Override
  public String summary() {
    return "results that may be NULL, dereferenced on a path without a test";
  }

  @Override
  public List<CodeFinding> run(Program program) {
    CodeGraph graph = program.graph();
    int[] tested = new int[graph.size()];
    int[] used = new int[graph.size()];
    List<Site> sites = new ArrayList<>();
    List<Wrapper> wrappers = new ArrayList<>();
    for (Part part : parts(program)) {
      sites.addAll(part.sites);
      wrappers.addAll(part.wrappers);
      for (int i = 0; i < tested.length; i++) {
        tested[i] += part.tested[i];
        used[i] += part.used[i];
      }
    }
    Map<Integer, Wrapper> failing = failing(program, wrappers);
    List<CodeFinding> found = new ArrayList<>();
    for (Site site : sites) {
      CodeFinding finding = judge(program, failing, site, tested[site.callee], used[site.callee]);
      if (finding != null) {
        found.add(finding);
      }
    }
    found.sort(Comparator.comparing(CodeFinding::confidence).thenComparing(CodeFinding::function));
    return found;
  }

  /// As many parts as there are cores: each needs counters for all functions.
  private List<Part> parts(Program program) {
    int cores = Runtime.getRuntime().availableProcessors();
    return IntStream.range(0, cores).parallel().mapToObj(i -> part(program, i, cores)).toList();
  }

  private Part part(Program program, int first, int step) {
    CodeGraph graph = program.graph();
    Part part = new Part(graph.size());
    ResultWalk walk = new ResultWalk(program);
    Instruction insn = program.text().decoder().newInstruction();
    int result = program.calls().results().getFirst();
    for (int function = first; function < graph.size(); function += step) {
      for (int e = graph.firstOut(function); e < graph.endOut(function); e++) {
        if (graph.kind(e) == EdgeKind.TAIL && isTailCall(program, e, insn)) {
          part.wrappers.add(new Wrapper(function, graph.target(e), graph.site(e)));
        }
        if (graph.kind(e) != EdgeKind.CALL
            || program.text().decode(graph.site(e), insn) == 0
            || insn.flow() != Flow.CALL) {
          continue;
        }
        int callee = graph.target(e);
        Fate fate = walk.follow(function, insn.end(), result);
        if (fate == Fate.DEREFERENCED && walk.use() != null) {
          part.used[callee]++;
          part.sites.add(new Site(function, callee, graph.site(e), walk.use()));
        } else if (fate == Fate.TESTED && walk.testedWide()) {
          part.tested[callee]++;
        }
        if (walk.returned()) {
          part.wrappers.add(new Wrapper(function, callee, graph.site(e)));
        }
      }
    }
    return part;
  }

  /// Whether a jump goes to a function's start; others share code, as the parts of alternatives do.
  private static boolean isTailCall(Program program, int edge, Instruction insn) {
    return program.text().decode(program.graph().site(edge), insn) > 0
        && insn.hasTarget()
        && insn.target() == program.graph().start(program.graph().target(edge));
  }

  /// The functions that hand on a result that may be bad, through any number of others.
  private Map<Integer, Wrapper> failing(Program program, List<Wrapper> wrappers) {
    Map<Integer, Wrapper> failing = new HashMap<>();
    boolean more = true;
    while (more) {
      more = false;
      for (Wrapper wrapper : wrappers) {
        if (!failing.containsKey(wrapper.function)
            && (failing.containsKey(wrapper.callee) || mayFail(program, wrapper))) {
          failing.put(wrapper.function, wrapper);
          more = true;
        }
      }
    }
    return failing;
  }

  /// Whether a function calls an allocator of the list, with flags that are known not to forbid a
  /// failure, and returns its result.
  private boolean mayFail(Program program, Wrapper wrapper) {
    Integer flags = fallible.flags(program.graph().name(wrapper.callee));
    if (flags == null || flags == FallibleFunctions.NO_FLAGS) {
      return flags != null;
    }
    CallArguments arguments = CallArguments.at(program, wrapper.address);
    return arguments.isKnown(flags) && (arguments.ones(flags) & NOFAIL) == 0;
  }

  /// Whether a function does nothing but return 0.
  private static boolean returnsNull(Program program, int function) {
    CodeGraph graph = program.graph();
    if (graph.end(function) - graph.start(function) > STUB
        || graph.firstOut(function) != graph.endOut(function)) {
      return false;
    }
    int result = program.calls().results().getFirst();
    boolean[] seen = {false, false};
    StraightWalk.walk(
        program,
        function,
        (insn, constants) -> {
          seen[0] |= insn.flow() == Flow.BRANCH || insn.flow() == Flow.JUMP;
          seen[1] |=
              insn.flow() == Flow.RETURN
                  && constants.isKnown(result)
                  && constants.value(result) == 0;
        });
    return !seen[0] && seen[1];
  }

  private @Nullable CodeFinding judge(
      Program program, Map<Integer, Wrapper> failing, Site site, int tested, int used) {
    String callee = program.graph().name(site.callee);
    Wrapper wrapper = failing.get(site.callee);
    Confidence confidence = Confidence.HIGH;
    String why = "";
    if (fallible.flags(callee) instanceof Integer flags) {
      if (flags != FallibleFunctions.NO_FLAGS) {
        CallArguments arguments = CallArguments.at(program, site.address);
        if ((arguments.ones(flags) & NOFAIL) != 0) {
          return null;
        }
        if (!arguments.isKnown(flags)) {
          confidence = Confidence.LIKELY;
          why = "; its GFP flags are not known here, __GFP_NOFAIL may be among them";
        }
      }
    } else if (wrapper != null) {
      confidence = Confidence.LIKELY;
      why = "; it returns what " + program.graph().name(wrapper.callee) + " returns";
    } else if (returnsNull(program, site.callee)) {
      why = "; it always returns NULL";
    } else if (tested >= MIN_TESTS && tested >= MIN_RATIO * used) {
      confidence = Confidence.LOW;
      why = "; " + tested + " other callers of " + callee + " test it";
    } else {
      return null;
    }
    if (!site.use.passed().isEmpty()) {
      confidence = Confidence.LOW;
      why += "; " + site.use.passed() + " was given it before and may have tested it";
    }
    String claim =
        "the result of " + callee + " is used as an address without a test for failure" + why;
    return new CodeFinding(
        program.graph().name(site.function),
        site.use.address(),
        confidence,
        claim,
        steps(program, site, callee));
  }

  private static List<Step> steps(Program program, Site site, String callee) {
    List<Step> steps = new ArrayList<>();
    steps.add(new Step(site.address, "calls " + callee));
    for (ValueState.Turn turn : site.use.turns()) {
      String way = turn.taken() ? " jumps" : " does not jump";
      steps.add(new Step(turn.address(), program.print(turn.address()) + way));
    }
    String use = site.use.through().isEmpty() ? "uses it: " : "hands it on to be used: ";
    steps.add(new Step(site.use.address(), use + program.print(site.use.address())));
    return steps;
  }
}
