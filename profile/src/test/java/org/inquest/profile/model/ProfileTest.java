package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.CallChainContext;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.inquest.profile.TestCode;
import org.inquest.profile.report.CallTree;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ProfileTest {
  private static final long FIELDS =
      SampleType.IP | SampleType.TID | SampleType.TIME | SampleType.CALLCHAIN;

  @TempDir Path machine;

  private final PerfDataBuilder b =
      new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN).event(FIELDS, AttrFlag.MMAP2 | AttrFlag.COMM, 1);

  private int time = 100;

  @BeforeEach
  void kernel() throws IOException {
    Files.createDirectories(machine.resolve("proc"));
    Files.writeString(
        machine.resolve("proc/kallsyms"),
        """
        ffffffff81000000 T _text
        ffffffff81000100 t one
        ffffffff81000200 T two
        ffffffff81000200 T two_again
        ffffffff81000300 t nf_hook\t[nf_tables]
        """);
    Files.createDirectories(machine.resolve("tmp"));
    Files.writeString(
        machine.resolve("tmp/perf-70.map"), "5000 100 LFoo;::bar\n5100 80 old\n5100 80 new one\n");
  }

  private Profile open() {
    CodeFinder finder = TestCode.below(machine);
    return Profile.of(PerfData.of(new Bytes("test", b.file())), finder);
  }

  private void kernelMap(long reference) {
    byte[] payload =
        b.mapping(-1, 0xffffffff81000000L, 0x1000000, reference, "[kernel.kallsyms]_text");
    b.record(RecordType.MMAP2, RecordMisc.KERNEL, payload);
  }

  private void sample(int mode, long ip, long... chain) {
    long[] words = new long[4 + chain.length];
    words[0] = ip;
    words[1] = 71L << 32 | 70;
    words[2] = time++;
    words[3] = chain.length;
    System.arraycopy(chain, 0, words, 4, chain.length);
    b.record(RecordType.SAMPLE, mode, b.longs(words));
  }

  private static List<String> rows(CountTable table) {
    List<String> rows = new ArrayList<>();
    table.rows().forEach(r -> rows.add(r.samples()[0] + " " + String.join(" ", r.keys())));
    return rows;
  }

  private static List<String> count(Profile profile, Dimension... dimensions) {
    return rows(Counting.count(profile, List.of(dimensions), SampleFilter.ALL, 1).table());
  }

  @Test
  void kernelFunctionsAreNamedByTheListOfTheRunningKernel() {
    kernelMap(0xffffffff81000000L);
    sample(RecordMisc.KERNEL, 0xffffffff81000110L);
    sample(RecordMisc.KERNEL, 0xffffffff81000210L);
    sample(RecordMisc.KERNEL, 0xffffffff810002ffL);
    sample(RecordMisc.KERNEL, 0xffffffff81000310L);
    try (Profile profile = open()) {
      assertEquals(List.of("2 two_again", "1 nf_hook", "1 one"), count(profile, Dimension.SYMBOL));
    }
  }

  @Test
  void aKernelThatKaslrMovedSinceIsMovedBack() {
    b.record(
        RecordType.MMAP2,
        RecordMisc.KERNEL,
        b.mapping(
            -1, 0xffffffff91000000L, 0x1000000, 0xffffffff91000000L, "[kernel.kallsyms]_text"));
    sample(RecordMisc.KERNEL, 0xffffffff91000110L);
    try (Profile profile = open()) {
      assertEquals(List.of("1 one"), count(profile, Dimension.SYMBOL));
    }
  }

  @Test
  void codeMadeAtRunTimeIsNamedByItsTable() {
    b.record(RecordType.MMAP2, RecordMisc.USER, b.mapping(70, 0x5000, 0x1000, 0, "//anon"));
    sample(RecordMisc.USER, 0x5010);
    sample(RecordMisc.USER, 0x5110);
    sample(RecordMisc.USER, 0x5f00);
    try (Profile profile = open()) {
      assertEquals(
          List.of(
              "1 perf-70.map (no symbols)", "1 perf-70.map LFoo;::bar", "1 perf-70.map new one"),
          count(profile, Dimension.IMAGE, Dimension.SYMBOL));
    }
  }

  @Test
  void aNewMappingTakesTheOldOnesPlace() {
    b.record(RecordType.MMAP2, RecordMisc.USER, b.mapping(70, 0x1000, 0x3000, 0, "/bin/a"));
    sample(RecordMisc.USER, 0x2000);
    b.record(RecordType.MMAP2, RecordMisc.USER, b.mapping(70, 0x2000, 0x1000, 0, "/bin/b"));
    sample(RecordMisc.USER, 0x2000);
    sample(RecordMisc.USER, 0x1000);
    sample(RecordMisc.USER, 0x3fff);
    try (Profile profile = open()) {
      // All records but the samples are without a time, and so belong before these.
      assertEquals(
          List.of("2 /bin/a /bin/a", "2 /bin/b /bin/a"),
          count(profile, Dimension.IMAGE, Dimension.APPLICATION));
      // What is missing is told of binaries whose functions were asked for.
      assertEquals(List.of(), profile.gaps());
      count(profile, Dimension.SYMBOL);
      assertTrue(
          profile.gaps().stream().anyMatch(g -> g.contains("/bin/b")), profile.gaps()::toString);
    }
  }

  @Test
  void anExecForgetsMappingsAndAForkKeepsThem() {
    b.record(RecordType.MMAP2, RecordMisc.USER, b.mapping(60, 0x1000, 0x1000, 0, "/bin/sh"));
    b.record(RecordType.FORK, 0, b.longs(60L << 32 | 70, 60L << 32 | 71, 0));
    b.record(RecordType.COMM, 0, b.comm(70, 71, "child"));
    sample(RecordMisc.USER, 0x1000);
    try (Profile profile = open()) {
      assertEquals(
          List.of("1 child /bin/sh /bin/sh"),
          count(profile, Dimension.COMM, Dimension.IMAGE, Dimension.APPLICATION));
    }
    b.record(RecordType.COMM, RecordMisc.COMM_EXEC, b.comm(70, 71, "other"));
    try (Profile profile = open()) {
      assertEquals(
          List.of("1 other [unknown] other"),
          count(profile, Dimension.COMM, Dimension.IMAGE, Dimension.APPLICATION));
    }
  }

  @Test
  void chainsBecomeATree() {
    kernelMap(0xffffffff81000000L);
    long one = 0xffffffff81000110L;
    long two = 0xffffffff81000210L;
    sample(RecordMisc.KERNEL, one, CallChainContext.KERNEL, one, two);
    sample(RecordMisc.KERNEL, two, CallChainContext.KERNEL, two);
    // A return address at the first byte of a function is of the function before it.
    sample(RecordMisc.KERNEL, one, CallChainContext.KERNEL, one, 0xffffffff81000300L);
    try (Profile profile = open()) {
      CallTree tree = CallTree.of(profile, SampleFilter.ALL).tree();
      assertEquals(1, tree.roots().size());
      int root = tree.roots().getFirst();
      assertEquals("two_again", tree.function(root).name());
      assertEquals(3, tree.total(root));
      assertEquals(1, tree.self(root));
      int child = tree.children(root).getFirst();
      assertEquals(2, tree.self(child));
      assertEquals(2, tree.callers().get(tree.function(child)).getFirst().samples());
    }
  }

  @Test
  void specificationsChooseSamples() {
    kernelMap(0xffffffff81000000L);
    b.record(RecordType.COMM, 0, b.comm(70, 71, "worker"));
    sample(RecordMisc.KERNEL, 0xffffffff81000110L);
    try (Profile profile = open()) {
      for (String word : List.of("comm:work*", "tid:71", "tgid:70", "event:cpu-clock,x")) {
        SampleFilter filter = SampleFilter.of(List.of(word));
        assertEquals(
            1, rows(Counting.count(profile, List.of(Dimension.SYMBOL), filter, 1).table()).size());
      }
      SampleFilter none = SampleFilter.of(List.of("comm:worker", "tid:70"));
      CountTable table = Counting.count(profile, List.of(Dimension.SYMBOL), none, 1).table();
      assertEquals(0, table.samples()[0]);
      assertEquals(1, table.everything()[0]);
    }
  }

  @Test
  void aBinaryOfThisMachineIsFoundBelowItsRoot() throws IOException {
    Path java = Path.of(System.getProperty("java.home"), "lib", "libjli.so").toRealPath();
    Path copy = machine.resolve("lib/libjli.so");
    Files.createDirectories(copy.getParent());
    Files.copy(java, copy);
    b.record(
        RecordType.MMAP2, RecordMisc.USER, b.mapping(70, 0x10000, 0x100000, 0, "/lib/libjli.so"));
    sample(RecordMisc.USER, 0x10000 + 0x8000);
    try (Profile profile = open()) {
      String row = count(profile, Dimension.SYMBOL).getFirst();
      assertTrue(row.length() > 3 && !row.contains("(no symbols)"), row);
      assertEquals(List.of(), profile.gaps());
    }
  }

  @Test
  void spansOfTimeBeginAtTheFirstSample() {
    kernelMap(0xffffffff81000000L);
    time = 900_000_000;
    sample(RecordMisc.KERNEL, 0xffffffff81000110L);
    time = 1_300_000_000;
    sample(RecordMisc.KERNEL, 0xffffffff81000110L);
    time = 2_100_000_000;
    sample(RecordMisc.KERNEL, 0xffffffff81000110L);
    try (Profile profile = open()) {
      CountTable table =
          Counting.count(profile, List.of(Dimension.TIME), SampleFilter.ALL, 500_000_000).table();
      assertEquals(List.of("2 0.000", "1 1.000"), rows(table));
    }
  }

  @Test
  void namesFromFilesMayBeAnything() {
    byte[] bytes = "\u0000\uffff".getBytes(StandardCharsets.UTF_16);
    b.record(RecordType.COMM, 0, bytes);
    b.record(RecordType.MMAP2, RecordMisc.USER, new byte[3]);
    b.record(RecordType.FORK, 0, new byte[1]);
    b.record(RecordType.KSYMBOL, 0, new byte[2]);
    sample(RecordMisc.USER, -1, -1, -2, -3);
    sample(RecordMisc.KERNEL, 0, 5, 6, 7);
    try (Profile profile = open()) {
      assertEquals(2, CallTree.of(profile, SampleFilter.ALL).tree().samples());
    }
  }
}
