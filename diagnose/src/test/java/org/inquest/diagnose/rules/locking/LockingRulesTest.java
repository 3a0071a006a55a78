package org.inquest.diagnose.rules.locking;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.DumpFacts;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.verdict.Verdict.Found;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.SharedDumps;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What was done to each guest is in the dumps' README.
class LockingRulesTest {
  private static final List<Rule> ALL =
      List.of(
          new LockCycleRule(),
          new RecursiveReadRule(),
          new SelfDeadlockRule(),
          new SpinDeadlockRule(),
          new RootBlockerRule(),
          new EndlessWaitRule());

  private static List<Found> found(String dump, List<Rule> rules) {
    Path path = SharedDumps.dump(dump);
    try (Target target = TargetOpener.open(List.of(path))) {
      CrashFacts facts = new DumpFacts(target);
      List<Found> found = new ArrayList<>();
      for (Rule rule : rules) {
        for (Verdict verdict : rule.examine(facts)) {
          if (verdict instanceof Found f) {
            found.add(f);
          } else {
            assertInstanceOf(Verdict.Clear.class, verdict);
          }
        }
      }
      return found;
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          hacks-mincore.kdump | mmap_lock of process mapl | PID 51 (mapl) in mincore() | __x64_sys_mincore | PID 53 (mapl) in mprotect() |
          510-mmapsem.kdump | mmap_lock of process myapl | PID 91 (myapl) in read() | residency_read [sick] | PID 93 (myapl) in mmap() | PID 94 (myapl); PID 98 (pidof); PID 102 (ps)
          61-mmapsem.kdump | mmap_lock of process myapl | PID 100 (myapl) in read() | residency_read [sick] | PID 102 (myapl) in mmap() | PID 103 (myapl); PID 108 (pidof); PID 111 (ps)
          72-mmapsem.kdump | mmap_lock of process myapl | PID 117 (myapl) in read() | residency_read [sick] | PID 119 (myapl) in mmap() | PID 120 (myapl); PID 125 (pidof); PID 128 (ps)
          """)
  void theReadLockTakenAgainBehindAWriterIsTheOnlyFinding(
      String dump, String lock, String reader, String function, String writer, String behind) {
    List<Found> found = found(dump, ALL);
    assertEquals(1, found.size(), () -> "" + found);
    Found deadlock = found.getFirst();
    assertEquals(Role.CAUSE, deadlock.role());
    String claim = deadlock.claim();
    for (String part : List.of(lock, reader, function, writer, "page-faults in", "0xffff")) {
      assertTrue(claim.contains(part), () -> part + " in: " + claim);
    }
    if (behind != null) {
      for (String part : behind.split("; ", -1)) {
        assertTrue(claim.contains(part), () -> part + " in: " + claim);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"61-null.kdump", "61-rtloop.kdump", "hacks-ipmi.kdump"})
  void otherDeathsAreNotBlamedOnLocks(String dump) {
    assertEquals(List.of(), found(dump, ALL));
  }

  @Test
  void withoutTasksNothingIsClear() {
    CrashFacts logOnly =
        new CrashFacts() {
          @Override
          public Optional<Target> target() {
            return Optional.empty();
          }

          @Override
          public Optional<Tasks> tasks() {
            return Optional.empty();
          }

          @Override
          public Optional<TaskStacks> stacks() {
            return Optional.empty();
          }

          @Override
          public List<String> gaps() {
            return List.of();
          }
        };
    for (Rule rule : ALL) {
      assertInstanceOf(Verdict.NotApplicable.class, rule.examine(logOnly).getFirst());
    }
  }
}
