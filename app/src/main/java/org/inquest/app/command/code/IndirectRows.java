package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.code.flow.ValueFlow;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.indirect.CallPointer;
import org.inquest.engine.code.indirect.Candidate;
import org.inquest.engine.code.indirect.Candidate.Confidence;
import org.inquest.engine.code.indirect.IndirectCalls;

/// Rows about a function's calls through pointers: what each goes through, and what it may reach.
final class IndirectRows {
  /// Functions told of one pointer.
  private static final int SHOWN = 50;

  /// Why a call is not followed that is on no machine whose values are.
  static final String X86_ONLY = "pointers are followed on x86-64 only";

  private final CodeGraph graph;
  private final IndirectCalls calls;
  private final boolean followed;
  private final Map<Integer, Map<Integer, IndirectCalls.Through>> known = new HashMap<>();

  IndirectRows(CodeImage image, CodeGraph graph) {
    this.graph = graph;
    this.calls = IndirectCalls.of(image, graph);
    this.followed = ValueFlow.reads(image.machine());
  }

  /// One row for each pointer that the call may go through, each followed by its candidates'.
  List<List<Value>> of(int function, int edge) {
    if (!followed) {
      return List.of(row(function, edge, graph.kind(edge).verb(), "?", X86_ONLY));
    }
    IndirectCalls.Through through = known.computeIfAbsent(function, calls::through).get(edge);
    List<List<Value>> rows = new ArrayList<>();
    if (through == null) {
      rows.add(row(function, edge, graph.kind(edge).verb(), "?", ""));
      return rows;
    }
    for (CallPointer pointer : through.pointers()) {
      List<Candidate> all = calls.candidates(pointer);
      // That hundreds of functions lie at some offset of something is no answer.
      boolean counted = pointer instanceof CallPointer.Offset && all.size() > SHOWN;
      List<Candidate> shown = counted ? List.of() : all.stream().limit(SHOWN).toList();
      String why = through.origin() + count(all, shown.size());
      rows.add(row(function, edge, graph.kind(edge).verb(), pointer.text(), why));
      for (Candidate c : shown) {
        rows.add(
            row(
                function,
                edge,
                "may call, " + word(c.confidence()),
                graph.name(c.function()),
                c.why()));
      }
    }
    return rows;
  }

  private static String count(List<Candidate> all, int shown) {
    if (all.isEmpty()) {
      return "";
    }
    long likely = all.stream().filter(c -> c.confidence() == Confidence.LIKELY).count();
    String text = ": " + likely + " likely, " + (all.size() - likely) + " possible";
    return shown == all.size() ? text : text + ", " + shown + " shown";
  }

  /// The calls that may reach a function, and how many calls nothing is known of.
  List<Document> callers(int function) {
    if (!followed) {
      return List.of(Text.paragraph(X86_ONLY + "."));
    }
    IndirectCalls.Callers callers = calls.callers(function);
    List<List<Value>> rows = new ArrayList<>();
    for (IndirectCalls.Caller c :
        callers.found().subList(0, Math.min(SHOWN, callers.found().size()))) {
      String how = "may call, " + word(c.confidence());
      rows.add(
          row(
              c.caller(),
              c.edge(),
              how,
              graph.name(function),
              c.pointer().text() + ", " + c.why()));
    }
    return List.of(
        CodeFunction.explainedTable("CALLER", rows), Text.paragraph(rest(callers, rows.size())));
  }

  private static String rest(IndirectCalls.Callers callers, int shown) {
    long likely = callers.found().stream().filter(c -> c.confidence() == Confidence.LIKELY).count();
    return likely
        + " likely and "
        + (callers.found().size() - likely)
        + " possible calls"
        + (shown < callers.found().size() ? ", " + shown + " shown" : "")
        + ". Of "
        + (callers.sameOffset() + callers.unknown())
        + " more the pointer's type is not known; "
        + callers.sameOffset()
        + " of them read it at an offset at which the function is stored somewhere.";
  }

  /// A confidence as a person reads it.
  static String word(Confidence confidence) {
    return confidence.name().toLowerCase(Locale.ROOT);
  }

  private List<Value> row(int function, int edge, String how, String other, String why) {
    List<Value> row =
        List.of(
            Value.of(1),
            Value.address(graph.site(edge)),
            Value.of(graph.name(function)),
            Value.of(how),
            Value.of(other));
    return CodeFunction.explained(row, why);
  }
}
