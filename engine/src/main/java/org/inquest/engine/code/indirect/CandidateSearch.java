package org.inquest.engine.code.indirect;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.indirect.Candidate.Confidence;

/// Finds the functions that a call through a pointer may reach.
final class CandidateSearch {
  private final CodeGraph graph;
  private final HandedOut handedOut;

  CandidateSearch(CodeGraph graph, HandedOut handedOut) {
    this.graph = graph;
    this.handedOut = handedOut;
  }

  /// The candidates, the likely ones first.
  List<Candidate> of(CallPointer pointer) {
    Map<Integer, Candidate> found =
        switch (pointer) {
          case CallPointer.Member m -> ofMember(m);
          case CallPointer.Typed t -> ofType(PrototypeKey.of(t.prototype()));
          case CallPointer.Variable v -> ofVariable(v.address());
          case CallPointer.Fixed f -> named(f.address(), "the code has its address");
          case CallPointer.Offset o -> atOffset(o.offset());
          case CallPointer.Unknown u -> Map.of();
        };
    return found.values().stream()
        .sorted(Comparator.comparing(Candidate::confidence).thenComparing(Candidate::function))
        .toList();
  }

  private Map<Integer, Candidate> ofMember(CallPointer.Member member) {
    String key = PrototypeKey.of(member.prototype());
    Map<Integer, Candidate> found = ofType(key);
    found.keySet().removeIf(f -> !handedOut.free(f, member));
    handedOut
        .stored()
        .forEach((function, words) -> {
          String own = handedOut.key(function);
          if (own.equals(key) || own.equals(HandedOut.UNKNOWN)) {
            words.stream()
                .flatMap(w -> w.slot().stream())
                .filter(slot -> handedOut.fits(member, slot))
                .findFirst()
                .ifPresent(slot ->
                    found.merge(function, stored(function, own, slot), CandidateSearch::better));
          }
        });
    return found;
  }

  /// A function that is stored where the pointer is read from.
  private static Candidate stored(int function, String key, HandedOut.Slot slot) {
    String where = "in " + slot.object().name();
    return key.equals(HandedOut.UNKNOWN)
        ? new Candidate(
            function,
            Confidence.POSSIBLE,
            where + ", whose size and offset fit; its type is not known")
        : new Candidate(function, Confidence.LIKELY, where);
  }

  private static Candidate better(Candidate one, Candidate other) {
    return other.confidence().compareTo(one.confidence()) < 0 ? other : one;
  }

  private Map<Integer, Candidate> ofType(String key) {
    Map<Integer, Candidate> found = new TreeMap<>();
    handedOut.functions().stream()
        .filter(f -> handedOut.key(f).equals(key))
        .forEach(f ->
            found.put(
                f,
                new Candidate(
                    f, Confidence.POSSIBLE, "it has the type, and its address is handed out")));
    return found;
  }

  private Map<Integer, Candidate> ofVariable(long address) {
    for (int i = 0; i < graph.data().size(); i++) {
      if (graph.data().address(i) == address) {
        return named(graph.start(graph.data().function(i)), "the variable holds it here");
      }
    }
    return Map.of();
  }

  private Map<Integer, Candidate> named(long address, String why) {
    int function = graph.indexAt(address);
    return function == CodeGraph.NONE
        ? Map.of()
        : Map.of(function, new Candidate(function, Confidence.LIKELY, why));
  }

  private Map<Integer, Candidate> atOffset(long offset) {
    Map<Integer, Candidate> found = new TreeMap<>();
    handedOut
        .stored()
        .forEach((function, words) -> {
          words.stream()
              .flatMap(w -> w.slot().stream())
              .filter(slot -> slot.offset() == offset)
              .findFirst()
              .map(slot -> "at that offset of " + slot.object().name())
              .ifPresent(
                  why -> found.put(function, new Candidate(function, Confidence.POSSIBLE, why)));
        });
    return found;
  }
}
