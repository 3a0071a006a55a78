package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.JitDumpBuilder;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.inquest.profile.TestCode;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Code that a compiler made while the program ran, named by the compiler's file.
final class JitCodeTest {
  private static final int CLOCK_MONOTONIC = 1;
  private static final long FIELDS = SampleType.IP | SampleType.TID | SampleType.TIME;

  @TempDir Path machine;

  private final JitDumpBuilder dump = new JitDumpBuilder(ByteOrder.LITTLE_ENDIAN, 70, 0);

  private PerfDataBuilder profile(long flags, int clock) {
    PerfDataBuilder b = new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN).clock(clock);
    b.event(FIELDS, AttrFlag.MMAP2 | flags, 1);
    b.record(RecordType.MMAP2, RecordMisc.USER, b.mapping(70, 0x5000, 0x4000, 0, "//anon"));
    byte[] marker = b.mapping(70, 0x100000, 0x1000, 0, "/home/me/jit-70.dump");
    b.record(RecordType.MMAP2, RecordMisc.USER, marker);
    return b;
  }

  private static void sample(PerfDataBuilder b, long time, long ip) {
    b.record(RecordType.SAMPLE, RecordMisc.USER, b.longs(ip, 71L << 32 | 70, time));
  }

  private Profile open(PerfDataBuilder b) throws IOException {
    Files.createDirectories(machine.resolve("home/me"));
    Files.write(machine.resolve("home/me/jit-70.dump"), dump.file());
    return read(b);
  }

  private Profile read(PerfDataBuilder b) {
    CodeFinder finder = TestCode.below(machine);
    return Profile.of(PerfData.of(new Bytes("test", b.file())), finder);
  }

  private static List<String> count(Profile profile) {
    return Counting.count(profile, List.of(Dimension.IMAGE, Dimension.SYMBOL), SampleFilter.ALL, 1)
        .table()
        .rows()
        .stream()
        .map(r -> r.samples()[0] + " " + String.join(" ", r.keys()))
        .toList();
  }

  @Test
  void anAddressIsOfTheFunctionThatWasThereThen() throws IOException {
    dump.load(1000, 0x5000, 0x100, 1, "first").load(2000, 0x5000, 0x100, 2, "second");
    dump.move(3000, 0x5000, 0x6000, 0x100, 2).load(3500, 0x5000, 0x80, 3, "third");
    PerfDataBuilder b = profile(AttrFlag.USE_CLOCKID, CLOCK_MONOTONIC);
    sample(b, 1500, 0x5010);
    sample(b, 2500, 0x5010);
    sample(b, 3200, 0x60ff);
    sample(b, 4000, 0x507f);
    sample(b, 4000, 0x7000);
    try (Profile profile = open(b)) {
      assertEquals(
          List.of(
              "2 jit-70.dump second",
              "1 jit-70.dump first",
              "1 jit-70.dump third",
              "1 perf-70.map (no symbols)"),
          count(profile));
    }
  }

  @Test
  void theMemoryIsMappedAgainAndTheCodeStays() throws IOException {
    dump.load(1000, 0x5000, 0x100, 1, "first");
    PerfDataBuilder b = profile(AttrFlag.USE_CLOCKID, CLOCK_MONOTONIC);
    sample(b, 1500, 0x5010);
    b.record(RecordType.MMAP2, RecordMisc.USER, b.mapping(70, 0x4000, 0x2000, 0, "//anon"));
    sample(b, 1600, 0x5010);
    try (Profile profile = open(b)) {
      assertEquals(List.of("2 jit-70.dump first"), count(profile));
      assertEquals(List.of(), profile.gaps());
    }
  }

  @Test
  void withoutACommonClockTheLastOneIsNamedAndSaid() throws IOException {
    dump.load(1000, 0x5000, 0x100, 1, "first").load(2000, 0x5000, 0x100, 2, "second");
    PerfDataBuilder b = profile(0, 0);
    sample(b, 5, 0x5010);
    try (Profile profile = open(b)) {
      assertEquals(List.of("1 jit-70.dump second"), count(profile));
      assertTrue(profile.gaps().getFirst().contains("another clock"), profile.gaps().toString());
    }
  }

  @Test
  void aFileThatIsGoneIsSaid() {
    PerfDataBuilder b = profile(AttrFlag.USE_CLOCKID, CLOCK_MONOTONIC);
    sample(b, 1500, 0x5010);
    try (Profile profile = read(b)) {
      assertEquals(List.of("1 perf-70.map (no symbols)"), count(profile));
      assertTrue(
          profile.gaps().stream().anyMatch(g -> g.startsWith("/home/me/jit-70.dump: is not there")),
          profile.gaps().toString());
    }
  }
}
