package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;
import org.inquest.profile.model.Binary;

/// A JVM, Node.js or another program made code, and wrote no table of its names, or this is another
/// machine.
///
/// **What to do.** Java: `-XX:+DumpPerfMapAtExit` or `jcmd PID Compiler.perfmap`; Node.js:
/// `--perf-basic-prof`; PHP: `opcache.jit_debug`; Ruby: `--yjit-perf`.
///
/// **Reference.** tools/perf/Documentation/jit-interface.txt.
public final class JitCodeRule implements ProfileRule {
  private static final NamelessCode CODE =
      new NamelessCode(
          Binary.Kind.JIT,
          0.01,
          "Code that programs made at run time has no names",
          "it belongs to no file, and no table of its functions is there",
          "have the program write its table: Java -XX:+DumpPerfMapAtExit or jcmd PID"
              + " Compiler.perfmap, Node.js --perf-basic-prof, Ruby --yjit-perf");

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
    return CODE.examine(facts);
  }
}
