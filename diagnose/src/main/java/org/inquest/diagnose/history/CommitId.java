package org.inquest.diagnose.history;

import java.util.Optional;

/// The name of a commit: 40 hexadecimal digits (SHA-1) or 64 (SHA-256), lower case.
public record CommitId(String hex) {
  private static final int SHA1 = 40;
  private static final int SHA256 = 64;

  /// What the kernel's documents ask to be written in a message
  /// (Documentation/process/submitting-patches.rst).
  private static final int SHORT = 12;

  public CommitId {
    if (!isWhole(hex)) {
      throw new IllegalArgumentException("not the name of a commit: " + hex);
    }
  }

  /// Reads a whole name; empty where the text is something else.
  public static Optional<CommitId> parse(String text) {
    return isWhole(text) ? Optional.of(new CommitId(text)) : Optional.empty();
  }

  /// Twelve digits, for a person.
  public String shortened() {
    return hex.substring(0, SHORT);
  }

  /// Whether a name that was cut off may mean this commit.
  public boolean mayBe(String abbreviated) {
    return hex.startsWith(abbreviated);
  }

  private static boolean isWhole(String text) {
    return (text.length() == SHA1 || text.length() == SHA256)
        && text.chars().allMatch(c -> c >= '0' && c <= '9' || c >= 'a' && c <= 'f');
  }
}
