package org.inquest.diagnose.rules.locking;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Subject;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.diagnose.wait.Holder;
import org.inquest.diagnose.wait.Wait;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.wait.Access;

/// A task that holds an rw_semaphore for reading asks for it again and has to queue up behind a
/// writer, who waits for the first hold to end.
///
/// Readers may share a lock, so taking it twice works, mostly: it fails only when a writer asks in
/// between, for readers may not overtake writers. The usual way into it is a page fault: code that
/// holds its process's mmap lock for reading touches user memory that is not there, and the fault
/// takes the same lock. It shows as a reader and a writer of one lock that wait for each other,
/// with every later user of the lock behind them; `ps` and `pidof` hang, too, on a process's mmap
/// lock.
///
/// What to do: copy to and from user memory after letting go of the mmap lock; never take a lock
/// again that a caller may hold. Documentation/mm/process_addrs.rst, kernel/locking/rwsem.c
/// (rwsem_down_read_slowpath).
public final class RecursiveReadRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "locking.recursive-read",
        "Read lock taken again behind a waiting writer",
        "a task that holds a lock for reading and waits for it again behind a writer");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    Optional<WaitGraph> graph = facts.waits();
    if (graph.isEmpty()) {
      return List.of(new Verdict.NotApplicable("it is not known what tasks wait for"));
    }
    List<Verdict> found = new ArrayList<>();
    for (List<Wait> cycle : graph.get().cycles()) {
      if (applies(cycle)) {
        found.add(new Case(graph.get(), cycle).verdict());
      }
    }
    return found.isEmpty() ? List.of(new Verdict.Clear()) : found;
  }

  /// Whether a cycle is a reader and a writer of one lock.
  static boolean applies(List<Wait> cycle) {
    return cycle.size() == 2
        && cycle.getFirst().thing().equals(cycle.getLast().thing())
        && cycle.stream().anyMatch(w -> w.ahead().isPresent())
        && cycle.stream().anyMatch(w -> w.access() == Access.WRITE);
  }

  /// One such deadlock.
  private static final class Case {
    private final WaitGraph graph;
    private final WaitStory story;
    private final Wait reader;
    private final Wait writer;
    private final Holder hold;
    private final List<Wait> behind;

    Case(WaitGraph graph, List<Wait> cycle) {
      this.graph = graph;
      this.story = new WaitStory(graph);
      boolean readerFirst = cycle.getFirst().access() == Access.READ;
      this.reader = readerFirst ? cycle.getFirst() : cycle.getLast();
      this.writer = readerFirst ? cycle.getLast() : cycle.getFirst();
      this.hold =
          writer.holders().stream()
              .filter(h -> h.party().address() == reader.party().address())
              .findFirst()
              .orElseThrow();
      this.behind = story.graph().behind(cycle);
    }

    Verdict verdict() {
      return new Verdict.Found(
          Role.CAUSE,
          claim(),
          hold.confidence(),
          String.join("; ", hold.reasons()),
          evidence(),
          List.of(),
          advice(),
          subjects());
    }

    private String claim() {
      StringBuilder text = new StringBuilder("Deadlock on ").append(reader.thing().title());
      text.append(": ").append(reader.party().title());
      story.systemCall(reader.party()).ifPresent(c -> text.append(" in ").append(c));
      text.append(" holds it for reading");
      if (!hold.function().isEmpty()) {
        text.append(" (").append(hold.function()).append(')');
      }
      fault().ifPresent(f -> text.append(", page-faults in ").append(f));
      text.append(" and waits for it again behind the write request of ");
      text.append(story.who(writer)).append('.');
      append(text, Access.WRITE, " More writers wait: ");
      append(text, Access.READ, " Stuck behind them: ");
      return text.toString();
    }

    private void append(StringBuilder text, Access access, String title) {
      List<Wait> some =
          behind.stream()
              .filter(w -> (w.access() == Access.WRITE) == (access == Access.WRITE))
              .toList();
      if (!some.isEmpty()) {
        text.append(title).append(WaitStory.names(some)).append('.');
      }
    }

    /// The kernel function whose access to user memory faulted.
    private Optional<String> fault() {
      if (reader.party().task().isEmpty()) {
        return Optional.empty();
      }
      Stack stack = graph.stackOf(reader.party().task().get());
      return graph
          .places()
          .faultedIn(stack, reader.frame() + 1)
          .map(f -> graph.places().function(f));
    }

    private List<Evidence> evidence() {
      List<Evidence> evidence = new ArrayList<>();
      story.value(reader.thing()).ifPresent(evidence::add);
      story.stack(reader, "holds the lock, waits for it again").ifPresent(evidence::add);
      story
          .stack(writer, "waits until the reader lets go; readers queue up behind it")
          .ifPresent(evidence::add);
      evidence.add(WaitStory.found(reader));
      evidence.add(WaitStory.found(writer));
      return evidence;
    }

    private List<String> advice() {
      if (fault().isPresent()) {
        String where = hold.function().isEmpty() ? "the code that took the lock" : hold.function();
        return List.of(
            where
                + " must not touch user memory while it holds the mmap lock: copy to a kernel"
                + " buffer, let go of the lock, then copy to the user");
      }
      return List.of("a task must not take a lock for reading again that it may already hold");
    }

    private Set<Subject> subjects() {
      Set<Subject> subjects = new LinkedHashSet<>(WaitStory.subjects(List.of(reader, writer)));
      subjects.addAll(WaitStory.subjects(behind));
      return subjects;
    }
  }
}
