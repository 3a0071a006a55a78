package org.inquest.diagnose.history;

/// That a commit changes the code of a function.
///
/// @param function its name now, the one in the report
/// @param path the file
/// @param how what becomes of it
/// @param test a test that is added to it, as in the source; empty where none is
/// @param atFault whether the very line at fault is changed
public record Touch(String function, String path, How how, String test, boolean atFault) {
  /// What becomes of a function.
  public enum How {
    /// It is written.
    ADDED,
    /// Lines of it change.
    CHANGED,
    /// It goes, or gets another name.
    REMOVED
  }

  /// Both at once, where a commit has several hunks in one function.
  Touch and(Touch other) {
    return new Touch(
        function,
        path,
        how == other.how ? how : How.CHANGED,
        test.isEmpty() ? other.test : test,
        atFault || other.atFault);
  }
}
