package org.inquest.profile.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
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
import org.inquest.profile.model.CodeFinder;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The code of a made kernel that KASLR has moved.
final class FunctionListingTest {
  private static final long LINKED = 0xffffffff81000000L;
  private static final long RAN = LINKED + 0x12000000;
  private static final int STT_FUNC = 2;
  private static final int X86_64 = 62;

  /// `first`: ret and padding; `second`: call first; cli; sti; nop; ret.
  private static final byte[] CODE =
      HexFormat.of().parseHex("c3cccccccccccccccccccccccccccccc" + "e8ebfffffffafb90c3");

  @TempDir Path machine;

  private final PerfDataBuilder b =
      new PerfDataBuilder(ByteOrder.LITTLE_ENDIAN)
          .event(
              SampleType.IP | SampleType.TID | SampleType.TIME, AttrFlag.MMAP2 | AttrFlag.COMM, 1);

  private void sample(long ip, int times) {
    for (int i = 0; i < times; i++) {
      b.record(RecordType.SAMPLE, RecordMisc.KERNEL, b.longs(ip, 71L << 32 | 70, 100 + i));
    }
  }

  private FunctionCounts second(Optional<Path> vmlinux) {
    b.record(
        RecordType.MMAP2,
        RecordMisc.KERNEL,
        b.mapping(-1, RAN, 0x1000000, RAN, "[kernel.kallsyms]_text"));
    sample(RAN + 0x17, 3);
    sample(RAN + 0x10, 1);
    // In the middle of the call: the kernel has patched it.
    sample(RAN + 0x12, 2);
    CodeFinder finder = TestCode.below(machine, vmlinux);
    try (Profile profile = Profile.of(PerfData.of(new Bytes("made", b.file())), finder)) {
      AddressCounts counts = AddressCounts.of(profile, SampleFilter.ALL);
      assertEquals(6, counts.all()[0]);
      return counts.functions().getFirst();
    }
  }

  private Path vmlinux() throws IOException {
    Path file = machine.resolve("vmlinux");
    byte[] bytes =
        new ElfObject(2, X86_64)
            .text(".text", LINKED, CODE)
            .symbol("_text", 0, 1, LINKED, 0)
            .symbol("first", STT_FUNC, 1, LINKED, 1)
            .symbol("second", STT_FUNC, 1, LINKED + 16, 9)
            .loaded()
            .bytes();
    return Files.write(file, bytes);
  }

  private static List<String> lines(FunctionListing listing) {
    return listing.instructions().stream()
        .map(i ->
            Long.toHexString(i.address() - RAN)
                + " "
                + i.samples()[0]
                + " "
                + i.text().replaceAll("\\s+", " ")
                + (i.behindDark() ? " dark" : ""))
        .toList();
  }

  @Test
  void instructionsAreThoseOfTheFileAtTheAddressesThatRan() throws IOException {
    FunctionListing listing = FunctionListing.of(second(Optional.of(vmlinux())), Optional.empty());
    assertEquals("", listing.gap());
    assertEquals(
        List.of(
            "10 1 call " + Long.toHexString(RAN) + " <first>",
            "12 2 ",
            "15 0 cli",
            "16 0 sti",
            "17 3 nop dark",
            "18 0 ret"),
        lines(listing));
  }

  @Test
  void withoutTheKernelsFileThereAreAddressesAndTheRemedy() throws IOException {
    Files.createDirectories(machine.resolve("proc"));
    Files.writeString(
        machine.resolve("proc/kallsyms"),
        "ffffffff93000000 T _text\nffffffff93000010 T second\nffffffff93000020 T third\n");
    FunctionCounts second = second(Optional.empty());
    assertEquals("second", second.function().name());
    FunctionListing listing = FunctionListing.of(second, Optional.empty());
    assertEquals(List.of("10 1 ", "12 2 ", "17 3 "), lines(listing));
    assertTrue(listing.gap().endsWith("name one with --vmlinux FILE"), listing.gap());
  }

  /// Its functions would be named, and wrongly.
  @Test
  void aVmlinuxOfAnotherBuildIsRefused() throws IOException {
    byte[] note = new byte[36];
    ByteBuffer.wrap(note)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putInt(4)
        .putInt(20)
        .putInt(3)
        .put("GNU\0".getBytes(StandardCharsets.UTF_8));
    Path file = machine.resolve("vmlinux");
    Files.write(
        file,
        new ElfObject(2, X86_64)
            .text(".text", LINKED, CODE)
            .notes(".note.gnu.build-id", note)
            .symbol("_text", 0, 1, LINKED, 0)
            .symbol("second", STT_FUNC, 1, LINKED + 16, 9)
            .loaded()
            .bytes());
    // struct perf_record_header_build_id: header, pid, build-id with padding, name.
    ByteBuffer recorded = ByteBuffer.allocate(60).order(ByteOrder.LITTLE_ENDIAN);
    recorded.putInt(0).putShort((short) RecordMisc.KERNEL).putShort((short) 60).putInt(-1);
    recorded.put((byte) 1).position(36);
    recorded.put("[kernel.kallsyms]".getBytes(StandardCharsets.UTF_8));
    b.feature(FeatureType.BUILD_ID, recorded.array());
    b.record(
        RecordType.MMAP2,
        RecordMisc.KERNEL,
        b.mapping(-1, RAN, 0x1000000, RAN, "[kernel.kallsyms]_text"));
    sample(RAN + 0x17, 1);
    CodeFinder finder = TestCode.below(machine, Optional.of(file));
    try (Profile profile = Profile.of(PerfData.of(new Bytes("made", b.file())), finder)) {
      FunctionCounts counts = AddressCounts.of(profile, SampleFilter.ALL).functions().getFirst();
      assertEquals("", counts.function().name());
      assertTrue(profile.gaps().getFirst().contains("is of another build"), profile.gaps() + "");
    }
  }
}
