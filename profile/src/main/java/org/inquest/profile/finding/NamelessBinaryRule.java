package org.inquest.profile.finding;

import java.util.List;
import org.inquest.diagnose.RuleInfo;
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
  private static final NamelessCode CODE =
      new NamelessCode(
          Binary.Kind.FILE,
          0.05,
          "Functions of programs have no names",
          "their files have no symbols there, and none were found by build-id",
          "install the packages with debugging symbols (-dbgsym, -debuginfo), or set"
              + " DEBUGINFOD_URLS");

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
    return CODE.examine(facts);
  }
}
