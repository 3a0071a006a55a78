package org.inquest.profile.finding;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.profile.model.Binary;

/// The question whether one kind of binaries has functions without names, which rules that go by
/// names are blind for.
///
/// @param kind whose functions
/// @param least the part of the samples that is worth telling, 0 to 1
/// @param claim the beginning of a sentence
/// @param because why there are no names
/// @param advice what to do then
record NamelessCode(Binary.Kind kind, double least, String claim, String because, String advice) {
  private static final double SMALLEST = 0.005;
  private static final int SHOWN = 5;

  List<Judgement> examine(ProfileFacts facts) {
    if (facts.busy() < Dominance.FEWEST) {
      return Judgement.blind("only " + facts.busy() + " samples are outside of the idle loop");
    }
    Map<Binary, Long> byBinary = new LinkedHashMap<>();
    for (GroupSamples.Part part : facts.functions()) {
      Binary binary = part.function().binary();
      if (binary.kind() == kind && !part.function().named()) {
        byBinary.merge(binary, part.samples(), Long::sum);
      }
    }
    Share share = facts.share(byBinary.values().stream().mapToLong(Long::longValue).sum());
    if (share.value() < least) {
      return Judgement.clear();
    }
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            claim + ": " + share + " of the samples",
            Confidence.CERTAIN,
            because,
            lines(facts, byBinary),
            List.of(),
            List.of(advice),
            Set.of()),
        share.value());
  }

  /// The binaries with the most such samples; the first one always.
  private static List<Evidence> lines(ProfileFacts facts, Map<Binary, Long> byBinary) {
    List<Map.Entry<Binary, Long>> sorted =
        byBinary.entrySet().stream()
            .sorted(Map.Entry.<Binary, Long>comparingByValue().reversed())
            .limit(SHOWN)
            .toList();
    return sorted.stream()
        .filter(e -> e == sorted.getFirst() || facts.share(e.getValue()).value() >= SMALLEST)
        .map(e -> line(facts, e.getKey(), e.getValue()))
        .toList();
  }

  private static Evidence line(ProfileFacts facts, Binary binary, long samples) {
    String gap = binary.code().gap();
    return new Evidence.Note(
        binary.path() + ": " + facts.share(samples).counted() + (gap.isEmpty() ? "" : "; " + gap));
  }
}
