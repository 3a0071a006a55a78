package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.FeatureType;
import org.inquest.formats.perf.PerfData;
import org.inquest.formats.perf.RecordMisc;
import org.inquest.formats.perf.RecordType;
import org.inquest.formats.perf.SampleType;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.PerfDataBuilder;
import org.inquest.profile.TestCode;
import org.inquest.profile.annotate.AddressCounts;
import org.inquest.profile.annotate.FunctionCounts;
import org.inquest.profile.annotate.FunctionListing;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Functions of kernel modules, where the running kernel's list can't tell them.
final class ModuleCodeTest {
  private static final int RELOCATABLE = 1;
  private static final int X86_64 = 62;
  private static final int R_X86_64_PLT32 = 4;
  private static final int STT_FUNC = 2;
  private static final long BASE = 0xffffffffc05a4000L;
  private static final long KERNEL = 0xffffffff81000000L;

  @TempDir Path machine;

  private final PerfDataBuilder b =
      new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN)
          .event(SampleType.IP | SampleType.TID | SampleType.TIME, AttrFlag.MMAP2, 1);

  /// 0x48 bytes of code, then those for the start only, then two sections at their alignment.
  @BeforeEach
  void module() throws IOException {
    ElfObject object = new ElfObject(RELOCATABLE, X86_64);
    object.text(".text", 0, new byte[0x48]).text(".init.text", 0, new byte[0x1000]);
    object.text(".exit.text", 0, new byte[0x10]).data(".data", 0, new byte[8]);
    object.text(".text.unlikely", 0, new byte[0x20]);
    object.symbol("first", STT_FUNC, 1, 0, 0x20).symbol("second", STT_FUNC, 1, 0x20, 0x28);
    object.symbol("begin", STT_FUNC, 2, 0, 0x20).symbol("leave", STT_FUNC, 3, 0, 0x10);
    object.symbol("datum", 1, 4, 0, 8).symbol("second.cold", STT_FUNC, 5, 0, 0x20);
    Path folder = Files.createDirectories(machine.resolve("lib/modules/6.1.0-9/kernel/drivers"));
    Files.write(folder.resolve("my-driver.ko"), object.bytes());
    Files.createDirectories(machine.resolve("proc"));
    b.feature(FeatureType.OSRELEASE, b.string("6.1.0-9"));
    b.record(
        RecordType.MMAP2,
        RecordMisc.KERNEL,
        b.mapping(-1, KERNEL, 0x1000000, KERNEL, "[kernel.kallsyms]_text"));
    b.record(RecordType.MMAP2, RecordMisc.KERNEL, b.mapping(-1, BASE, 0x5000, 0, "[my_driver]"));
  }

  private void kallsyms(String text) throws IOException {
    Files.writeString(machine.resolve("proc/kallsyms"), text, StandardCharsets.UTF_8);
  }

  private void sample(long ip) {
    b.record(RecordType.SAMPLE, RecordMisc.KERNEL, b.longs(ip, 71L << 32 | 70, 100));
  }

  private Profile open() {
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

  private void samples() {
    sample(BASE + 0x1f);
    sample(BASE + 0x20);
    sample(BASE + 0x47);
    sample(BASE + 0x55);
    sample(BASE + 0x60);
    sample(BASE + 0x67);
  }

  private static final List<String> NAMED =
      List.of(
          "2 [my_driver] second",
          "2 [my_driver] second.cold",
          "1 [my_driver] first",
          "1 [my_driver] leave");

  @Test
  void aKernelThatHidesItsAddressesHasModulesFiles() throws IOException {
    kallsyms("0000000000000000 T _text\n0000000000000000 t first\t[my_driver]\n");
    samples();
    try (Profile profile = open()) {
      assertEquals(NAMED, count(profile));
    }
  }

  @Test
  void aModuleThatWasLoadedAtAnotherAddressSinceHasItsFile() throws IOException {
    kallsyms("ffffffff81000000 T _text\nffffffffc0999000 t first\t[my_driver]\n");
    samples();
    try (Profile profile = open()) {
      assertEquals(NAMED, count(profile));
    }
  }

  @Test
  void theFolderOfTheReleaseMayBeALink() throws IOException {
    Path release = machine.resolve("lib/modules/6.1.0-9");
    Files.createSymbolicLink(release, Files.move(release, machine.resolve("elsewhere")));
    kallsyms("0000000000000000 T _text\n");
    samples();
    try (Profile profile = open()) {
      assertEquals(NAMED, count(profile));
    }
  }

  @Test
  void theRunningKernelsListComesFirst() throws IOException {
    kallsyms("ffffffff81000000 T _text\nffffffffc05a4000 t listed\t[my_driver]\n");
    sample(BASE + 0x10);
    try (Profile profile = open()) {
      assertEquals(List.of("1 [my_driver] listed"), count(profile));
    }
  }

  /// `second`, 0x20 behind the module's beginning: call kfree; call first; ret.
  @Test
  void instructionsAreLinkedAsTheKernelDoesIt() throws IOException {
    byte[] code = new byte[0x48];
    System.arraycopy(HexFormat.of().parseHex("e800000000e8d6ffffffc3"), 0, code, 0x20, 11);
    byte[] bytes =
        new ElfObject(RELOCATABLE, X86_64)
            .text(".text", 0, code)
            .symbol("first", STT_FUNC, 1, 0, 0x20)
            .symbol("second", STT_FUNC, 1, 0x20, 11)
            .symbol("kfree", 0, 0, 0, 0)
            .rela(1, 0x21, R_X86_64_PLT32, 3, -4)
            .bytes();
    Files.write(machine.resolve("lib/modules/6.1.0-9/kernel/drivers/my-driver.ko"), bytes);
    kallsyms("ffffffff81000000 T _text\nffffffff81000100 T kfree\nffffffff81000200 T _etext\n");
    sample(BASE + 0x25);
    try (Profile profile = open()) {
      FunctionCounts counts = AddressCounts.of(profile, SampleFilter.ALL).functions().getFirst();
      FunctionListing listing = FunctionListing.of(counts, Optional.empty());
      assertEquals("", listing.gap());
      assertEquals(
          List.of(
              "0 call   ffffffff81000100 <kfree>", "1 call   ffffffffc05a4000 <first>", "0 ret"),
          listing.instructions().stream().map(i -> i.samples()[0] + " " + i.text()).toList());
    }
  }

  @Test
  void aModuleWithoutAFileIsSaid() throws IOException {
    kallsyms("ffffffff81000000 T _text\n");
    b.record(
        RecordType.MMAP2, RecordMisc.KERNEL, b.mapping(-1, BASE + 0x10000, 0x1000, 0, "[gone]"));
    sample(BASE + 0x10000);
    try (Profile profile = open()) {
      assertEquals(List.of("1 [gone] (no symbols)"), count(profile));
      assertTrue(profile.gaps().getFirst().startsWith("gone: no file below"), profile.gaps() + "");
    }
  }
}
