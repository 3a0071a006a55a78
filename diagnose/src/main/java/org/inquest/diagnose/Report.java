package org.inquest.diagnose;

import java.util.List;

/// The whole answer to "why did this kernel die, hang or crawl?".
///
/// @param findings what was found, the most important first; consequences stand under their reasons
/// @param answers what every rule said, for those who ask what was ruled out
/// @param unseen what could not be looked at, a sentence each
public record Report(List<Finding> findings, List<Answer> answers, List<String> unseen) {
  public Report {
    findings = List.copyOf(findings);
    answers = List.copyOf(answers);
    unseen = List.copyOf(unseen);
  }
}
