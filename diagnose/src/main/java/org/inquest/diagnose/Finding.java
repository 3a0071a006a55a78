package org.inquest.diagnose;

import java.util.List;
import org.inquest.diagnose.verdict.Verdict.Found;

/// Something found, with its place in the story.
///
/// @param rule who found it
/// @param found what
/// @param explains findings that follow from this one, in the order they would otherwise have
/// @param rank why it stands where it stands, in words
public record Finding(RuleInfo rule, Found found, List<Finding> explains, String rank) {
  public Finding {
    explains = List.copyOf(explains);
  }
}
