package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.wait.RootBlocker;
import org.inquest.diagnose.wait.Seconds;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.kernel.block.Disk;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskState;

/// A disk, a disk array or a file server does not answer: tasks wait for blocks and pages of it
/// that are never read or written, some with the lock of a directory or a file in hand, and others
/// pile up behind those.
///
/// The machine seems to die by and by: who touches that file system never comes back, everything
/// else works. Hung task reports name whoever was first, with the file system's functions on its
/// stack. A device-mapper device may also just be suspended: it then takes all requests and keeps
/// them (`dmsetup info` says SUSPENDED).
///
/// Requests take milliseconds, under heavy load seconds; only more than ten seconds are taken for a
/// reason.
///
/// What to do: look for errors of that device in the log, and at its driver, its paths or its
/// server. Documentation/admin-guide/device-mapper/index.rst.
public final class HungDiskRule implements Rule {
  private static final double WORTH_SAYING = 2;
  private static final double LONG = 10;
  private static final int SHOWN = 3;

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.hung-disk",
        "Disk that does not answer",
        "tasks that have waited for seconds for blocks or pages of a disk");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    Map<Disk, List<Wait>> byDisk = new LinkedHashMap<>();
    for (Wait wait : graph.get().waits()) {
      if (uninterruptibleOrUnread(wait)) {
        wait.thing()
            .disk()
            .ifPresent(d -> byDisk.computeIfAbsent(d, k -> new ArrayList<>()).add(wait));
      }
    }
    List<Verdict> found = new ArrayList<>();
    byDisk.forEach((disk, waits) -> {
      if (WaitStory.longest(waits) >= WORTH_SAYING) {
        found.add(verdict(new WaitStory(graph.get()), disk, waits));
      }
    });
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }

  /// Where the dump lacks the task's state, that it waits for a block of the disk is enough.
  private static boolean uninterruptibleOrUnread(Wait wait) {
    return wait.party()
        .task()
        .map(Task::state)
        .filter(s -> s == TaskState.UNINTERRUPTIBLE || s == TaskState.OTHER)
        .isPresent();
  }

  private static Verdict verdict(WaitStory story, Disk disk, List<Wait> waits) {
    List<RootBlocker> holding = holding(story.graph(), waits);
    List<Wait> behind = story.graph().behind(waits);
    Set<Subject> subjects = new LinkedHashSet<>(WaitStory.subjects(waits));
    subjects.addAll(WaitStory.subjects(behind));
    boolean sure = disk.suspended();
    double longest = WaitStory.longest(waits);
    return new Verdict.Found(
        sure || longest >= LONG ? Role.CAUSE : Role.CONTEXT,
        claim(disk, waits, holding, behind),
        sure ? Confidence.CERTAIN : longest >= LONG ? Confidence.LIKELY : Confidence.POSSIBLE,
        sure
            ? "the flags of the device say that it is suspended"
            : "a request takes far less time, but that it would never have been answered can't be"
                + " seen",
        evidence(story, disk, waits, holding),
        List.of(),
        List.of(
            sure
                ? "find out who suspended it and did not resume it (dmsetup resume)"
                : "look for errors of " + disk.name() + " in the log, and at what is behind it"),
        subjects);
  }

  /// Those of the waiting tasks that have a lock which others want.
  private static List<RootBlocker> holding(WaitGraph graph, List<Wait> waits) {
    Set<Long> tasks = new LinkedHashSet<>();
    waits.forEach(w -> tasks.add(w.party().address()));
    return graph.roots().stream()
        .filter(r -> r.holder().firm() && tasks.contains(r.party().address()))
        .toList();
  }

  private static String claim(
      Disk disk, List<Wait> waits, List<RootBlocker> holding, List<Wait> behind) {
    StringBuilder claim = new StringBuilder(disk.name());
    claim.append(
        disk.suspended()
            ? " is suspended and completes nothing until it is resumed: "
            : " does not complete what it was asked for: ");
    claim.append(WaitStory.names(waits));
    claim.append(waits.size() == 1 ? " has waited " : " have waited, the longest for ");
    claim.append(Seconds.text(WaitStory.longest(waits)));
    claim.append(waits.size() == 1 ? " for " : ", for ");
    claim.append(waits.getFirst().thing().title());
    if (waits.size() > 1) {
      claim.append(" and others");
    }
    claim.append('.');
    for (RootBlocker root : holding.subList(0, Math.min(SHOWN, holding.size()))) {
      claim.append(' ').append(root.party().title()).append(" holds ");
      claim.append(root.thing().title()).append(" meanwhile.");
    }
    if (!behind.isEmpty()) {
      claim.append(behind.size() == 1 ? " Behind that waits " : " Behind that wait ");
      claim.append(WaitStory.names(behind)).append('.');
    }
    return claim.toString();
  }

  private static List<Evidence> evidence(
      WaitStory story, Disk disk, List<Wait> waits, List<RootBlocker> holding) {
    List<Evidence> evidence = new ArrayList<>();
    if (disk.address() != 0) {
      String name = "((struct gendisk *)" + WaitStory.hex(disk.address()) + ")->disk_name";
      evidence.add(
          new Evidence.Value(
              disk.address(), name, disk.name(), disk.suspended() ? "suspended" : "the disk"));
    }
    for (Wait wait : waits.subList(0, Math.min(SHOWN, waits.size()))) {
      evidence.add(WaitStory.found(wait));
      story.stack(wait, story.wants(wait)).ifPresent(evidence::add);
    }
    for (RootBlocker root : holding.subList(0, Math.min(SHOWN, holding.size()))) {
      story.value(root.thing()).ifPresent(evidence::add);
    }
    return evidence;
  }
}
