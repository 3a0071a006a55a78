package org.inquest.kernel.sched;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// The run queue of every CPU that was online.
public final class RunQueues {
  private final List<RunQueue> all;
  private final List<String> gaps;

  private RunQueues(List<RunQueue> all, List<String> gaps) {
    this.all = List.copyOf(all);
    this.gaps = List.copyOf(gaps);
  }

  /// Reads them.
  ///
  /// @throws InquestException where the kernel's types are missing
  public static RunQueues read(Target target) {
    List<RunQueue> all = new ArrayList<>();
    List<String> gaps = new ArrayList<>();
    QueueReader reader = new QueueReader(target.types());
    for (int cpu : target.cpus().online()) {
      try {
        RunQueue queue = read(reader, target.perCpu("runqueues", cpu), cpu);
        all.add(queue);
        if (!queue.gap().isEmpty()) {
          gaps.add("run queue of CPU " + cpu + ": " + queue.gap());
        }
      } catch (InquestException e) {
        gaps.add("run queue of CPU " + cpu + ": " + e.getMessage());
      }
    }
    return new RunQueues(all, gaps);
  }

  static RunQueue read(QueueReader reader, KObject rq, int cpu) {
    QueueReader.Content content = reader.read(rq);
    return new RunQueue(
        rq.address(),
        cpu,
        rq.member("curr").asLong(),
        rq.member("idle").asLong(),
        rq.member("stop").asLong(),
        rq.member("nr_running").asInt(),
        rq.member("clock").asLong(),
        rq.findMember("ttwu_pending").map(KObject::asBool).orElse(false),
        rq.findMember("cpu_capacity").map(KObject::asInt).orElse(1024),
        average(rq, "avg_rt.util_avg") + average(rq, "avg_dl.util_avg"),
        budget(rq),
        fairServer(rq),
        content.tasks(),
        content.gap());
  }

  /// 3727e0e16340 ("sched/dl: Add dl_rq utilization tracking") and 371bf4273269 ("sched/rt: Add
  /// rt_rq utilization tracking"), v4.19.
  private static int average(KObject rq, String member) {
    return rq.findMember(member).map(KObject::asInt).orElse(0);
  }

  private static Optional<RealTimeBudget> budget(KObject rq) {
    return rq.findMember("rt.rt_throttled")
        .map(throttled ->
            new RealTimeBudget(
                throttled.asBool(),
                rq.member("rt.rt_time").asLong(),
                rq.member("rt.rt_runtime").asLong()));
  }

  private static Optional<FairServer> fairServer(KObject rq) {
    return rq.findMember("fair_server")
        .map(server ->
            new FairServer(
                server.member("dl_runtime").asLong(),
                server.member("dl_period").asLong(),
                server.findMember("dl_server_active").map(KObject::asBool).orElse(false),
                rq.findMember("dl_server")
                    .map(now -> now.asLong() == server.address())
                    .orElse(false)));
  }

  /// All of them, by CPU.
  public List<RunQueue> all() {
    return all;
  }

  /// One CPU's.
  public Optional<RunQueue> of(int cpu) {
    for (RunQueue queue : all) {
      if (queue.cpu() == cpu) {
        return Optional.of(queue);
      }
    }
    return Optional.empty();
  }

  /// The latest time that any CPU's scheduler saw, nanoseconds since boot: the best guess at when
  /// the machine stopped, as far as run queues tell.
  public long latestNs() {
    long latest = 0;
    for (RunQueue queue : all) {
      latest = Math.max(latest, queue.clockNs());
    }
    return latest;
  }

  /// What could not be read, a sentence each.
  public List<String> gaps() {
    return gaps;
  }
}
