package org.inquest.lab.sweep.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.run.Progress;
import org.inquest.lab.sweep.plan.Suspicion;
import org.jspecify.annotations.Nullable;

/// Every call of a workload that can fail, one after another.
public final class Sweep {
  /// Cases after which what the workload works on is looked at.
  private static final int BATCH = 64;

  private static final Duration BETWEEN_WORDS = Duration.ofSeconds(2);
  private static final String JOURNAL = "journal";

  private final SweepRequest request;
  private final SweepProgress progress;
  private final Journal journal;
  private final Findings findings;
  private final CaseQueue queue;
  private final Map<String, Long> counts;
  private final List<String> gaps = new ArrayList<>();
  private final List<SweepReport.Restores> restores = new ArrayList<>();
  private final long begin = System.nanoTime();
  private final int before;
  private @Nullable RuntimeException broken;
  private long told;

  private Sweep(
      SweepRequest request, SweepProgress progress, Journal journal, Map<String, Long> counts) {
    this.request = request;
    this.progress = progress;
    this.journal = journal;
    this.counts = counts;
    this.findings = new Findings(request.folder());
    this.queue = new CaseQueue(request.mode().numbered() ? counts : Map.of());
    Journal.Told earlier = Journal.read(journalOf(request.folder()));
    findings.take(earlier);
    queue.skip(earlier);
    earlier.results().forEach(this::pairs);
    this.before = queue.done();
  }

  /// The journal of a sweep whose results are in a folder.
  public static Path journalOf(Path folder) {
    return folder.resolve(JOURNAL);
  }

  /// Runs a sweep, or goes on with the one that was broken off in the same folder.
  ///
  /// @param suspicion what the machine code says of calls whose result nobody checks: where places
  ///   are chosen, those come first
  /// @throws Unavailable if a program, a kernel or room is missing, the workload fails when nothing
  ///   is made to fail, or the folder has another sweep
  public static SweepReport run(
      SweepRequest request, Suspicion suspicion, SweepProgress progress, Progress steps) {
    try {
      Files.createDirectories(request.folder());
    } catch (IOException e) {
      throw new Unavailable(
          "results can't be written to " + request.folder(), "name a folder that can be (--out)");
    }
    List<String> head =
        List.of(request.kernel(), request.workload().name(), request.mode().toString());
    try (Journal journal = Journal.open(journalOf(request.folder()), head);
        CaseRunner first = new CaseRunner(request)) {
      steps.step("counting the calls that can fail");
      Survey survey = new Survey(first, request);
      Map<String, Long> counts = survey.calls();
      counts.forEach(journal::counted);
      Sweep sweep = new Sweep(request, progress, journal, counts);
      survey
          .missing()
          .forEach(step ->
              sweep.gaps.add("step " + step + " was left out: this kernel was built without it"));
      survey.cases(counts.keySet(), suspicion).forEach(sweep.queue::add);
      return sweep.run(first);
    }
  }

  /// What a sweep would do. A guest is booted and the workload run in it, but nothing is made to
  /// fail.
  public static SweepPlan plan(SweepRequest request, Suspicion suspicion, Progress steps) {
    try (CaseRunner runner = new CaseRunner(request)) {
      Survey survey = new Survey(runner, request);
      steps.step("counting the calls that can fail");
      Map<String, Long> counts = survey.calls();
      steps.step("counting the places they are at");
      return survey.plan(counts, suspicion);
    }
  }

  private SweepReport run(CaseRunner first) {
    CountDownLatch others = new CountDownLatch(request.jobs() - 1);
    for (int i = 1; i < request.jobs(); i++) {
      Thread.ofPlatform()
          .daemon()
          .name("sweep-" + i)
          .start(() -> {
            try (CaseRunner runner = new CaseRunner(request)) {
              work(runner);
            } catch (RuntimeException e) {
              fail(e);
            } finally {
              others.countDown();
            }
          });
    }
    try {
      work(first);
      others.await();
    } catch (RuntimeException e) {
      fail(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unavailable("the sweep was interrupted", "the same command goes on");
    }
    return report();
  }

  private synchronized void fail(RuntimeException e) {
    if (broken == null) {
      broken = e;
    }
  }

  private SweepReport report() {
    RuntimeException why;
    synchronized (this) {
      why = broken;
    }
    if (why != null && !(why instanceof InquestException && queue.done() > before)) {
      throw why;
    }
    if (why != null) {
      gaps.add("broken off: " + why.getMessage());
    }
    queue.endless().forEach(step -> gaps.add("step " + step + " has no last call that can fail"));
    if (!queue.open().isEmpty()) {
      gaps.add(
          "not at their end: "
              + String.join(", ", queue.open())
              + "; the same command goes on behind the last case");
    }
    if (queue.left() > 0) {
      gaps.add(
          "not tried: some "
              + queue.left()
              + " cases; the same command goes on behind the last one");
    }
    return new SweepReport(
        request.kernel(),
        request.workload().name(),
        request.mode().toString(),
        new LinkedHashMap<>(counts),
        Journal.read(journalOf(request.folder())).results(),
        findings.all(),
        Duration.ofNanos(System.nanoTime() - begin),
        queue.done() - before,
        new SweepReport.Restores(
            restores.stream().mapToInt(SweepReport.Restores::count).sum(),
            restores.stream()
                .map(SweepReport.Restores::longest)
                .reduce(Duration.ZERO, (a, b) -> a.compareTo(b) < 0 ? b : a)),
        gaps);
  }

  private void work(CaseRunner runner) {
    List<CaseRunner.Ran> batch = new ArrayList<>();
    Deque<SweepCase> recent = new ArrayDeque<>();
    boolean end = false;
    while (!end) {
      Optional<SweepCase> next = stop() || runner.spent() ? Optional.empty() : queue.next();
      if (next.isPresent()) {
        CaseRunner.Ran ran = runner.run(next.get());
        take(runner, ran, Afterwards.NOTHING, recent);
        recent.addFirst(next.get());
        if (recent.size() > Confirmation.MOST_EARLIER) {
          recent.removeLast();
        }
        if (ran.result().fine() && ran.result().injected()) {
          batch.add(ran);
        }
      }
      end = next.isEmpty();
      if (!runner.spent() && (batch.size() >= BATCH || (end && !batch.isEmpty()))) {
        look(runner, batch);
        batch.clear();
      }
    }
    synchronized (this) {
      restores.add(runner.restores());
      if (runner.spent()) {
        gaps.add(
            "this machine is not whole any more and can't be put back: boot it, then the same"
                + " command goes on");
      }
    }
  }

  private synchronized boolean stop() {
    return broken != null || elapsed().compareTo(request.time()) > 0;
  }

  private Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - begin);
  }

  /// Looks whether the cases of a batch have left damage; if so, which of them did.
  private void look(CaseRunner runner, List<CaseRunner.Ran> batch) {
    if (runner.check().fine()) {
      if (request.leaks()) {
        leaks(runner, batch);
      }
      return;
    }
    for (CaseRunner.Ran suspect : runner.spent() ? List.<CaseRunner.Ran>of() : batch) {
      CaseRunner.Ran ran = runner.run(suspect.result().tried());
      if (!ran.result().fine()) {
        continue; // It was told before, or does not happen from here.
      }
      CaseRunner.Ran seen = Afterwards.CHECK.look(runner, ran);
      if (!seen.result().fine()) {
        take(runner, seen, Afterwards.CHECK, List.of());
      }
    }
  }

  private void leaks(CaseRunner runner, List<CaseRunner.Ran> batch) {
    for (LeakSearch.Leak leak : new LeakSearch(runner).search(batch)) {
      CaseResult result = leak.ran().result().damaged(Damage.LEAK, leak.words());
      take(runner, leak.ran().with(result), Afterwards.LEAKS, List.of());
    }
  }

  /// @param afterwards what has to be looked at for it to show
  /// @param earlier what the same machine did before, the last one first
  private void take(
      CaseRunner runner, CaseRunner.Ran ran, Afterwards afterwards, Iterable<SweepCase> earlier) {
    CaseResult result = ran.result();
    journal.result(result);
    queue.result(result).ifPresent(journal::done);
    if (!result.fine() && findings.add(result, ran.log())) {
      progress.found(result, elapsed());
      if (runner.spent()) {
        return; // Nothing can be tried again here.
      }
      Journal.Confirmed confirmed = new Confirmation(runner, result, afterwards).confirm(earlier);
      journal.confirmed(confirmed);
      findings.add(confirmed);
    }
    pairs(result);
    tell();
  }

  /// A failure that was survived, and another one on the way out.
  private void pairs(CaseResult result) {
    if (result.fine()
        && result.injected()
        && result.tried().nth() > 0
        && result.tried().then() == 0
        && request.mode() instanceof SweepMode.Calls(int pairs)) {
      for (int then = 1; then <= pairs; then++) {
        queue.add(SweepCase.of(result.tried().step(), result.tried().nth(), then));
      }
    }
  }

  private synchronized void tell() {
    long now = System.nanoTime();
    if (now - told >= BETWEEN_WORDS.toNanos()) {
      told = now;
      int fresh = queue.done() - before;
      OptionalLong left =
          queue.open().isEmpty() ? OptionalLong.of(queue.left()) : OptionalLong.empty();
      progress.cases(queue.done(), left, fresh * 1e9 / Math.max(1, now - begin), findings.count());
    }
  }
}
