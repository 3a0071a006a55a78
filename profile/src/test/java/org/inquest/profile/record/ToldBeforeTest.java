package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.FakeMachine;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.inquest.profile.system.EventAttr;
import org.inquest.profile.system.LinuxPerfSystem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What was there before a recording began is told so that readers know it: code that the kernel
/// made, and processes.
final class ToldBeforeTest {
  private static final String KALLSYMS =
      """
      0000000000000000 A fixed_percpu_data
      ffffffff9c000000 T _text
      ffffffff9d20bb08 T _etext
      ffffffffc0500000 t nf_hook\t[nf_tables]
      ffffffffc0031000 t nf_early\t[nf_tables]
      ffffffffc0201000 t ftrace_trampoline\t[__builtin__ftrace]
      ffffffffc0022040 t bpf_prog_59f4a931744dcdc6_second\t[bpf]
      ffffffffc0022000 t bpf_prog_da1f6a37c2d495d4_first\t[bpf]
      ffffffffc0030000 t bpf_trampoline_6442528851\t[bpf]
      ffffffffc0040000 t kprobe_insn_page\t[__builtin__kprobes]
      ffffffffc0601000 t bpf_prog_0000000000000001_last\t[bpf]
      not a line
      x\t[bpf]
      zzzzzzzzzzzzzzzz t bpf_prog_1_nonsense\t[bpf]
      0000000000000000 t bpf_prog_2_hidden\t[bpf]
      """;

  @TempDir Path folder;

  private SystemTree machine() {
    return new FakeMachine(folder)
        .file("/proc/kallsyms", KALLSYMS)
        .file("/proc/70/stat", "70 (parent) S 1 " + "0 ".repeat(17) + "5 0")
        .file("/proc/70/task/70/comm", "parent")
        .file("/proc/70/maps", "1000-2000 r-xp 00000000 fe:00 7  /bin/parent")
        .file("/proc/999/stat", "999 (child) S 70 " + "0 ".repeat(17) + "5 0")
        .file("/proc/999/task/999/comm", "child")
        .file("/proc/999/task/1000/comm", "worker")
        .file("/proc/999/maps", "5000-6000 r-xp 00000000 fe:00 8  /bin/child")
        .tree();
  }

  @Test
  void codeThatTheKernelMadeEndsWhereTheNextSymbolBegins() {
    assertEquals(
        List.of(
            new MadeKernelCode.Symbol(
                0xffffffffc0022000L, 0x40, 1, "bpf_prog_da1f6a37c2d495d4_first"),
            new MadeKernelCode.Symbol(
                0xffffffffc0022040L, 0xdfc0, 1, "bpf_prog_59f4a931744dcdc6_second"),
            // A page, but a module's symbol begins there.
            new MadeKernelCode.Symbol(0xffffffffc0030000L, 0x1000, 1, "bpf_trampoline_6442528851"),
            new MadeKernelCode.Symbol(0xffffffffc0040000L, 0x1000, 2, "kprobe_insn_page"),
            new MadeKernelCode.Symbol(0xffffffffc0201000L, 0x1000, 2, "ftrace_trampoline"),
            new MadeKernelCode.Symbol(
                0xffffffffc0601000L, 1 << 20, 1, "bpf_prog_0000000000000001_last")),
        MadeKernelCode.of(machine()).symbols());
  }

  @Test
  void whereTheListIsHiddenNothingIsTold() {
    SystemTree hidden =
        new FakeMachine(folder)
            .file("/proc/kallsyms", "0000000000000000 t bpf_prog_1_x\t[bpf]")
            .tree();
    assertEquals(List.of(), MadeKernelCode.of(hidden).symbols());
    assertEquals(List.of(), MadeKernelCode.of(new SystemTree(folder.resolve("nowhere"))).symbols());
  }

  @Test
  void aLineWithoutEndDoesNoHarm() {
    String name = "bpf_prog_1_" + "x".repeat(5000);
    SystemTree tree =
        new FakeMachine(folder)
            .file("/proc/kallsyms", "ffffffffc0022000 t " + name + "\t[bpf]" + "y".repeat(300_000))
            .tree();
    assertEquals(List.of(), MadeKernelCode.of(tree).symbols());
  }

  /// A file with what is told, and samples behind it.
  private Path file(long[]... samples) throws IOException {
    EventAttr attr =
        EventAttr.counting(EventAttr.SOFTWARE, 0)
            .sampled(
                1000,
                SampleType.IDENTIFIER
                    | SampleType.IP
                    | SampleType.TID
                    | SampleType.TIME
                    | SampleType.CPU)
            .with(AttrFlag.SAMPLE_ID_ALL);
    Path path = folder.resolve("told.data");
    try (DataFile file =
        DataFile.create(path, List.of(new DataFile.Event("cpu-clock", attr, List.of(7L), 0)))) {
      WrittenRecords records = new WrittenRecords(file);
      SystemTree tree = machine();
      MadeKernelCode.of(tree).write(records);
      KernelMappings.of(tree).write(records);
      new ExistingProcesses(tree, records).all();
      records.flush();
      ByteBuffer out = ByteBuffer.allocate(48 * samples.length).order(ByteOrder.nativeOrder());
      for (long[] sample : samples) {
        int mode = sample[1] < 0 ? RecordMisc.KERNEL : RecordMisc.USER;
        out.putInt(RecordType.SAMPLE).putShort((short) mode).putShort((short) 48);
        out.putLong(7).putLong(sample[1]).putInt(sample[0] == 70 ? 70 : 999);
        out.putInt((int) sample[0]).putLong(100).putLong(0);
      }
      file.append(out.flip());
      file.finish(new TreeMap<>());
    }
    return path;
  }

  private static List<String> rows(Profile profile, Dimension... dimensions) {
    CountTable table = Counting.count(profile, List.of(dimensions), SampleFilter.ALL, 1).table();
    return table.rows().stream().map(row -> String.join(" ", row.keys())).toList();
  }

  @Test
  void samplesInSuchCodeHaveItsName() throws IOException {
    Path data =
        file(
            new long[] {70, 0xffffffffc0022010L},
            new long[] {70, 0xffffffffc0022050L},
            new long[] {70, 0xffffffffc0201020L},
            new long[] {70, 0xffffffffc0203000L});
    try (Profile profile = Profile.open(data, TestCode.below(folder))) {
      assertEquals(
          List.of(
              "(no symbols)",
              "bpf_prog_59f4a931744dcdc6_second",
              "bpf_prog_da1f6a37c2d495d4_first",
              "ftrace_trampoline"),
          rows(profile, Dimension.SYMBOL));
    }
  }

  @Test
  void aProcessHasItsOwnMappingsAndNotItsParents() throws IOException {
    Path data = file(new long[] {70, 0x1100}, new long[] {1000, 0x5100}, new long[] {999, 0x1100});
    try (Profile profile = Profile.open(data, TestCode.below(folder))) {
      List<String> seen = new ArrayList<>();
      profile.samples(
          false,
          s -> {
            Binary program = s.thread().program();
            seen.add(
                (program == null ? "nothing" : program.path())
                    + " in "
                    + profile.places().binary(s.place(0)).path());
          });
      assertEquals(
          List.of(
              "/bin/parent in /bin/parent", "/bin/child in /bin/child", "/bin/child in [unknown]"),
          seen);
    }
  }

  /// A program that a system call runs some million times, loaded before anybody records.
  @Test
  @Tag("lab")
  void aProgramThatWasLoadedBeforeHasItsName() throws IOException, InterruptedException {
    ForeignProgram.need("/usr/bin/gcc", "gcc");
    Path source = folder.resolve("busy.c");
    try (var in = ToldBeforeTest.class.getResourceAsStream("busy-bpf.c")) {
      Assumptions.assumeTrue(in != null, "busy-bpf.c is not beside this class");
      Files.write(source, in.readAllBytes());
    }
    ForeignProgram.run(folder, "gcc", "-o", "busy", source.toString());
    Process busy = new ProcessBuilder(folder.resolve("busy").toString()).start();
    try {
      String said = new String(busy.getInputStream().readNBytes(6), StandardCharsets.US_ASCII);
      Assumptions.assumeTrue(
          said.equals("loaded"), "SKIPPED: bpf(2) is refused here (a container?)");
      Path data = folder.resolve("real.data");
      SystemTree tree = SystemTree.running();
      RecordOptions options =
          new RecordOptions(
              new Scope.AllCpus(),
              List.of(),
              EventParser.parse(tree, List.of("cpu-clock")),
              RecordOptions.Rate.USUAL,
              new CallChains.None(),
              64,
              data,
              List.of("inquest", "profile", "record"));
      try (Recorder recorder =
          Recorder.open(LinuxPerfSystem.open(), tree, options, "test", "/usr/bin:/bin")) {
        recorder.run(() -> false, 700_000_000L);
        recorder.finish();
      }
      try (Profile profile = Profile.open(data, TestCode.here(folder))) {
        List<String> rows = rows(profile, Dimension.SYMBOL, Dimension.COMM);
        assertTrue(
            rows.stream().anyMatch(r -> r.matches("bpf_prog_[0-9a-f]{16}_inq_busy busy")),
            rows.stream().limit(20).toList().toString());
      }
    } finally {
      busy.destroy();
    }
  }
}
