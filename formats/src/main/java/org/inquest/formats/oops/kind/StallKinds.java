package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.DISPATCHED;

import java.util.List;

/// CPUs that make no progress: kernel/rcu/tree_stall.h, kernel/watchdog.c, kernel/workqueue.c.
final class StallKinds {
  static final List<Kind> ROWS =
      List.of(
          Kind.of(
                  "INFO: rcu_",
                  "INFO: rcu_\\w+ (?:self-)?detected (?:expedited )?stalls? on",
                  "HANG")
              .form("", DISPATCHED, "HANG", "INFO: rcu detected stall in {F}", "stall in {F}"),
          Kind.of("soft lockup", "BUG: soft lockup - CPU#\\d+ stuck", "HANG")
              .form("", DISPATCHED, "HANG", "BUG: soft lockup in {F}", "stall in {F}"),
          Kind.of("hard LOCKUP", "Watchdog detected hard LOCKUP", "HANG")
              .form("", DISPATCHED, "HANG", "hard lockup in {F}", "stall in {F}"),
          Kind.of("BUG: workqueue lockup", "BUG: workqueue lockup", "UNKNOWN")
              .named("BUG: workqueue lockup")
              .alone());

  private StallKinds() {}
}
