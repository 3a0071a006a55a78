package org.inquest.formats.perf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

final class PerfDataTest {
  private static final long FIELDS =
      SampleType.IDENTIFIER
          | SampleType.IP
          | SampleType.TID
          | SampleType.TIME
          | SampleType.CPU
          | SampleType.PERIOD
          | SampleType.CALLCHAIN;

  private static final long FLAGS = AttrFlag.SAMPLE_ID_ALL | AttrFlag.MMAP2 | AttrFlag.COMM;

  static List<ByteOrder> orders() {
    return List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN);
  }

  private static byte[] sample(PerfDataBuilder b, long id, long time, long ip, long... chain) {
    boolean big = b.longs(1)[0] == 0;
    long pids = big ? 70L << 32 | 71 : 71L << 32 | 70;
    long cpu = big ? 3L << 32 : 3;
    long[] words = new long[7 + chain.length];
    System.arraycopy(new long[] {id, ip, pids, time, cpu, 5, chain.length}, 0, words, 0, 7);
    System.arraycopy(chain, 0, words, 7, chain.length);
    return b.longs(words);
  }

  private static PerfDataBuilder small(ByteOrder order) {
    PerfDataBuilder b =
        new PerfDataBuilder(order).event(FIELDS, FLAGS, 11, 12).event(FIELDS, FLAGS, 21);
    b.feature(FeatureType.HOSTNAME, b.string("host"));
    b.feature(FeatureType.NRCPUS, new byte[8]);
    b.feature(200, new byte[] {1, 2, 3});
    b.record(RecordType.SAMPLE, RecordMisc.USER, sample(b, 11, 200, 0x1000));
    b.record(RecordType.SAMPLE, RecordMisc.USER, sample(b, 21, 100, 0x2000, -512, 0x2000, 0x3000));
    b.record(RecordType.FINISHED_ROUND, 0, new byte[0]);
    b.record(RecordType.SAMPLE, RecordMisc.USER, sample(b, 12, 150, 0x1100));
    b.record(99, 0, new byte[8]);
    b.record(RecordType.FINISHED_ROUND, 0, new byte[0]);
    return b;
  }

  private record Seen(int event, long ip, long time, int pid, int tid, int cpu, long period) {}

  private static List<Seen> ordered(PerfData data) {
    List<Seen> seen = new ArrayList<>();
    PerfSample s = new PerfSample();
    data.inOrder((record, time) -> {
      if (record.type() == RecordType.SAMPLE) {
        assertTrue(data.sample(record, s));
        seen.add(new Seen(s.event, s.ip, time, s.pid, s.tid, s.cpu, s.period));
      }
    });
    return seen;
  }

  @ParameterizedTest
  @MethodSource("orders")
  void samplesComeInOrderOfTimeWithTheirEvents(ByteOrder order) {
    for (byte[] bytes : List.of(small(order).file(), small(order).pipe())) {
      try (PerfData data = PerfData.of(new Bytes("test", bytes))) {
        assertEquals(
            List.of(
                new Seen(1, 0x2000, 100, 70, 71, 3, 5),
                new Seen(0, 0x1100, 150, 70, 71, 3, 5),
                new Seen(0, 0x1000, 200, 70, 71, 3, 5)),
            ordered(data));
        assertEquals("host", data.features().text(FeatureType.HOSTNAME).orElseThrow());
        assertEquals(3, data.features().raw(200).orElseThrow().length);
        assertEquals("cpu-clock", data.events().getFirst().name());
        assertTrue(data.events().getFirst().attr().has(AttrFlag.SAMPLE_ID_ALL));
      }
    }
  }

  @Test
  void unknownRecordsAreCounted() {
    try (PerfData data = PerfData.of(new Bytes("test", small(ByteOrder.LITTLE_ENDIAN).file()))) {
      ReadSummary summary = data.inFile((record, time) -> {});
      assertEquals(1, summary.count(99));
      assertEquals(1, summary.unknown());
      assertEquals(3, summary.count(RecordType.SAMPLE));
      assertTrue(summary.damage().isEmpty());
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {64, 72, 80, 96, 104, 112, 120, 128, 136, 144, 256})
  void attributesOfEverySizeAreRead(int size) {
    PerfDataBuilder b =
        new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN).attrSize(size).event(FIELDS, FLAGS, 1);
    b.record(RecordType.SAMPLE, 0, sample(b, 1, 9, 0x10));
    for (byte[] bytes : List.of(b.file(), b.pipe())) {
      try (PerfData data = PerfData.of(new Bytes("test", bytes))) {
        PerfEventAttr attr = data.events().getFirst().attr();
        assertEquals(size, attr.size());
        assertEquals(size >= 96 ? 7 : 0, attr.sampleRegsUser());
        assertEquals(1, ordered(data).size());
      }
    }
  }

  @Test
  void aChainKeepsItsMarks() {
    try (PerfData data = PerfData.of(new Bytes("test", small(ByteOrder.LITTLE_ENDIAN).file()))) {
      PerfSample s = new PerfSample();
      List<Long> chain = new ArrayList<>();
      data.inOrder((record, time) -> {
        if (record.type() == RecordType.SAMPLE && time == 100) {
          data.sample(record, s);
          for (int i = 0; i < s.chainLength; i++) {
            chain.add(record.u64(s.chainAt + 8 * i));
          }
        }
      });
      assertEquals(List.of(CallChainContext.USER, 0x2000L, 0x3000L), chain);
      assertTrue(CallChainContext.isMark(chain.getFirst()));
      assertFalse(CallChainContext.isMark(chain.get(1)));
    }
  }

  @Test
  void auxDataArePassedOver() {
    PerfDataBuilder b = new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN).event(FIELDS, FLAGS, 1);
    b.record(RecordType.AUXTRACE, 0, b.longs(16, 0, 0, 0, 0));
    b.raw(new byte[16]).record(RecordType.SAMPLE, 0, sample(b, 1, 9, 0x10));
    try (PerfData data = PerfData.of(new Bytes("test", b.file()))) {
      assertEquals(1, ordered(data).size());
    }
  }

  @Test
  void aRecordWithoutSizeEndsTheRecordsAndIsTold() {
    PerfDataBuilder b = small(ByteOrder.LITTLE_ENDIAN);
    b.raw(new byte[24]);
    try (PerfData data = PerfData.of(new Bytes("test", b.file()))) {
      assertEquals(3, ordered(data).size());
      MalformedInput damage = data.inFile((r, t) -> {}).damage().orElseThrow();
      assertTrue(damage.getMessage().contains("found 0"), damage.getMessage());
      assertTrue(damage.offset() > 0);
    }
  }

  @Test
  void aRecorderThatWasKilledLeavesSomethingToRead() {
    byte[] bytes = small(ByteOrder.LITTLE_ENDIAN).file();
    Arrays.fill(bytes, 48, 56, (byte) 0); // the size of the data
    try (PerfData data = PerfData.of(new Bytes("test", bytes))) {
      assertEquals(3, ordered(data).size());
      assertTrue(data.gaps().getFirst().contains("did not end cleanly"));
    }
  }

  @Test
  void foldersHaveTheirRecordsInSeveralFiles(@TempDir Path folder) throws IOException {
    PerfDataBuilder head = new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN).event(FIELDS, FLAGS, 1);
    Files.write(folder.resolve("data"), head.file());
    PerfDataBuilder one = new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN);
    Files.write(
        folder.resolve("data.0"), one.recordBytes(RecordType.SAMPLE, 0, sample(one, 1, 30, 0x30)));
    Files.write(
        folder.resolve("data.1"), one.recordBytes(RecordType.SAMPLE, 0, sample(one, 1, 20, 0x20)));
    try (PerfData data = PerfData.open(folder)) {
      assertEquals(List.of(20L, 30L), ordered(data).stream().map(Seen::time).toList());
    }
  }

  @Test
  void whatIsNoProfileIsRefused() {
    assertThrows(MalformedInput.class, () -> PerfData.of(new Bytes("x", new byte[10])));
    assertThrows(MalformedInput.class, () -> PerfData.of(new Bytes("x", new byte[200])));
    assertThrows(
        Unsupported.class,
        () -> PerfData.of(new Bytes("x", "PERFFILE........".getBytes(StandardCharsets.US_ASCII))));
  }

  /// Two values, as the leader of a group hands them over, with and without what may stand beside.
  @ParameterizedTest
  @MethodSource("orders")
  void theValuesOfCountersAreFoundWhateverStandsBeside(ByteOrder order) {
    for (long format = 0; format < 32; format++) {
      boolean group = (format & ReadFormat.GROUP) != 0;
      PerfDataBuilder b = new PerfDataBuilder(order).reading(format);
      b.event(SampleType.IDENTIFIER | SampleType.READ | SampleType.CALLCHAIN, 0, 7);
      List<Long> words = new ArrayList<>(List.of(7L));
      long times = format & (ReadFormat.TOTAL_TIME_ENABLED | ReadFormat.TOTAL_TIME_RUNNING);
      if (group) {
        words.add(2L);
      } else {
        words.add(100L);
      }
      words.addAll(Collections.nCopies(Long.bitCount(times), 55L));
      for (int i = group ? 0 : 1; i < 2; i++) {
        if (group) {
          words.add(100L + i);
        }
        words.addAll((format & ReadFormat.ID) == 0 ? List.of() : List.of(7L + (group ? i : 0)));
        words.addAll((format & ReadFormat.LOST) == 0 ? List.of() : List.of(3L));
      }
      words.addAll(List.of(1L, 0x4000L));
      long[] all = words.stream().mapToLong(Long::longValue).toArray();
      b.record(RecordType.SAMPLE, 0, b.longs(all));
      PerfSample s = new PerfSample();
      String what = "read format " + format;
      boolean named = (format & ReadFormat.ID) != 0;
      try (PerfData data = PerfData.of(new Bytes("test", b.file()))) {
        data.inFile((record, time) -> {
          assertTrue(data.sample(record, s), what);
          assertEquals(group ? 2 : 1, s.values, what);
          for (int i = 0; i < s.values; i++) {
            int at = s.valuesAt + i * s.valueStep;
            assertEquals(100 + i, record.u64(at), what);
            assertTrue(s.valueId == 0 || record.u64(at + s.valueId) == 7 + i, what);
          }
          assertEquals(named, s.valueId != 0, what);
          assertEquals(0x4000, record.u64(s.chainAt), what);
        });
      }
    }
  }

  @Test
  void groupsOfEventsAreNamed() {
    PerfDataBuilder b = small(ByteOrder.LITTLE_ENDIAN);
    byte[] name = b.string("{anon_group}");
    byte[] whole =
        ByteBuffer.allocate(4 + name.length + 8)
            .order(ByteOrder.LITTLE_ENDIAN)
            .putInt(1)
            .put(name)
            .putInt(0)
            .putInt(2)
            .array();
    b.feature(FeatureType.GROUP_DESC, whole);
    try (PerfData data = PerfData.of(new Bytes("test", b.file()))) {
      assertEquals(
          List.of(new PerfFeatures.EventGroup("{anon_group}", 0, 2)), data.features().groups());
    }
    b.feature(FeatureType.GROUP_DESC, Arrays.copyOf(whole, whole.length - 1));
    try (PerfData data = PerfData.of(new Bytes("test", b.file()))) {
      assertEquals(List.of(), data.features().groups());
    }
  }

  /// Only the sealed family may come out, and soon.
  private static void survive(byte[] bytes) {
    try (PerfData data = PerfData.of(new Bytes("hostile", bytes))) {
      PerfSample s = new PerfSample();
      data.inOrder((record, time) -> {
        data.sample(record, s);
        data.identity(record, s);
        record.text(8);
      });
      data.features().buildIds();
      data.features().commandLine();
      data.features().onlineCpus();
      data.features().groups();
    } catch (InquestException e) {
      assertFalse(e.getMessage().isEmpty());
    }
  }

  @ParameterizedTest
  @MethodSource("orders")
  void hostileBytesDoNoHarm(ByteOrder order) {
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> {
          for (byte[] whole : List.of(small(order).file(), small(order).pipe())) {
            for (int length = 0; length < whole.length; length++) {
              survive(Arrays.copyOf(whole, length));
            }
            for (int at = 0; at < whole.length; at++) {
              for (int value : new int[] {0, 1, 0x7f, 0x80, 0xff}) {
                byte[] changed = whole.clone();
                changed[at] = (byte) value;
                survive(changed);
              }
            }
            Random random = new Random(8);
            for (int i = 0; i < 2000; i++) {
              byte[] changed = whole.clone();
              for (int n = 0; n < 8; n++) {
                changed[random.nextInt(changed.length)] = (byte) random.nextInt();
              }
              survive(changed);
            }
          }
        });
  }
}
