package org.inquest.lab.sweep.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongFunction;
import org.inquest.engine.code.check.CodeFinding;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.count.Site;

/// Which calls use a result that may be bad without a test, as their machine code shows (`inquest
/// code FILE unchecked`): where a failure is most likely to break something.
public final class Suspicion {
  /// A call's instruction is not longer (Intel SDM volume 2, 2.3.11: 15 bytes).
  private static final int LONGEST_CALL = 15;

  /// Nothing is known of any code.
  public static final Suspicion NONE = new Suspicion(Map.of());

  private final Map<String, List<Call>> calls;

  /// Where a call begins, in bytes from the start of its function, and how sure its bug is.
  private record Call(long offset, CodeFinding.Confidence confidence) {}

  private Suspicion(Map<String, List<Call>> calls) {
    this.calls = calls;
  }

  /// Takes the findings of the check `unchecked` of one file.
  ///
  /// @param graph of the same file
  public static Suspicion of(List<CodeFinding> findings, CodeGraph graph) {
    return of(findings, address -> place(graph, address));
  }

  /// @param place function and offset of an address
  static Suspicion of(List<CodeFinding> findings, LongFunction<Optional<CodePlace>> place) {
    Map<String, List<Call>> calls = new HashMap<>();
    for (CodeFinding finding : findings) {
      // The first step is the call whose result is used, see UncheckedCheck.
      finding.evidence().stream()
          .findFirst()
          .flatMap(step -> place.apply(step.address()))
          .ifPresent(call ->
              calls
                  .computeIfAbsent(call.function(), n -> new ArrayList<>())
                  .add(new Call(call.offset(), finding.confidence())));
    }
    return new Suspicion(calls);
  }

  private static Optional<CodePlace> place(CodeGraph graph, long address) {
    int function = graph.indexAt(address);
    if (function == CodeGraph.NONE) {
      return Optional.empty();
    }
    long offset = address - graph.start(function);
    return Optional.of(new CodePlace(graph.name(function), offset, 0, "", address));
  }

  /// How sure it is that a failure at a site is used without a test, if anything says so. Only who
  /// gets the failure is looked at.
  public Optional<CodeFinding.Confidence> of(Site site) {
    CodePlace caller = site.caller().orElse(null);
    if (caller == null) {
      return Optional.empty();
    }
    return calls.getOrDefault(caller.function(), List.of()).stream()
        // A stack has the address behind the call.
        .filter(c -> c.offset < caller.offset() && caller.offset() <= c.offset + LONGEST_CALL)
        .map(Call::confidence)
        .min(CodeFinding.Confidence::compareTo);
  }
}
