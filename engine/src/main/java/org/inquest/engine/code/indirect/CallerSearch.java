package org.inquest.engine.code.indirect;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.indirect.Candidate.Confidence;
import org.inquest.engine.code.indirect.IndirectCalls.Caller;
import org.inquest.engine.code.indirect.IndirectCalls.Callers;
import org.inquest.engine.code.indirect.IndirectCalls.Through;
import org.inquest.formats.fault.InquestException;

/// Finds the calls through pointers that may reach one function. Thread-safe.
final class CallerSearch {
  private final HandedOut handedOut;
  private final long entry;
  private final String key;
  private final boolean given;
  private final int function;
  private final List<HandedOut.Stored> words;
  private final List<HandedOut.Slot> slots;

  /// @param function that is to be reached
  CallerSearch(CodeGraph graph, HandedOut handedOut, int function) {
    this.handedOut = handedOut;
    this.function = function;
    this.entry = graph.start(function);
    this.key = handedOut.key(function);
    this.given = handedOut.functions().get(function);
    this.words = handedOut.stored(function);
    this.slots = words.stream().flatMap(w -> w.slot().stream()).toList();
  }

  /// Those among the calls of one function.
  ///
  /// @param calls by edge
  Callers among(int caller, Map<Integer, Through> calls) {
    List<Caller> found = new ArrayList<>();
    int sameOffset = 0;
    int unknown = 0;
    for (Map.Entry<Integer, Through> call : calls.entrySet()) {
      List<CallPointer> pointers = call.getValue().pointers();
      Optional<Caller> hit =
          pointers.stream()
              .flatMap(p -> hit(caller, call.getKey(), p).stream())
              .min(Comparator.comparing(Caller::confidence));
      hit.ifPresent(found::add);
      if (hit.isEmpty() && pointers.stream().anyMatch(this::sameOffset)) {
        sameOffset++;
      } else if (hit.isEmpty() && pointers.stream().anyMatch(CallerSearch::open)) {
        unknown++;
      }
    }
    return new Callers(found, sameOffset, unknown);
  }

  private Optional<Caller> hit(int caller, int edge, CallPointer pointer) {
    try {
      return reaches(pointer).map(c -> new Caller(caller, edge, pointer, c.confidence(), c.why()));
    } catch (InquestException broken) {
      return Optional.empty(); // Types that contradict themselves.
    }
  }

  private Optional<Reached> reaches(CallPointer pointer) {
    return switch (pointer) {
      case CallPointer.Member m -> throughMember(m);
      case CallPointer.Typed t -> ofType(PrototypeKey.of(t.prototype()));
      case CallPointer.Variable v when words.stream().anyMatch(w -> w.word() == v.address()) ->
          Optional.of(new Reached(Confidence.LIKELY, "the variable holds it here"));
      case CallPointer.Fixed f when f.address() == entry ->
          Optional.of(new Reached(Confidence.LIKELY, "the code has its address"));
      default -> Optional.empty();
    };
  }

  private record Reached(Confidence confidence, String why) {}

  private Optional<Reached> throughMember(CallPointer.Member member) {
    boolean same = key.equals(PrototypeKey.of(member.prototype()));
    if (!same && !key.equals(HandedOut.UNKNOWN)) {
      return Optional.empty();
    }
    return slots.stream()
        .filter(s -> handedOut.fits(member, s))
        .findFirst()
        .map(s ->
            new Reached(same ? Confidence.LIKELY : Confidence.POSSIBLE, "in " + s.object().name()))
        .or(() -> same && handedOut.free(function, member) ? ofType(key) : Optional.empty());
  }

  private Optional<Reached> ofType(String wanted) {
    return given && key.equals(wanted)
        ? Optional.of(
            new Reached(Confidence.POSSIBLE, "it has the type, and its address is handed out"))
        : Optional.empty();
  }

  private boolean sameOffset(CallPointer pointer) {
    return pointer instanceof CallPointer.Offset o
        && slots.stream().anyMatch(s -> s.offset() == o.offset());
  }

  /// Whether a pointer may hold anything.
  private static boolean open(CallPointer pointer) {
    return switch (pointer) {
      case CallPointer.Unknown u -> true;
      case CallPointer.Offset o -> true;
      case CallPointer.Variable v -> true;
      default -> false;
    };
  }
}
