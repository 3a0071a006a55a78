package org.inquest.lab.sweep.knob;

import java.util.List;

/// How it went to bring files back to what they said.
///
/// @param restored paths that say what they said before, now
/// @param failed those that don't, each with the reason
/// @param note a clause where something is to be told beside, or empty
public record Restoration(List<String> restored, List<Failure> failed, String note) {

  /// A file that was not restored.
  ///
  /// @param path as on the machine
  /// @param value what it should say
  /// @param why it does not
  public record Failure(String path, String value, String why) {
    /// `/sys/...: should say 'N', but ...`.
    public String words() {
      return path + ": should say '" + value + "', but " + why;
    }
  }

  /// Copies its lists.
  public Restoration {
    restored = List.copyOf(restored);
    failed = List.copyOf(failed);
  }

  /// Whether all is as it was.
  public boolean whole() {
    return failed.isEmpty();
  }
}
