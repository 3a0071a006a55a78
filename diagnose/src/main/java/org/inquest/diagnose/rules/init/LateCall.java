package org.inquest.diagnose.rules.init;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.oops.LateCaller;
import org.inquest.diagnose.oops.WayIn;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.engine.code.check.Program;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.TraceLine;
import org.inquest.kernel.logged.LoggedKernel;

/// How an init function came to run late: what the trace tells of the way in, and with a vmlinux
/// which places in the kernel's code lead there.
///
/// @param wayIn what called it, where that calls functions that others have handed out
/// @param callers places that lead to it, the likeliest first; empty without a vmlinux
/// @param searched whether there was code to look in
/// @param gap why there was none though a file was at hand; empty else
record LateCall(Optional<WayIn> wayIn, List<LateCaller> callers, boolean searched, String gap) {
  private static final int SHOWN = 6;

  static LateCall of(Fault fault, CrashFacts facts) {
    List<TraceLine> trace = fault.report().map(report -> report.body().trace()).orElse(List.of());
    Optional<WayIn> way = WayIn.of(trace, fault.function());
    boolean ofKernel = fault.module().isEmpty() && !fault.function().isEmpty();
    if (facts.files().isEmpty() || !ofKernel) {
      return new LateCall(way, List.of(), false, "");
    }
    LoggedKernel files = facts.files().get();
    try {
      Optional<Program> program = files.program();
      return program
          .map(p -> new LateCall(way, LateCaller.of(p, files, fault.function()), true, ""))
          .orElseGet(() -> new LateCall(way, List.of(), false, ""));
    } catch (InquestException e) {
      return new LateCall(way, List.of(), false, String.valueOf(e.getMessage()));
    }
  }

  /// The end of the claim's sentence.
  String claim() {
    Optional<LateCaller> culprit = culprit();
    return wayIn.map(way -> "; it was reached by " + way.words()).orElse("")
        + culprit.map(c -> "; " + c.function() + "() had handed it out").orElse("");
  }

  private Optional<LateCaller> culprit() {
    List<LateCaller> handed =
        callers.stream().filter(c -> c.kind() == LateCaller.Kind.HANDED_OUT).toList();
    return handed.size() == 1 ? Optional.of(handed.getFirst()) : Optional.empty();
  }

  List<Evidence> evidence() {
    List<Evidence> out = new ArrayList<>();
    wayIn.ifPresent(way ->
        out.add(
            new Evidence.Note(
                way.dispatcher()
                    + "() called it: "
                    + way.words()
                    + ", so look for who handed it"
                    + " out, not for who calls it")));
    for (LateCaller caller : callers.subList(0, Math.min(SHOWN, callers.size()))) {
      out.add(new Evidence.Note(text(caller)));
    }
    if (searched && callers.isEmpty()) {
      out.add(new Evidence.Note("nothing in the kernel's own code leads to it: a module does"));
    }
    if (!gap.isEmpty()) {
      out.add(new Evidence.Note("who leads to it was not looked for: " + gap));
    }
    return out;
  }

  private static String text(LateCaller caller) {
    return caller.place()
        + " "
        + (caller.kind() == LateCaller.Kind.HANDED_OUT
            ? "is where it happened: " + caller.how()
            : caller.how())
        + switch (caller.kind()) {
          case HANDED_OUT, STAYS -> "";
          case KNOWS -> " (and may hand it out)";
          case INIT -> " (init code itself, which runs at the start)";
        };
  }

  /// What to do.
  ///
  /// @param caller the frame above, in words
  List<String> advice(String caller) {
    String who = culprit().map(c -> c.function() + "() hands out").orElse(caller + " calls");
    List<String> advice = new ArrayList<>();
    advice.add(
        "remove __init from the function that "
            + who
            + ", or do not have it called after start-up; build with section-mismatch warnings");
    if (!searched) {
      advice.add(
          "with the kernel's vmlinux (--vmlinux FILE) the places that lead to it are told; so does"
              + " inquest code VMLINUX init-check");
    }
    return advice;
  }
}
