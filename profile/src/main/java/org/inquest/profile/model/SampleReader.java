package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.CallChainContext;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.PerfSample;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.jspecify.annotations.Nullable;

/// One pass through a profile: follows threads and mappings, and gives each sample's addresses
/// their places.
final class SampleReader implements Sample {
  /// Of clock_gettime(2).
  private static final int CLOCK_MONOTONIC = 1;

  /// More than that no counter counts between two samples: three weeks of cycles.
  private static final long MOST_COUNTED = 1L << 53;

  private final PerfData data;
  private final Processes processes;
  private final Binaries binaries;
  private final Places places;
  private final boolean chains;
  private final Profile.SampleSink sink;
  private final Profile.LossSink losses;
  private final PerfSample fields = new PerfSample();
  private final UserChains userChains;

  private final CounterReads reads;

  private final boolean[] counted;

  /// Where the recorder told it (ID_INDEX), the CPU that an id is of, and guests' ids.
  private final IdIndex index = new IdIndex();

  private @Nullable PerfRecord current;
  private @Nullable ThreadState thread;
  private int[] frames = new int[128];
  private int depth;
  private int event;
  private long period;
  private boolean own;
  private boolean guest;
  private long cut;

  SampleReader(
      PerfData data,
      Binaries binaries,
      Places places,
      boolean chains,
      Profile.SampleSink sink,
      Profile.LossSink losses) {
    this.losses = losses;
    this.data = data;
    this.processes = new Processes(binaries, clockOf(data));
    this.binaries = binaries;
    this.places = places;
    this.chains = chains;
    this.sink = sink;
    this.userChains = new UserChains(data.events());
    this.reads = new CounterReads(data);
    this.counted = new boolean[data.events().size()];
    data.events().forEach(e -> counted[e.index()] = e.counted());
  }

  /// Whether samples have times of CLOCK_MONOTONIC, by which compilers count.
  private static boolean clockOf(PerfData data) {
    return data.events().stream()
        .map(PerfEvent::attr)
        .anyMatch(a -> a.has(AttrFlag.USE_CLOCKID) && a.clockId() == CLOCK_MONOTONIC);
  }

  ReadSummary run() {
    ReadSummary summary =
        data.inOrder((record, time) -> {
          if (record.type() == RecordType.SAMPLE) {
            sample(record);
          } else if (record.type() == RecordType.ID_INDEX) {
            index.take(record);
          } else {
            loss(record, time);
            processes.take(record);
          }
        });
    List<String> gaps = new ArrayList<>(summary.gaps());
    if (cut > 0) {
      gaps.add(
          cut
              + " samples are shorter than what they say they hold; what does not fit was left out"
              + " (a damaged file?)");
    }
    if (reads.strangers() > 0) {
      gaps.add(
          reads.strangers()
              + " values of counters are of no event of this profile or can't be right, and were left"
              + " out");
    }
    return new ReadSummary(summary.counts(), summary.damage(), gaps);
  }

  private void loss(PerfRecord record, long time) {
    switch (record.type()) {
      case RecordType.LOST -> losses.lost(record.u64(16), time);
      case RecordType.LOST_SAMPLES -> losses.lost(record.u64(8), time);
      default -> {
        // Nothing was lost.
      }
    }
  }

  private void sample(PerfRecord record) {
    // A sample that is cut has at least its first fields.
    boolean whole = data.sample(record, fields);
    if (fields.event < 0) {
      return;
    }
    cut += whole ? 0 : 1;
    current = record;
    guest = index.guest(fields.id);
    ThreadState who = processes.thread(fields.pid, fields.tid);
    thread = who;
    who.space().advance(fields.time);
    depth = 0;
    int mode = record.misc() & RecordMisc.CPUMODE_MASK;
    if (chains && whole && fields.chainLength > 0) {
      chain(record, who, mode);
    }
    if (depth == 0) {
      add(who, mode, fields.ip);
    }
    if (chains && whole && fields.stackSize > 0) {
      for (long address : userChains.unwind(record, fields, who.space())) {
        add(who, RecordMisc.USER, address);
      }
    }
    deliver(record, fields.values);
  }

  /// Hands the sample over: once, or once for each counter that was read with it and has grown, as
  /// perf does.
  private void deliver(PerfRecord record, int values) {
    event = fields.event;
    period = fields.period;
    own = true;
    if (values == 0) {
      sink.sample(this);
      return;
    }
    for (int i = 0; i < values; i++) {
      int of = reads.event(record, fields, i);
      if (of < 0) {
        reads.strange();
        continue;
      }
      long grown = reads.grown(record, fields, i, of);
      if (grown < 0 || grown > MOST_COUNTED) {
        reads.strange();
      } else if (grown != 0) {
        event = of;
        period = grown;
        own = of == fields.event;
        sink.sample(this);
      }
    }
  }

  private void chain(PerfRecord record, ThreadState who, int sampleMode) {
    int mode = sampleMode;
    boolean first = true;
    for (int i = 0; i < fields.chainLength; i++) {
      long word = record.u64(fields.chainAt + i * Long.BYTES);
      if (CallChainContext.isMark(word)) {
        mode = modeOf(word, mode);
        // Where the user's stack was copied, its frames come from there.
        if (mode == RecordMisc.USER && fields.stackSize > 0 && depth > 0) {
          return;
        }
        first = first || depth == 0;
      } else {
        boolean interrupted = first && (depth == 0 || word == fields.ip);
        add(who, mode, interrupted ? word : word - 1);
        first = false;
      }
    }
  }

  private static int modeOf(long mark, int before) {
    return switch ((int) mark) {
      case (int) CallChainContext.KERNEL -> RecordMisc.KERNEL;
      case (int) CallChainContext.USER, (int) CallChainContext.USER_DEFERRED -> RecordMisc.USER;
      case (int) CallChainContext.HYPERVISOR -> RecordMisc.HYPERVISOR;
      case (int) CallChainContext.GUEST, (int) CallChainContext.GUEST_KERNEL ->
          RecordMisc.GUEST_KERNEL;
      case (int) CallChainContext.GUEST_USER -> RecordMisc.GUEST_USER;
      default -> before;
    };
  }

  private void add(ThreadState who, int mode, long address) {
    if (depth == frames.length) {
      frames = Arrays.copyOf(frames, depth * 2);
    }
    AddressSpace space =
        guest
            ? null
            : switch (mode) {
              case RecordMisc.KERNEL -> processes.kernel();
              case RecordMisc.USER -> who.space();
              default -> null;
            };
    Region region = space == null ? null : space.find(address);
    frames[depth++] =
        region == null
            ? places.number(binaries.unknown(), address)
            : places.number(region.binary(), region.offsetOf(address));
  }

  @Override
  public int event() {
    return event;
  }

  @Override
  public long time() {
    return fields.time;
  }

  @Override
  public ThreadState thread() {
    ThreadState who = thread;
    if (who == null) {
      throw new IllegalStateException("asked outside of a sample");
    }
    return who;
  }

  @Override
  public int cpu() {
    return fields.cpu >= 0 ? fields.cpu : index.cpu(fields.id);
  }

  @Override
  public long period() {
    return period;
  }

  @Override
  public boolean own() {
    return own;
  }

  @Override
  public long weight() {
    return counted[event] ? period : 1;
  }

  @Override
  public int depth() {
    return depth;
  }

  @Override
  public int place(int frame) {
    return frames[frame];
  }

  @Override
  public boolean inKernel() {
    return (record().misc() & RecordMisc.CPUMODE_MASK) == RecordMisc.KERNEL;
  }

  @Override
  public Optional<String> group() {
    return processes.group(fields.cgroup);
  }

  @Override
  public PerfSample fields() {
    return fields;
  }

  @Override
  public PerfRecord record() {
    PerfRecord record = current;
    if (record == null) {
      throw new IllegalStateException("asked outside of a sample");
    }
    return record;
  }
}
