package org.inquest.diagnose;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict.Found;

/// Orders findings: reasons before what ended the machine, that before consequences, that before
/// context; the surer first; among equals the one that explains more. A consequence that shares a
/// subject with a reason stands under it, and so does a reason all of whose subjects a stronger
/// reason has too: it says the same with fewer words. So does a reason that blames a task which a
/// stronger one blames: who loops with a lock held is told once, first for the loop, then for the
/// lock.
final class Ranking {
  private Ranking() {}

  private record Entry(RuleInfo rule, Found found) {}

  static List<Finding> order(List<Answer> answers) {
    List<Entry> entries = new ArrayList<>();
    for (Answer answer : answers) {
      if (answer.verdict() instanceof Found found) {
        entries.add(new Entry(answer.rule(), found));
      }
    }
    entries.sort(
        Comparator.comparing((Entry e) -> e.found.role())
            .thenComparing(e -> e.found.confidence())
            .thenComparing(e -> -reach(e, entries)));
    return nest(entries);
  }

  private static long reach(Entry entry, List<Entry> all) {
    return all.stream().filter(o -> o != entry && share(entry.found, o.found)).count();
  }

  private static List<Finding> nest(List<Entry> sorted) {
    List<Entry> tops = new ArrayList<>();
    List<List<Entry>> under = new ArrayList<>();
    for (Entry entry : sorted) {
      int reason = reasonFor(entry, tops);
      if (reason >= 0) {
        under.get(reason).add(entry);
      } else {
        tops.add(entry);
        under.add(new ArrayList<>());
      }
    }
    List<Finding> findings = new ArrayList<>();
    for (int i = 0; i < tops.size(); i++) {
      List<Finding> explained =
          under.get(i).stream()
              .map(
                  e -> new Finding(e.rule, e.found, List.of(), "follows from the finding above it"))
              .toList();
      findings.add(
          new Finding(tops.get(i).rule, tops.get(i).found, explained, rank(tops.get(i), i)));
    }
    return findings;
  }

  private static int reasonFor(Entry entry, List<Entry> tops) {
    for (int i = 0; i < tops.size(); i++) {
      Found reason = tops.get(i).found;
      if (reason.role() != Role.CAUSE) {
        continue;
      }
      boolean follows =
          entry.found.role() == Role.CONSEQUENCE && share(reason, entry.found)
              || entry.found.role() == Role.CAUSE && covers(reason, entry.found);
      if (follows) {
        return i;
      }
    }
    return -1;
  }

  private static boolean share(Found a, Found b) {
    for (Subject subject : a.subjects()) {
      if (b.subjects().contains(subject)) {
        return true;
      }
    }
    return false;
  }

  private static boolean covers(Found stronger, Found weaker) {
    if (weaker.subjects().stream()
        .anyMatch(s -> s instanceof Subject.CulpritSubject && stronger.subjects().contains(s))) {
      return true;
    }
    Set<Subject> rest = new HashSet<>(weaker.subjects());
    rest.removeAll(stronger.subjects());
    return !weaker.subjects().isEmpty() && rest.isEmpty();
  }

  private static String rank(Entry entry, int place) {
    String sure =
        entry.found.confidence() == Confidence.CERTAIN
            ? "certain"
            : entry.found.confidence() == Confidence.LIKELY ? "likely" : "possible";
    String role =
        switch (entry.found.role()) {
          case CAUSE -> "a reason";
          case HEALTHY -> "no fault found";
          case TRIGGER -> "what ended the machine's life";
          case CONSEQUENCE -> "a consequence whose reason was not found";
          case CONTEXT -> "context";
        };
    return (place + 1) + ": " + role + ", " + sure;
  }
}
