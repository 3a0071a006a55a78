package org.inquest.profile.sched;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.formats.perf.trace.TraceFormats;
import org.inquest.profile.export.StackTree;
import org.inquest.profile.export.Stacks;
import org.inquest.profile.export.Timeline;
import org.inquest.profile.model.Profile;
import org.inquest.profile.model.Sample;
import org.inquest.profile.report.SampleFilter;

/// Reads the scheduler's records of a profile once.
public final class SchedAnalysis implements WaitSink {
  private static final long MICROSECOND = 1000;

  private final Profile profile;
  private final SampleFilter filter;
  private final Predicate<Rest> wanted;
  private final SchedDecoder decoder;
  private final TraceFormats formats;
  private final Timekeeper keeper;
  private final StackTree tree;
  private final Optional<Timeline> timeline;
  private final Map<Rest, Longest<LongWait>> waits = new EnumMap<>(Rest.class);
  private final Longest<Hold> holds;
  private final Pairs sleepers = new Pairs();
  private final Pairs preemptions = new Pairs();
  private long lost;
  private long unsure;

  /// @param most waits of each kind that are kept
  private SchedAnalysis(
      Profile profile, SampleFilter filter, Predicate<Rest> wanted, int most, boolean timed) {
    this.profile = profile;
    this.filter = filter;
    this.wanted = wanted;
    this.formats = TraceFormats.of(profile.data());
    this.decoder = new SchedDecoder(profile.events(), formats);
    this.keeper = new Timekeeper(this, decoder.has("sched_waking"), filter == SampleFilter.ALL);
    this.tree = new StackTree(profile.places());
    this.timeline = timed ? Optional.of(new Timeline()) : Optional.empty();
    for (Rest rest : Rest.values()) {
      waits.put(rest, new Longest<>(most, LongWait::length));
    }
    this.holds = new Longest<>(most, Hold::length);
  }

  /// Everything that the scheduler's records say.
  ///
  /// @param filter whose waits are told, by the record of their beginning; everything is followed
  /// @param most how many waits of each kind are told one by one
  /// @throws Unavailable where there are no such records
  public static SchedReport of(Profile profile, SampleFilter filter, int most) {
    return new SchedAnalysis(profile, filter, rest -> true, most, false).run();
  }

  /// Time without a CPU by stack, for exports.
  ///
  /// @param wanted which waits, by what the task did when it left its CPU
  /// @param timed whether times of single waits are wanted
  /// @throws Unavailable where there are no such records
  public static Stacks offCpu(
      Profile profile, SampleFilter filter, Predicate<Rest> wanted, boolean timed) {
    return new SchedAnalysis(profile, filter, wanted, 0, timed).run().stacks();
  }

  private SchedReport run() {
    if (!decoder.has("sched_switch")) {
      throw new Unavailable(
          profile.data().name()
              + " has no records of sched:sched_switch that could be read"
              + formats.gap().map(gap -> ": " + gap).orElse(""),
          "record with: inquest profile record --sched");
    }
    ReadSummary summary = profile.samples(true, this::take, this::lose);
    keeper.finish();
    List<TaskTimes> tasks = new ArrayList<>();
    keeper
        .tasks()
        .forEach(task -> {
          if (!task.party().idle()) {
            tasks.add(task);
          }
        });
    List<CpuTimes> cpus = new ArrayList<>();
    keeper.cpus().forEach(cpus::add);
    Map<Rest, List<LongWait>> longest = new EnumMap<>(Rest.class);
    waits.forEach((rest, kept) -> longest.put(rest, kept.list()));
    return new SchedReport(
        keeper.first(),
        keeper.last(),
        tasks,
        cpus,
        longest,
        holds.list(),
        sleepers.list(),
        preemptions.list(),
        new Stacks(tree, timeline, Stacks.Unit.OFF_CPU, profile.data().name(), summary),
        decoder.has("sched_waking"),
        lost,
        unsure,
        gaps(),
        summary);
  }

  private List<String> gaps() {
    List<String> gaps = new ArrayList<>();
    formats.gap().ifPresent(gaps::add);
    if (!decoder.has("sched_waking") && !decoder.has("sched_wakeup")) {
      gaps.add(
          "wake-ups were not recorded: sleep can't be told from waiting for a CPU, nor who woke whom;"
              + " record with --sched");
    } else if (!decoder.has("sched_waking")) {
      gaps.add(
          "sched:sched_waking was not recorded: who ran where a task was queued may not be who woke"
              + " it; record with --sched");
    }
    if (lost > 0) {
      gaps.add(
          lost
              + " records were lost; "
              + unsure
              + " waits span a loss and are marked with ?: each may be several shorter ones; a larger"
              + " ring (-m) loses less");
    }
    if (keeper.tooMany()) {
      gaps.add("there were too many tasks to follow all");
    }
    if (tree.full()) {
      gaps.add("there were too many different stacks: later ones are cut");
    }
    long left = sleepers.left() + preemptions.left();
    if (left > 0) {
      gaps.add("there were too many pairs of tasks: " + left + " waits are in none of them");
    }
    return gaps;
  }

  private void lose(long count, long time) {
    lost += count;
    keeper.lost(time == 0 ? keeper.last() : time);
  }

  private void take(Sample sample) {
    SchedEvent event = decoder.read(sample);
    if (event == null) {
      return;
    }
    Timekeeper.Spot spot =
        new Timekeeper.Spot(
            sample.time(),
            sample.cpu(),
            Math.max(0, sample.thread().tid()),
            sample.thread().pid(),
            sample.thread().comm());
    keeper.at(spot);
    switch (event) {
      case SchedEvent.Switch change -> {
        boolean passes = filter.passes(sample, profile.places(), profile.events());
        int stack = change.previous().idle() || !passes ? -1 : tree.node(sample);
        keeper.switched(change, spot, stack, passes);
      }
      case SchedEvent.Wakeup wakeup -> keeper.woken(wakeup, spot, tree.node(sample));
      case SchedEvent.Migration migration -> keeper.migrated(migration);
      case SchedEvent.Fork fork -> keeper.forked(fork);
      case SchedEvent.IoWait wait -> keeper.waitedForIo(wait);
    }
  }

  @Override
  public void waited(TaskTimes task, LongWait wait) {
    if (!task.shown) {
      return;
    }
    unsure += wait.unsure() ? 1 : 0;
    Rest kind = wait.rest().displaced() ? Rest.RUNNABLE : wait.rest();
    Longest<LongWait> kept = waits.get(kind);
    if (kept != null && kept.wants(wait.length())) {
      kept.add(wait);
    }
    Wake wake = wait.wake();
    Party cause = wait.cause();
    if (wait.rest().asleep() && wake != null) {
      sleepers.add(
          wait.task(), wake.waker(), wake.interrupt(), wait.rest(), wait.from(), wait.to());
    } else if (wait.rest().displaced() && cause != null && !wait.open()) {
      preemptions.add(wait.task(), cause, false, Rest.RUNNABLE, wait.from(), wait.to());
    }
  }

  @Override
  public void offCpu(TaskTimes task, long from, long to) {
    if (!task.shown || task.stack < 0 || !wanted.test(task.left)) {
      return;
    }
    long weight = Math.max(0, to - from) / MICROSECOND;
    if (weight == 0) {
      return;
    }
    tree.add(task.stack, weight);
    timeline.ifPresent(t ->
        t.add(
            new Timeline.Thread(
                task.pid() < 0 ? task.party().tid() : task.pid(),
                task.party().tid(),
                task.party().comm()),
            from,
            task.stack,
            weight));
  }

  @Override
  public void held(Hold hold) {
    holds.add(hold);
  }
}
