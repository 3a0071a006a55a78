package org.inquest.engine.code.indirect;

/// A function that a call through a pointer may reach.
///
/// @param function its number in the graph
/// @param confidence how sure that is
/// @param why one clause
public record Candidate(int function, Confidence confidence, String why) {

  /// How sure it is.
  public enum Confidence {
    /// A structure of the right size has the function in that very member.
    LIKELY,
    /// Its type fits and its address is handed out, or only the offset fits.
    POSSIBLE
  }
}
