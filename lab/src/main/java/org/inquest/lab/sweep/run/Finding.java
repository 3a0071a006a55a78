package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.inquest.lab.sweep.count.Site;

/// Cases that went wrong in one way.
///
/// @param cases those that did, the first one first
/// @param log what the kernel said in the first
/// @param confirmed what came of trying it again; empty if nobody did
public record Finding(
    List<CaseResult> cases, List<String> log, Optional<Journal.Confirmed> confirmed) {
  public Finding {
    cases = List.copyOf(cases);
    log = List.copyOf(log);
  }

  /// The first case.
  public CaseResult first() {
    return cases.getFirst();
  }

  /// The places whose failure led to it, the first one first.
  public List<Site> sites() {
    return cases.stream().flatMap(one -> one.site().stream()).distinct().toList();
  }

  /// The steps it was met in.
  public List<String> steps() {
    return List.copyOf(new TreeSet<>(cases.stream().map(one -> one.tried().step()).toList()));
  }

  /// Whether it has to do with failures: it was not met where nothing failed.
  public boolean fromFailure() {
    return confirmed.map(Journal.Confirmed::clean).orElse(true);
  }
}
