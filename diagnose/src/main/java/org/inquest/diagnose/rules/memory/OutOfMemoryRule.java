package org.inquest.diagnose.rules.memory;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.OomInvoked;
import org.inquest.formats.oops.LogEvent.OomKilled;
import org.inquest.kernel.panic.Ending;
import org.inquest.kernel.task.Task;

/// The machine, or a memory cgroup, had no memory left.
///
/// How it shows: `X invoked oom-killer`, then `Out of memory: Killed process ...` or, with
/// `panic_on_oom`, a panic. X is only who asked last; who holds the memory is in the tasks'
/// resident set sizes, in the slab caches or in page tables.
///
/// What to do: look at the biggest holders; a growing one is a leak. If the kernel itself holds it
/// (`slab_unreclaimable` in the log), look at the slab caches; if files in tmpfs do (`shmem`), at
/// who writes them.
///
/// A kill that helped is over: where the machine had memory again when it died of something else,
/// this is context.
///
/// Reference: mm/oom_kill.c; Documentation/admin-guide/sysctl/vm.rst, `panic_on_oom`.
public final class OutOfMemoryRule implements Rule {
  private static final int MAX_KILLS = 5;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "memory.out-of-memory", "Out of memory", "the OOM killer's work, and panic_on_oom");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    boolean ended = facts.ending().map(e -> e.kind() == Ending.Kind.OUT_OF_MEMORY).orElse(false);
    List<OomKilled> kills = new ArrayList<>();
    OomInvoked invoked = null;
    for (LogEvent event : facts.events()) {
      if (event instanceof OomKilled kill) {
        kills.add(kill);
      } else if (event instanceof OomInvoked invocation) {
        invoked = invocation;
      }
    }
    if (!ended && kills.isEmpty()) {
      return List.of(FaultVerdicts.nothing(facts));
    }
    return List.of(tell(facts, ended, kills, Optional.ofNullable(invoked)));
  }

  private static Verdict tell(
      CrashFacts facts, boolean ended, List<OomKilled> kills, Optional<OomInvoked> invoked) {
    Optional<MemoryUsers> users = MemoryUsers.of(facts);
    List<Evidence> evidence = new ArrayList<>();
    invoked.ifPresent(i -> evidence.add(line(i)));
    for (OomKilled kill : kills.subList(0, Math.min(MAX_KILLS, kills.size()))) {
      evidence.add(line(kill));
    }
    facts.ending().flatMap(Ending::panic).filter(p -> ended).ifPresent(p -> evidence.add(line(p)));
    users.ifPresent(u -> evidence.add(new Evidence.Note(u.words())));
    if (evidence.isEmpty()) {
      evidence.add(
          new Evidence.Note("the panicking CPU was in " + facts.ending().orElseThrow().function()));
    }
    String reason = facts.ending().flatMap(Ending::panic).map(LogEvent.Panic::reason).orElse("");
    boolean over = !ended && users.isPresent() && users.get().plenty();
    boolean cgroup = !kills.isEmpty() && kills.stream().allMatch(OomKilled::cgroup);
    return new Verdict.Found(
        over ? Role.CONTEXT : Role.CAUSE,
        claim(ended, reason, cgroup, kills, invoked, users),
        ended ? Confidence.CERTAIN : Confidence.LIKELY,
        ended
            ? "the kernel panicked because of it"
            : over
                ? "the log says so; when the dump was taken "
                    + users.get().left()
                    + " were available again"
                : "the log says so; the machine went on after the kill",
        evidence,
        List.of(),
        List.of("see why the largest holder needs so much: a leak, or a machine that is too small"),
        subjects(kills, users));
  }

  private static Evidence line(LogEvent event) {
    return new Evidence.LogLine(event.line().seconds(), event.line().text());
  }

  private static String claim(
      boolean ended,
      String reason,
      boolean cgroup,
      List<OomKilled> kills,
      Optional<OomInvoked> invoked,
      Optional<MemoryUsers> users) {
    StringBuilder claim = new StringBuilder("Out of memory: ");
    claim.append(cgroup ? "a memory cgroup" : "the machine").append(" had none left");
    invoked.ifPresent(i -> claim.append(" when ").append(i.invoker()).append(" asked for some"));
    if (!kills.isEmpty()) {
      OomKilled kill = kills.getFirst();
      claim.append("; the OOM killer killed PID ").append(kill.pid());
      claim.append(" (").append(kill.comm()).append(')');
      kill.anonymousKilobytes()
          .ifPresent(kb -> claim.append(", which had ").append(kb >> 10).append(" MB"));
      if (kills.size() > 1) {
        claim.append(" and ").append(kills.size() - 1).append(" more");
      }
    }
    if (ended) {
      boolean set = reason.contains("panic_on_oom");
      claim.append("; the kernel panicked");
      claim.append(set ? ", as panic_on_oom asks" : " for it found nothing to kill");
    }
    // After a kill the victim's memory is free again: who is largest then says little.
    if (users.isPresent() && (ended || !users.get().processHoldsMost())) {
      String largest = users.get().largest();
      claim.append(largest.isEmpty() ? "" : "; " + largest);
    }
    return claim.toString();
  }

  private static Set<Subject> subjects(List<OomKilled> kills, Optional<MemoryUsers> users) {
    Set<Subject> subjects = new HashSet<>();
    if (users.isPresent() && users.get().processHoldsMost()) {
      Task largest = users.get().processes().getFirst().task();
      subjects.add(new Subject.TaskSubject(largest.address(), largest.pid()));
    }
    for (OomKilled kill : kills) {
      subjects.add(new Subject.TaskSubject(0, kill.pid()));
    }
    return subjects;
  }
}
