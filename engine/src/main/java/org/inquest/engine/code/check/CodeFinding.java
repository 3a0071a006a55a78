package org.inquest.engine.code.check;

import java.util.List;

/// A probable bug at an instruction.
///
/// @param function where it is
/// @param address of the instruction that is wrong
/// @param confidence how sure that is
/// @param claim one sentence
/// @param evidence what it rests on, in the order of execution
public record CodeFinding(
    String function, long address, Confidence confidence, String claim, List<Step> evidence) {
  public CodeFinding {
    evidence = List.copyOf(evidence);
  }

  /// An instruction and what it means for the finding.
  public record Step(long address, String what) {}

  /// How sure a finding is.
  public enum Confidence {
    /// The code does it; whether that path is ever taken is another matter.
    HIGH,
    /// It does so if what is usual holds here too.
    LIKELY,
    /// Worth a look, more often harmless than not.
    LOW
  }
}
