package org.inquest.profile.sched;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.PerfSample;
import org.inquest.formats.perf.trace.TraceField;
import org.inquest.formats.perf.trace.TraceFormat;
import org.inquest.formats.perf.trace.TraceFormats;
import org.inquest.profile.model.Sample;
import org.jspecify.annotations.Nullable;

/// Reads the scheduler's records by the description that the profile brings.
final class SchedDecoder {
  private static final int TRACEPOINT = 2;

  /// `TRACE_FLAG_HARDIRQ`, `TRACE_FLAG_SOFTIRQ` and `TRACE_FLAG_NMI`
  /// (include/linux/trace_events.h).
  private static final int INTERRUPT = 0x08 | 0x10 | 0x40;

  @FunctionalInterface
  private interface Reader {
    SchedEvent read(PerfRecord record, PerfSample sample);
  }

  private final Map<Integer, Reader> readers = new HashMap<>();
  private final Map<String, Integer> names = new HashMap<>();

  SchedDecoder(List<PerfEvent> events, TraceFormats formats) {
    for (PerfEvent event : events) {
      Optional<TraceFormat> format =
          event.attr().type() == TRACEPOINT
              ? formats.byId(event.attr().config())
              : Optional.empty();
      format.ifPresent(f -> {
        Reader reader = reader(f);
        if (reader != null) {
          readers.put(event.index(), reader);
          names.put(f.name(), event.index());
        }
      });
    }
  }

  /// Whether records of a tracepoint are in the profile.
  boolean has(String name) {
    return names.containsKey(name);
  }

  /// What a sample says; null where it is of another event.
  @Nullable SchedEvent read(Sample sample) {
    Reader reader = readers.get(sample.event());
    // A count of another event of the group comes with the leader's fields.
    return reader == null || !sample.own() ? null : reader.read(sample.record(), sample.fields());
  }

  private static @Nullable Reader reader(TraceFormat format) {
    if (!format.system().equals("sched")) {
      return null;
    }
    return switch (format.name()) {
      case "sched_switch" -> switches(format);
      case "sched_waking" -> wakeups(format, SchedEvent.Stage.WAKING);
      case "sched_wakeup" -> wakeups(format, SchedEvent.Stage.QUEUED);
      case "sched_wakeup_new" -> wakeups(format, SchedEvent.Stage.NEW);
      case "sched_migrate_task" -> {
        Numeric tid = number(format, "pid", 0);
        Numeric cpu = number(format, "dest_cpu", -1);
        yield (r, s) -> new SchedEvent.Migration((int) tid.of(r, s), (int) cpu.of(r, s));
      }
      case "sched_process_fork" -> {
        Numeric child = number(format, "child_pid", 0);
        Textual comm = text(format, "child_comm");
        yield (r, s) -> new SchedEvent.Fork((int) child.of(r, s), comm.of(r, s));
      }
      case "sched_stat_iowait" -> {
        Numeric tid = number(format, "pid", 0);
        Numeric delay = number(format, "delay", 0);
        yield (r, s) -> new SchedEvent.IoWait((int) tid.of(r, s), delay.of(r, s));
      }
      default -> null;
    };
  }

  private static Reader switches(TraceFormat format) {
    Numeric previous = number(format, "prev_pid", 0);
    Numeric next = number(format, "next_pid", 0);
    Textual previousComm = text(format, "prev_comm");
    Textual nextComm = text(format, "next_comm");
    Numeric previousPriority = number(format, "prev_prio", Party.UNKNOWN);
    Numeric nextPriority = number(format, "next_prio", Party.UNKNOWN);
    Numeric state = number(format, "prev_state", 0);
    TaskStates states = new TaskStates(format);
    return (r, s) ->
        new SchedEvent.Switch(
            new Party(
                (int) previous.of(r, s), previousComm.of(r, s), (int) previousPriority.of(r, s)),
            states.of(state.of(r, s)),
            new Party((int) next.of(r, s), nextComm.of(r, s), (int) nextPriority.of(r, s)));
  }

  private static Reader wakeups(TraceFormat format, SchedEvent.Stage stage) {
    Numeric tid = number(format, "pid", 0);
    Textual comm = text(format, "comm");
    Numeric priority = number(format, "prio", Party.UNKNOWN);
    Numeric cpu = number(format, "target_cpu", -1);
    Numeric flags = number(format, "common_flags", 0);
    return (r, s) ->
        new SchedEvent.Wakeup(
            new Party((int) tid.of(r, s), comm.of(r, s), (int) priority.of(r, s)),
            (int) cpu.of(r, s),
            (flags.of(r, s) & INTERRUPT) != 0,
            stage);
  }

  @FunctionalInterface
  private interface Numeric {
    long of(PerfRecord record, PerfSample sample);
  }

  @FunctionalInterface
  private interface Textual {
    String of(PerfRecord record, PerfSample sample);
  }

  private static Numeric number(TraceFormat format, String name, long otherwise) {
    Optional<TraceField> field = format.field(name);
    return field.<Numeric>map(f -> f::value).orElse((r, s) -> otherwise);
  }

  private static Textual text(TraceFormat format, String name) {
    Optional<TraceField> field = format.field(name);
    return field.<Textual>map(f -> f::text).orElse((r, s) -> "");
  }
}
