package org.inquest.formats.oops.kind;

import static org.inquest.formats.oops.kind.Kind.Frames.NAMED;
import static org.inquest.formats.oops.kind.Kind.Frames.TRACE;

import java.util.List;
import org.inquest.formats.oops.kind.Kind.Frames;

/// Lockdep, spin locks, RCU's checks, preemption: kernel/locking, lib/smp_processor_id.c.
final class LockKinds {
  private static final String FLUSH = "flush_work(?:queue)?|_*flush_.*work.*|start_flush_work";
  private static final String FAULTS = "_*might_fault";

  static final List<Kind> ROWS =
      List.of(
          deadlock("possible circular locking dependency detected"),
          deadlock("possible recursive locking detected"),
          deadlock("possible irq lock inversion dependency detected"),
          order("HARDIRQ"),
          order("SOFTIRQ"),
          Kind.of("inconsistent lock state", "(?:WARNING|INFO): inconsistent lock state", "WARNING")
              .form("takes:", NAMED.below("takes:"), "LOCKDEP", "inconsistent lock state in {F}"),
          usage("WARNING"),
          usage("INFO"),
          both("bad unlock balance detected!", "bad unlock balance"),
          both("bad contention detected!", "bad contention"),
          both("held lock freed!", "held lock freed"),
          both(
                  "lock held when returning to user space!",
                  "lock held when returning to user space",
                  "UNKNOWN")
              .alone(),
          both("Nested lock was not taken", "nested lock was not taken"),
          Kind.of("Invalid wait context", "BUG: Invalid wait context", "LOCKDEP")
              .form(
                  "Invalid wait context",
                  TRACE.skipping(FAULTS),
                  "LOCKDEP",
                  "WARNING: locking bug in {F}"),
          both("still has locks held!", "still has locks held"),
          Kind.of(
                  "lockdep",
                  "WARNING: CPU: \\d+ PID: \\d+ at kernel/locking/lockdep\\.c:",
                  "LOCKDEP")
              .form("", TRACE, "LOCKDEP", "WARNING: locking bug in {F}"),
          spin("lockup suspected"),
          spin("recursion"),
          spin("bad magic"),
          spin("already unlocked"),
          spin("wrong owner"),
          spin("wrong CPU"),
          Kind.of("preemptible", "BUG: using \\S+ in preemptible", "LOCKDEP")
              .form(
                  "BUG: using (\\S+) in preemptible",
                  NAMED,
                  "LOCKDEP",
                  "BUG: using {1} in preemptible code in {F}"),
          Kind.of("non-static key", "INFO: trying to register non-static key", "UNKNOWN")
              .form("", TRACE, "UNKNOWN", "INFO: trying to register non-static key in {F}"),
          Kind.of("sleeping function", "BUG: sleeping function called from invalid", "ATOMIC_SLEEP")
              .form(
                  "",
                  TRACE,
                  "ATOMIC_SLEEP",
                  "BUG: sleeping function called from invalid context in {F}"),
          Kind.of("scheduling while atomic", "BUG: scheduling while atomic: ", "ATOMIC_SLEEP")
              .form("", TRACE, "ATOMIC_SLEEP", "BUG: scheduling while atomic in {F}"),
          Kind.of("assuming ", "BUG: assuming (?:non migratable|atomic) context", "ATOMIC_SLEEP")
              .form(
                  "BUG: (assuming (?:non migratable|atomic) context)",
                  TRACE,
                  "ATOMIC_SLEEP",
                  "BUG: {1} in {F}"),
          Kind.of("BUG: MAX_", "BUG: MAX_[A-Z_]+ too low!", "UNKNOWN").alone(),
          Kind.of("workqueue leaked", "BUG: workqueue leaked lock or atomic", "UNKNOWN")
              .form(
                  "last function: (\\S+)",
                  Frames.NONE,
                  "UNKNOWN",
                  "BUG: workqueue leaked lock or atomic in {1}")
              .alone());

  private LockKinds() {}

  private static Kind deadlock(String words) {
    return Kind.of(words, "(?:WARNING|INFO): " + words, "WARNING")
        .form(
            "is trying to (?:acquire|release)|already holding",
            NAMED.skipping(FLUSH),
            "LOCKDEP",
            "possible deadlock in {F}")
        // Where the sentence that names the lock is lost.
        .form("Call [Tt]race:", TRACE.skipping(FLUSH), "LOCKDEP", "possible deadlock in {F}");
  }

  /// Told by the stack where the lock became safe, not by the one that complains.
  private static Kind order(String context) {
    String words = context + "-safe -> " + context + "-unsafe lock order detected";
    return Kind.of(words, words, "WARNING")
        .form("-irq-safe at:", Frames.under("-irq-safe at:"), "LOCKDEP", "possible deadlock in {F}")
        .form("is trying to acquire", NAMED, "LOCKDEP", "possible deadlock in {F}");
  }

  private static Kind usage(String level) {
    String type = level.equals("INFO") ? "UNKNOWN" : "LOCKDEP";
    return Kind.of("suspicious RCU usage", level + ": suspicious RCU usage", "WARNING")
        .form(
            "suspicious RCU usage.*\\n.*ainted.*\\n-+\\n",
            TRACE,
            type,
            level + ": suspicious RCU usage in {F}");
  }

  private static Kind both(String words, String name) {
    return both(words, name, "LOCKDEP");
  }

  private static Kind both(String words, String name, String type) {
    return Kind.of(words, "(?:BUG|WARNING): (?:.*)" + words, type)
        .form("(BUG|WARNING): .*" + words, NAMED, type, "{1}: " + name + " in {F}");
  }

  private static Kind spin(String words) {
    return Kind.of("lock " + words, "BUG: (?:spin|rw)lock " + words, "LOCKDEP")
        .form("BUG: (spinlock|rwlock) " + words, TRACE, "LOCKDEP", "BUG: {1} " + words + " in {F}");
  }
}
