package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Optional;
import org.inquest.lab.sweep.count.Site;

/// Tries a finding again, each time in a machine as it was before anything failed: whether it
/// happens again, whether it has to do with the failure at all, and with which one.
final class Confirmation {
  /// Cases before the one in which it showed that may have led to it.
  static final int MOST_EARLIER = 8;

  /// How often it has to happen again.
  private static final int AGAIN = 3;

  /// In a fresh machine a call may be a little earlier or later than it was in a used one.
  private static final List<Integer> NEAR = List.of(0, -1, 1, -2, 2, -3, 3, -4, 4, -5, 5);

  private final CaseRunner runner;
  private final CaseResult finding;
  private final Afterwards afterwards;
  private int tried;
  private Optional<Site> site = Optional.empty();

  /// @param afterwards what has to be looked at for it to show
  Confirmation(CaseRunner runner, CaseResult finding, Afterwards afterwards) {
    this.runner = runner;
    this.finding = finding;
    this.afterwards = afterwards;
  }

  /// Does it.
  ///
  /// @param earlier what the same machine did before it showed, the last one first
  Journal.Confirmed confirm(Iterable<SweepCase> earlier) {
    SweepCase first = finding.tried();
    runner.restore();
    boolean clean = runner.run(SweepCase.of(first.step(), 0)).result().fine();
    if (!clean) {
      return told(0, Optional.empty(), false, false);
    }
    for (int distance : first.nth() > 0 ? NEAR : List.of(0)) {
      long nth = first.nth() + distance;
      if (distance == 0 || nth >= 1) {
        SweepCase near = distance == 0 ? first : SweepCase.of(first.step(), nth, first.then());
        int again = times(near, false);
        if (again > 0) {
          return told(again, Optional.of(near), false, true);
        }
      }
    }
    // What an earlier failure left behind shows late: in what the next step does first.
    for (SweepCase before : earlier) {
      int again = times(before, true);
      if (again > 0) {
        return told(again, Optional.of(before), true, true);
      }
    }
    return told(0, Optional.empty(), false, true);
  }

  private Journal.Confirmed told(
      int again, Optional<SweepCase> replay, boolean late, boolean clean) {
    return new Journal.Confirmed(finding.finding(), tried, again, replay, late, clean, site);
  }

  /// How often a case has the same result; it is not tried again after the first time it has not.
  private int times(SweepCase one, boolean late) {
    for (int again = 0; again < AGAIN; again++) {
      runner.restoreWarm(one.step());
      tried++;
      CaseRunner.Ran ran = runner.run(one);
      CaseResult result = ran.result();
      site = result.site();
      if (late && result.fine()) {
        result = runner.run(SweepCase.of(finding.tried().step(), 0)).result();
      }
      if (result.fine()) {
        result = afterwards.look(runner, ran).result();
      }
      if (!result.finding().equals(finding.finding())) {
        return again;
      }
    }
    return AGAIN;
  }
}
