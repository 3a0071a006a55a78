package org.inquest.diagnose.oops;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.inquest.engine.code.check.CodeFinding;
import org.inquest.engine.code.check.CodeFinding.Confidence;
import org.inquest.engine.code.check.InitCheck;
import org.inquest.engine.code.check.Program;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.EdgeKind;
import org.inquest.kernel.logged.LoggedKernel;

/// A place in the kernel's code that leads to an init function, by a call or by handing it out: one
/// of them ran, or had its function run, after init memory was given back.
///
/// @param function whose code the place is
/// @param place `check_nmi_watchdog+0x2a`
/// @param address linked, of the instruction
/// @param how a clause: "calls nmi_cpu_busy", "hands it to smp_call_function, which ..."
/// @param kind how likely it is the one
public record LateCaller(String function, String place, long address, String how, Kind kind) {
  private static final int MAX = 64;

  /// How likely a place is to run the function late.
  public enum Kind {
    /// It hands the function to somebody who runs it later.
    HANDED_OUT,
    /// It stays after the start, and calls the function.
    STAYS,
    /// It stays and only knows the address.
    KNOWS,
    /// It goes with the function: what it does is done at the start.
    INIT
  }

  /// All places that lead to a function, the likeliest first.
  ///
  /// @param files of the kernel, to tell which places go themselves
  /// @throws org.inquest.formats.fault.InquestException where the code can't be read
  public static List<LateCaller> of(Program program, LoggedKernel files, String function) {
    List<LateCaller> all = new ArrayList<>(handedOut(program, function));
    CodeGraph graph = program.graph();
    for (int target : graph.named(function)) {
      for (int n = 0; n < graph.incomingCount(target) && all.size() < MAX; n++) {
        int edge = graph.incoming(target, n);
        LateCaller caller = edge(program, files, edge);
        if (all.stream().noneMatch(known -> known.covers(caller))) {
          all.add(caller);
        }
      }
    }
    all.sort(Comparator.comparing(LateCaller::kind).thenComparing(LateCaller::address));
    return List.copyOf(all);
  }

  /// The address is computed just before it is handed out.
  private boolean covers(LateCaller other) {
    return kind == Kind.HANDED_OUT && function.equals(other.function);
  }

  private static List<LateCaller> handedOut(Program program, String function) {
    Pattern named = Pattern.compile("\\b" + Pattern.quote(function) + "\\b is handed to");
    List<LateCaller> out = new ArrayList<>();
    for (CodeFinding finding : new InitCheck().in(program, users(program.graph(), function))) {
      if (finding.confidence() != Confidence.LOW && named.matcher(finding.claim()).find()) {
        String how = finding.claim().substring(finding.claim().indexOf("is handed to"));
        out.add(
            new LateCaller(
                finding.function(),
                program.place(finding.address()),
                finding.address(),
                function + " " + how,
                Kind.HANDED_OUT));
      }
    }
    return out;
  }

  /// The functions that know a function's address.
  private static int[] users(CodeGraph graph, String function) {
    return IntStream.of(graph.named(function))
        .flatMap(f -> IntStream.range(0, graph.incomingCount(f)).map(n -> graph.incoming(f, n)))
        .map(graph::source)
        .distinct()
        .toArray();
  }

  private static LateCaller edge(Program program, LoggedKernel files, int edge) {
    CodeGraph graph = program.graph();
    String name = graph.name(graph.owner(graph.source(edge)));
    long site = graph.site(edge);
    EdgeKind kind = graph.kind(edge);
    boolean goes = files.freed(site);
    Kind late = goes ? Kind.INIT : kind.transfers() ? Kind.STAYS : Kind.KNOWS;
    String how = kind.verb() + " " + graph.name(graph.target(edge));
    return new LateCaller(name, program.place(site), site, how, late);
  }
}
