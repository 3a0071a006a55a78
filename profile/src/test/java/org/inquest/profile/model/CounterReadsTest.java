package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.ReadFormat;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.inquest.profile.TestCode;
import org.inquest.profile.annotate.AddressCounts;
import org.inquest.profile.report.CallTree;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Samples that bring the values of counters along: `{cpu-clock,page-faults}:S`.
final class CounterReadsTest {
  private static final long FIELDS =
      SampleType.IDENTIFIER | SampleType.TID | SampleType.TIME | SampleType.READ;

  @TempDir Path folder;

  private int time = 100;

  /// cpu-clock with the ids 11 and 12, which is sampled, and page-faults with 21 and 22.
  private static PerfDataBuilder group(long flags) {
    return new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN)
        .reading(ReadFormat.GROUP | ReadFormat.ID)
        .software(0, 1000, FIELDS, flags, 11, 12)
        .software(2, 0, FIELDS, flags, 21, 22);
  }

  private void sample(PerfDataBuilder b, int tid, long leader, long... values) {
    long[] words = new long[4 + values.length];
    words[0] = leader;
    words[1] = (long) tid << 32 | tid;
    words[2] = time++;
    words[3] = values.length / 2;
    System.arraycopy(values, 0, words, 4, values.length);
    b.record(RecordType.SAMPLE, 0, b.longs(words));
  }

  private Profile open(PerfDataBuilder b) {
    return Profile.of(PerfData.of(new Bytes("test", b.file())), TestCode.below(folder));
  }

  /// What each delivery is: event, thread, period, whether its own.
  private static List<String> seen(Profile profile) {
    List<String> out = new ArrayList<>();
    profile.samples(
        true,
        s ->
            out.add(
                s.event()
                    + " tid "
                    + s.thread().tid()
                    + " period "
                    + s.period()
                    + " weighs "
                    + s.weight()
                    + (s.own() ? "" : " counted")));
    return out;
  }

  @Test
  void eachCounterHasWhatItGrewByAndNothingIsNoSample() {
    PerfDataBuilder b = group(0);
    sample(b, 7, 11, 1000, 11, 4, 21);
    sample(b, 7, 11, 2500, 11, 4, 21);
    sample(b, 8, 12, 900, 12, 2, 22);
    sample(b, 8, 11, 2600, 11, 9, 21);
    try (Profile profile = open(b)) {
      assertEquals(
          List.of(
              "0 tid 7 period 1000 weighs 1",
              "1 tid 7 period 4 weighs 4 counted",
              "0 tid 7 period 1500 weighs 1",
              "0 tid 8 period 900 weighs 1",
              "1 tid 8 period 2 weighs 2 counted",
              "0 tid 8 period 100 weighs 1",
              "1 tid 8 period 5 weighs 5 counted"),
          seen(profile));
      assertEquals(7, seen(profile).size(), "a second pass begins anew");
    }
  }

  @Test
  void anInheritedCounterIsEachThreadsOwn() {
    PerfDataBuilder b = group(AttrFlag.INHERIT);
    sample(b, 7, 11, 1000, 11, 4, 21);
    sample(b, 8, 11, 500, 11, 9, 21);
    sample(b, 7, 11, 1001, 11, 5, 21);
    sample(b, 8, 11, 3, 11, 1, 21);
    try (Profile profile = open(b)) {
      assertEquals(
          List.of(
              "0 tid 7 period 1000 weighs 1",
              "1 tid 7 period 4 weighs 4 counted",
              "0 tid 8 period 500 weighs 1",
              "1 tid 8 period 9 weighs 9 counted",
              "0 tid 7 period 1 weighs 1",
              "1 tid 7 period 1 weighs 1 counted",
              // A thread with the number of one that has ended.
              "0 tid 8 period 3 weighs 1",
              "1 tid 8 period 1 weighs 1 counted"),
          seen(profile));
    }
  }

  @Test
  void aSingleCounterWithoutAnIdIsItsEvents() {
    PerfDataBuilder b = new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN);
    b.event(SampleType.TID | SampleType.TIME | SampleType.READ, 0, 1);
    b.record(RecordType.SAMPLE, 0, b.longs(7L << 32 | 7, 100, 40));
    b.record(RecordType.SAMPLE, 0, b.longs(7L << 32 | 7, 101, 55));
    try (Profile profile = open(b)) {
      assertEquals(
          List.of("0 tid 7 period 40 weighs 1", "0 tid 7 period 15 weighs 1"), seen(profile));
    }
  }

  @Test
  void reportsCountWhatWasCountedAndStacksAreOfSamplesOnly() {
    PerfDataBuilder b = group(0);
    sample(b, 7, 11, 1000, 11, 300, 21);
    sample(b, 7, 11, 2000, 11, 300, 21);
    sample(b, 8, 11, 3000, 11, 400, 21);
    try (Profile profile = open(b)) {
      CountTable table =
          Counting.count(profile, List.of(Dimension.THREAD), SampleFilter.ALL, 1).table();
      CountTable.Row first = table.rows().getFirst();
      assertEquals(List.of("7"), first.keys());
      assertEquals(2, table.value(first, 0));
      assertEquals(300, table.value(first, 1));
      assertEquals(1, first.samples()[1]);
      assertEquals(0.75, table.share(first, 1));
      assertEquals(2, table.total(first), "samples and counts are not added up");
      assertEquals(3, CallTree.of(profile, SampleFilter.ALL).tree().samples());
      SampleFilter faults = SampleFilter.of(List.of("event:page-faults"));
      assertEquals(400, CallTree.of(profile, faults).tree().samples());
      CountTable alone = Counting.count(profile, List.of(Dimension.THREAD), faults, 1).table();
      assertEquals(300, alone.total(alone.rows().getFirst()));
      AddressCounts addresses = AddressCounts.of(profile, SampleFilter.ALL);
      assertEquals(3, addresses.functions().getFirst().total());
      assertEquals(400, addresses.all()[1]);
    }
  }

  @Test
  void whatCannotBeIsLeftOutAndTold() {
    PerfDataBuilder b = group(0);
    sample(b, 7, 11, 1000, 11, 3, 99);
    sample(b, 7, 11, 2000, 11, -5, 21);
    // Three values are told, two are there; and more than any record holds.
    b.record(RecordType.SAMPLE, 0, b.longs(11, 7L << 32 | 7, time++, 3, 1, 11, 2, 21));
    b.record(RecordType.SAMPLE, 0, b.longs(11, 7L << 32 | 7, time++, Long.MAX_VALUE, 1, 11));
    b.record(RecordType.SAMPLE, 0, b.longs(11, 7L << 32 | 7, time++, -1));
    try (Profile profile = open(b)) {
      List<String> gaps = profile.samples(false, s -> {}).gaps();
      assertEquals(2, gaps.size(), gaps.toString());
      assertTrue(gaps.getFirst().startsWith("3 samples are shorter"), gaps.toString());
      assertTrue(gaps.get(1).startsWith("2 values of counters"), gaps.toString());
      assertEquals(5, seen(profile).size());
    }
  }

  @Test
  void theIdIndexTellsCpusAndGuests() {
    PerfDataBuilder b = new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN);
    b.event(SampleType.IDENTIFIER | SampleType.IP | SampleType.TID | SampleType.TIME, 0, 31, 32);
    b.record(RecordType.MMAP2, 2, b.mapping(7, 0x1000, 0x1000, 0, "/bin/true"));
    // id, index, CPU, thread; then machine and virtual CPU of each.
    b.record(RecordType.ID_INDEX, 0, b.longs(2, 31, 0, 5, -1, 32, 1, 6, -1, 0, 0, 4711, 1));
    b.record(RecordType.SAMPLE, 2, b.longs(31, 0x1100, 7L << 32 | 7, time++));
    b.record(RecordType.SAMPLE, 2, b.longs(32, 0x1100, 7L << 32 | 7, time++));
    // It says more than it has.
    b.record(RecordType.ID_INDEX, 0, b.longs(Long.MAX_VALUE, 31, 0, 9, -1));
    b.record(RecordType.ID_INDEX, 0, b.longs(-1));
    b.record(RecordType.ID_INDEX, 0, new byte[0]);
    try (Profile profile = open(b)) {
      List<String> out = new ArrayList<>();
      ReadSummary summary =
          profile.samples(
              false, s -> out.add(s.cpu() + " " + profile.places().binary(s.place(0)).name()));
      assertEquals(0, summary.unknown());
      assertEquals(2, out.size());
      assertTrue(out.getFirst().endsWith("true"), out.toString());
      assertTrue(out.get(1).endsWith("[unknown]"), out.toString());
    }
  }

  private void survive(byte[] bytes) {
    try (Profile profile =
        Profile.of(PerfData.of(new Bytes("hostile", bytes)), TestCode.below(folder))) {
      Counting.count(profile, List.of(Dimension.THREAD), SampleFilter.ALL, 1);
      CallTree.of(profile, SampleFilter.ALL);
    } catch (InquestException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @Test
  void hostileBytesDoNoHarm() {
    PerfDataBuilder b = group(AttrFlag.INHERIT);
    b.record(RecordType.ID_INDEX, 0, b.longs(1, 11, 0, 5, -1, 0, 0));
    sample(b, 7, 11, 1000, 11, 4, 21);
    sample(b, 8, 12, 500, 12, 9, 22);
    byte[] whole = b.file();
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (int length = 0; length < whole.length; length++) {
            survive(Arrays.copyOf(whole, length));
          }
          Random random = new Random(5);
          for (int i = 0; i < 5000; i++) {
            byte[] changed = whole.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
              changed[random.nextInt(changed.length)] = (byte) random.nextInt();
            }
            survive(changed);
          }
        });
  }
}
