package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.profile.model.Binary;

/// Programs and libraries were stripped, or their files are gone.
///
/// **What it means.** Their functions are told apart by where they begin, and rules that go by
/// names are blind for them.
///
/// **What to do.** Install the packages with debugging symbols, or set `DEBUGINFOD_URLS`.
///
/// **Reference.** debuginfod(8).
public final class NamelessBinaryRule implements ProfileRule {
  private static final double LEAST = 0.05;
  private static final double SMALLEST = 0.005;
  private static final int SHOWN = 5;

  /// For the scan.
  public NamelessBinaryRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "recording.nameless-binaries",
        "Binaries without names",
        "whether functions of programs and libraries have names");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    long all = 0;
    Map<Binary, Long> byBinary = new LinkedHashMap<>();
    for (GroupSamples.Part part : facts.functions()) {
      Binary binary = part.function().binary();
      if (binary.kind() == Binary.Kind.FILE && !part.function().named()) {
        byBinary.merge(binary, part.samples(), Long::sum);
        all += part.samples();
      }
    }
    Share share = facts.share(all);
    if (facts.busy() < Dominance.FEWEST) {
      return Judgement.blind("only " + facts.busy() + " samples are outside of the idle loop");
    }
    if (share.value() < LEAST) {
      return Judgement.clear();
    }
    List<Evidence> evidence = new ArrayList<>();
    byBinary.entrySet().stream()
        .sorted(Map.Entry.<Binary, Long>comparingByValue().reversed())
        .filter(e -> evidence.isEmpty() || facts.share(e.getValue()).value() >= SMALLEST)
        .limit(SHOWN)
        .forEach(e -> evidence.add(line(facts, e.getKey(), e.getValue())));
    return Judgement.found(
        new Verdict.Found(
            Role.CONTEXT,
            "Functions of programs have no names: " + share + " of the samples",
            Confidence.CERTAIN,
            "their files have no symbols there, and none were found by build-id",
            evidence,
            List.of(),
            List.of(
                "install the packages with debugging symbols (-dbgsym, -debuginfo), or set"
                    + " DEBUGINFOD_URLS"),
            Set.of()),
        share.value());
  }

  private static Evidence line(ProfileFacts facts, Binary binary, long samples) {
    String gap = binary.code().gap();
    return new Evidence.Note(
        binary.path() + ": " + facts.share(samples).counted() + (gap.isEmpty() ? "" : "; " + gap));
  }
}
