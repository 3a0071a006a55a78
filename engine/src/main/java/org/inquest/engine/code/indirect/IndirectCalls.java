package org.inquest.engine.code.indirect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.flow.OriginText;
import org.inquest.engine.code.flow.ValueFlow;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.EdgeKind;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.indirect.Candidate.Confidence;
import org.inquest.engine.code.typed.ImageTypes;
import org.inquest.engine.code.typed.OriginTypes;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;

/// Calls through pointers: what each goes through, which functions it may reach, and which calls
/// may reach a function. Thread-safe.
public final class IndirectCalls {
  private final CodeImage image;
  private final CodeGraph graph;
  private final Optional<Types> types;
  private final GraphFunctions functions;
  private final HandedOut handedOut;

  /// What a call goes through.
  ///
  /// @param pointers one for each way that the pointer may have come; never empty
  /// @param origin where the pointer comes from, in words
  public record Through(List<CallPointer> pointers, String origin) {}

  /// A call that may reach a function.
  ///
  /// @param caller number of the calling function
  /// @param edge of the graph, for the address
  /// @param pointer what the call goes through
  /// @param why as [Candidate#why]
  public record Caller(
      int caller, int edge, CallPointer pointer, Confidence confidence, String why) {}

  /// The calls that may reach a function.
  ///
  /// @param found the likely ones first
  /// @param sameOffset how many others read their pointer at an offset at which the function's
  ///   address is stored somewhere, from something of unknown type
  /// @param unknown how many more nothing is known of
  public record Callers(List<Caller> found, int sameOffset, int unknown) {}

  private IndirectCalls(CodeImage image, CodeGraph graph, Optional<Types> types) {
    this.image = image;
    this.graph = graph;
    this.types = types;
    this.functions = new GraphFunctions(image, graph);
    this.handedOut = new HandedOut(image, graph, types);
  }

  /// @param graph of that image
  public static IndirectCalls of(CodeImage image, CodeGraph graph) {
    return new IndirectCalls(image, graph, ImageTypes.of(image));
  }

  /// Whether there are types; without them only offsets are known.
  public boolean typed() {
    return types.isPresent();
  }

  /// What the calls of a function go through, by edge of the graph.
  public Map<Integer, Through> through(int function) {
    Map<Integer, Through> found = new TreeMap<>();
    List<Integer> edges = new ArrayList<>();
    for (int edge = graph.firstOut(function); edge < graph.endOut(function); edge++) {
      if (graph.kind(edge) == EdgeKind.INDIRECT) {
        edges.add(edge);
      }
    }
    if (edges.isEmpty() || !ValueFlow.reads(image.machine())) {
      return found;
    }
    ValueFlow flow = functions.flow(function);
    CallPointers pointers =
        new CallPointers(types.map(t -> new OriginTypes(image, t, graph.name(function))));
    for (int edge : edges) {
      found.put(edge, through(flow, pointers, graph.site(edge)));
    }
    return found;
  }

  private static Through through(ValueFlow flow, CallPointers pointers, long site) {
    Origin origin = CallSite.pointer(flow, site);
    String words = new OriginText(flow.code()).of(origin);
    try {
      return new Through(pointers.of(origin), words);
    } catch (InquestException broken) {
      // Types that contradict themselves.
      return new Through(List.of(new CallPointer.Unknown("its type can't be read")), words);
    }
  }

  /// The functions that a call through a pointer may reach, the likely ones first.
  public List<Candidate> candidates(CallPointer pointer) {
    try {
      return new CandidateSearch(graph, handedOut).of(pointer);
    } catch (InquestException broken) {
      return List.of(); // Types that contradict themselves.
    }
  }

  /// The calls through pointers in all functions that may reach this one. Looks at all of them, on
  /// all cores.
  public Callers callers(int function) {
    CallerSearch search = new CallerSearch(graph, handedOut, function);
    List<Callers> parts =
        IntStream.range(0, graph.size())
            .parallel()
            .mapToObj(caller -> search.among(caller, through(caller)))
            .toList();
    List<Caller> all = new ArrayList<>();
    int sameOffset = 0;
    int unknown = 0;
    for (Callers part : parts) {
      all.addAll(part.found());
      sameOffset += part.sameOffset();
      unknown += part.unknown();
    }
    all.sort(Comparator.comparing(Caller::confidence).thenComparing(Caller::edge));
    return new Callers(all, sameOffset, unknown);
  }
}
