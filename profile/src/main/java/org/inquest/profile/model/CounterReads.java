package org.inquest.profile.model;

import java.util.Arrays;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.PerfRecord;
import org.inquest.formats.perf.PerfSample;
import org.inquest.formats.perf.SampleType;

/// What counters that were read with samples (`PERF_SAMPLE_READ`) have counted since they were read
/// before. Their values are sums since the recording began; the id beside each says whose.
///
/// An inherited counter is each task's own ("perf: Support PERF_SAMPLE_READ with inherit", v6.13),
/// with the same id in all of them: then the thread is part of its name.
final class CounterReads {
  private final PerfData data;
  private final PairTable counters = new PairTable();
  private long[] last = new long[256];
  private long strange;

  CounterReads(PerfData data) {
    this.data = data;
  }

  /// The event that a value of a sample is of; -1 where its id is of none.
  int event(PerfRecord record, PerfSample sample, int value) {
    return sample.valueId == 0
        ? sample.event
        : data.eventOf(record.u64(sample.valuesAt + value * sample.valueStep + sample.valueId));
  }

  /// How much a value has grown.
  ///
  /// @param event its own
  long grown(PerfRecord record, PerfSample sample, int value, int event) {
    int at = sample.valuesAt + value * sample.valueStep;
    long now = record.u64(at);
    long id = sample.valueId == 0 ? sample.id : record.u64(at + sample.valueId);
    int counter = counters.number(id, perThread(event) ? sample.tid : -1);
    if (counter >= last.length) {
      last = Arrays.copyOf(last, counter * 2);
    }
    long before = last[counter];
    last[counter] = now;
    // A thread of the same number begins at zero again.
    return now < before ? now : now - before;
  }

  private boolean perThread(int event) {
    var attr = data.events().get(event).attr();
    return attr.has(AttrFlag.INHERIT) && attr.samples(SampleType.TID);
  }

  /// One more value is of no event, or can't be right.
  void strange() {
    strange++;
  }

  /// How many such values there were.
  long strangers() {
    return strange;
  }
}
