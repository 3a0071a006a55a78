package org.inquest.engine.code.graph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The functions around some of a graph: those that lead to them and those they lead to, so many
/// calls far. Bounded.
///
/// @param distances of each function how many calls away it is, the nearest first; negative for
///   those that lead here
/// @param edges between them that transfer control, each pair of functions once for each kind
/// @param omitted whether there were more functions than fit
public record Neighbourhood(Map<Integer, Integer> distances, List<Integer> edges, boolean omitted) {
  /// What every function of a kernel goes through: ftrace's hook, and the return that a compiler
  /// makes a jump of (arch/x86/lib/retpoline.S).
  private static final Set<String> EVERYWHERE = Set.of("__fentry__", "__x86_return_thunk");

  /// Collects functions.
  ///
  /// @param functions in the middle
  /// @param depth calls in each direction
  /// @param limit at most so many functions
  public static Neighbourhood of(CodeGraph graph, int[] functions, int depth, int limit) {
    Map<Integer, Integer> distances = new LinkedHashMap<>();
    for (int function : functions) {
      if (distances.size() < limit) {
        distances.put(graph.owner(function), 0);
      }
    }
    boolean omitted = distances.size() < functions.length && distances.size() == limit;
    List<Integer> callees = List.copyOf(distances.keySet());
    List<Integer> callers = callees;
    for (int level = 1; level <= depth; level++) {
      // In turns, so that a full page has both sides.
      List<Integer> below = new ArrayList<>();
      for (int function : callees) {
        for (int e = graph.firstOut(function); e < graph.endOut(function); e++) {
          if (isCall(graph, e)) {
            omitted |= !take(distances, graph.target(e), level, limit, below);
          }
        }
      }
      List<Integer> above = new ArrayList<>();
      for (int function : callers) {
        for (int n = 0; n < graph.incomingCount(function); n++) {
          int e = graph.incoming(function, n);
          if (isCall(graph, e)) {
            omitted |= !take(distances, graph.source(e), -level, limit, above);
          }
        }
      }
      callees = below;
      callers = above;
    }
    return new Neighbourhood(distances, edges(graph, distances), omitted);
  }

  private static boolean isCall(CodeGraph graph, int edge) {
    return graph.target(edge) != CodeGraph.NONE
        && graph.kind(edge).transfers()
        && !EVERYWHERE.contains(graph.name(graph.target(edge)));
  }

  private static boolean take(
      Map<Integer, Integer> distances, int function, int distance, int limit, List<Integer> next) {
    if (distances.containsKey(function)) {
      return true;
    }
    if (distances.size() >= limit) {
      return false;
    }
    distances.put(function, distance);
    next.add(function);
    return true;
  }

  private static List<Integer> edges(CodeGraph graph, Map<Integer, Integer> distances) {
    Map<String, Integer> first = new LinkedHashMap<>();
    for (int function : distances.keySet()) {
      for (int e = graph.firstOut(function); e < graph.endOut(function); e++) {
        if (isCall(graph, e) && distances.containsKey(graph.target(e))) {
          first.putIfAbsent(function + " " + graph.target(e) + " " + graph.kind(e), e);
        }
      }
    }
    return List.copyOf(first.values());
  }
}
