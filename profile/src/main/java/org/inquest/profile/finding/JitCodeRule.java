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

/// A JVM, Node.js or another program made code, and wrote no table of its names, or this is another
/// machine.
///
/// **What to do.** Java: `-XX:+DumpPerfMapAtExit` or `jcmd PID Compiler.perfmap`; Node.js:
/// `--perf-basic-prof`; PHP: `opcache.jit_debug`; Ruby: `--yjit-perf`.
///
/// **Reference.** tools/perf/Documentation/jit-interface.txt.
public final class JitCodeRule implements ProfileRule {
  private static final double LEAST = 0.01;
  private static final double SMALLEST = 0.005;
  private static final int SHOWN = 5;

  /// For the scan.
  public JitCodeRule() {}

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "recording.jit-code",
        "Code made at run time",
        "whether code that programs made while they ran has names");
  }

  @Override
  public List<Judgement> examine(ProfileFacts facts) {
    long all = 0;
    Map<Binary, Long> byBinary = new LinkedHashMap<>();
    for (GroupSamples.Part part : facts.functions()) {
      Binary binary = part.function().binary();
      if (binary.kind() == Binary.Kind.JIT && !part.function().named()) {
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
            "Code that programs made at run time has no names: " + share + " of the samples",
            Confidence.CERTAIN,
            "it belongs to no file, and no table of its functions is there",
            evidence,
            List.of(),
            List.of(
                "have the program write its table: Java -XX:+DumpPerfMapAtExit or jcmd PID"
                    + " Compiler.perfmap, Node.js --perf-basic-prof, Ruby --yjit-perf"),
            Set.of()),
        share.value());
  }

  private static Evidence line(ProfileFacts facts, Binary binary, long samples) {
    String gap = binary.code().gap();
    return new Evidence.Note(
        binary.path() + ": " + facts.share(samples).counted() + (gap.isEmpty() ? "" : "; " + gap));
  }
}
