package org.inquest.diagnose.history;

import java.util.List;

/// A commit without what it changes.
///
/// @param id its name
/// @param parents none for the first, several for a merge
/// @param seconds since 1970, when it was committed
/// @param author as written; anything may stand there
/// @param message subject, empty line, body; very long ones are cut
public record Commit(
    CommitId id, List<CommitId> parents, long seconds, String author, String message) {
  public Commit {
    parents = List.copyOf(parents);
  }

  /// The message's first line.
  public String subject() {
    int end = message.indexOf('\n');
    return (end < 0 ? message : message.substring(0, end)).strip();
  }

  /// `0123456789ab ("ext4: ...")`, as commits are named in messages.
  public String named() {
    return id.shortened() + " (\"" + subject() + "\")";
  }
}
