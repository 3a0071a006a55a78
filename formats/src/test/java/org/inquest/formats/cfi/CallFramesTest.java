package org.inquest.formats.cfi;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.DwarfSamples;
import org.inquest.formats.testkit.ElfObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(60)
class CallFramesTest {
  private static final int RBX = 3;
  private static final int RBP = 6;
  private static final int RSP = 7;
  private static final int RETURN = 16;

  @ParameterizedTest
  @ValueSource(strings = {"v4.elf", "v5.elf", "wide5.elf", "zlib.elf"})
  void aCompiledProgramsRows(String sample) {
    CallFrames frames = CallFrames.ofDebugging(DwarfSamples.open(sample), section -> 0);
    assertThat(frames.gap()).isEmpty();
    FrameEntry start = frames.at(0x400190).orElseThrow();
    assertThat(start.low()).isEqualTo(0x400180);
    FrameRow before = start.at(0x400183).orElseThrow();
    assertThat(before.address()).isEqualTo(new FrameAddressRule.Offset(RSP, 8));
    FrameRow after = start.at(0x400184).orElseThrow();
    assertThat(after.address()).isEqualTo(new FrameAddressRule.Offset(RSP, 16));
    assertThat(after.high()).isEqualTo(start.high());
    assertThat(after.rule(RETURN)).isEqualTo(new RegisterRule.SavedAt(-8));
    assertThat(after.rule(RBX)).isEqualTo(new RegisterRule.Unspecified());
    assertThat(frames.at(0x400195)).isEmpty();
    assertThat(frames.at(0)).isEmpty();
  }

  @Test
  void anObjectsEntriesLieWhereItsSectionsDo() {
    ElfFile object = DwarfSamples.open("module.o");
    int text = object.section(".text").orElseThrow().index();
    CallFrames frames =
        CallFrames.ofDebugging(object, section -> section == text ? 0x70000 : 0x90000);
    assertThat(frames.at(0x70000).orElseThrow().low()).isEqualTo(0x70000);
    assertThat(frames.at(0x90000).orElseThrow().low()).isEqualTo(0x90000);
  }

  /// A CIE with `zPLRS` or `zR`, and one function of 0x40 bytes at 0x1000.
  private static ElfFile file(String instructions) {
    String common =
        record(
            "00000000"
                + "01" // version
                + "7a504c525300" // zPLRS
                + "01 78 10" // 1, -8, rip
                + "08" // of augmentation
                + "03 78563412 03 1b" // personality; LSDA; addresses: pc-relative, 4 bytes
                + "00" // a letter nobody asked for
                + "0c 07 08 90 01"); // cfa = rsp + 8; rip at cfa - 8
    long address = 0x2000;
    int entryAt = common.length() / 2;
    long initial = 0x1000 - (address + entryAt + 8);
    String entry = record(le(entryAt + 4) + le(initial) + le(0x40) + "00" + instructions);
    byte[] bytes = HexFormat.of().parseHex(common + entry + "00000000");
    byte[] file =
        new ElfObject(2, 62)
            .text(".text", 0x1000, new byte[0x40])
            .readOnly(".eh_frame", address, bytes)
            .bytes();
    return ElfFile.read(new Bytes("made", file));
  }

  private static String record(String body) {
    String packed = body.replace(" ", "");
    String padded = packed + "00".repeat((8 - (packed.length() / 2 + 4) % 8) % 8);
    return le(padded.length() / 2) + padded;
  }

  private static String le(long value) {
    return HexFormat.of().toHexDigits(Integer.reverseBytes((int) value));
  }

  private static List<FrameRow> rows(String instructions) {
    FrameEntry entry = CallFrames.ofExceptions(file(instructions)).at(0x1010).orElseThrow();
    assertThat(entry.low()).isEqualTo(0x1000);
    assertThat(entry.high()).isEqualTo(0x1040);
    assertThat(entry.common().signal()).isTrue();
    List<FrameRow> rows = new ArrayList<>();
    entry.rows(rows::add);
    return rows;
  }

  @Test
  void exceptionFramesCountFromWhereTheyLie() {
    List<FrameRow> rows =
        rows(
            "41 0e10 8602" // +1: cfa rsp + 16, rbp at -16
                + "43 0d06" // +3: cfa rbp + 16
                + "0a 48 0c0708 c6" // remember; +8: cfa rsp + 8, rbp as at first
                + "41 0b" // +1: as remembered
                + "0204 0709 0803 09060c"); // +4: r9 gone, rbx same, rbp in r12
    assertThat(rows.stream().map(r -> Long.toHexString(r.low())))
        .containsExactly("1000", "1001", "1004", "100c", "100d", "1011");
    assertThat(rows.get(1).rule(RBP)).isEqualTo(new RegisterRule.SavedAt(-16));
    assertThat(rows.get(2).address()).isEqualTo(new FrameAddressRule.Offset(RBP, 16));
    assertThat(rows.get(3).address()).isEqualTo(new FrameAddressRule.Offset(RSP, 8));
    assertThat(rows.get(3).rule(RBP)).isEqualTo(new RegisterRule.Unspecified());
    assertThat(rows.get(4).address()).isEqualTo(new FrameAddressRule.Offset(RBP, 16));
    assertThat(rows.get(4).rule(RBP)).isEqualTo(new RegisterRule.SavedAt(-16));
    assertThat(rows.get(5).rule(9)).isEqualTo(new RegisterRule.Undefined());
    assertThat(rows.get(5).rule(RBX)).isEqualTo(new RegisterRule.SameValue());
    assertThat(rows.get(5).rule(RBP)).isEqualTo(new RegisterRule.InRegister(12));
    assertThat(rows.get(5).high()).isEqualTo(0x1040);
  }

  @Test
  void rulesByExpressionAndByValue() {
    FrameRow row =
        rows("0f 03 77 08 06" // cfa: what is at rsp + 8
                + "10 06 02 77 00" // rbp: at rsp
                + "16 03 01 30" // rbx: is 0
                + "14 0c 02 15 0d 7f" // r12 is cfa - 16, r13 is cfa + 8
                + "05 0e 03 11 0f 7e 2f 08 02 2e 10") // r14 -24, r15 +16, r8 +16
            .getFirst();
    assertThat(row.address()).isInstanceOf(FrameAddressRule.Computed.class);
    assertThat(row.rule(RBP)).isInstanceOf(RegisterRule.SavedAtComputed.class);
    assertThat(row.rule(RBX)).isInstanceOf(RegisterRule.ComputedValue.class);
    assertThat(row.rule(12)).isEqualTo(new RegisterRule.OffsetValue(-16));
    assertThat(row.rule(13)).isEqualTo(new RegisterRule.OffsetValue(8));
    assertThat(row.rule(14)).isEqualTo(new RegisterRule.SavedAt(-24));
    assertThat(row.rule(15)).isEqualTo(new RegisterRule.SavedAt(16));
    assertThat(row.rule(8)).isEqualTo(new RegisterRule.SavedAt(16));
  }

  @Test
  void damageIsAnErrorAndEnds() {
    Random random = new Random(5);
    byte[] good = DwarfSamples.bytes("v5.elf");
    ElfFile sample = DwarfSamples.open("v5.elf");
    int from = (int) sample.section(".debug_frame").orElseThrow().offset();
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = 0; changes < 4; changes++) {
        bytes[from + random.nextInt(128)] = (byte) random.nextInt();
      }
      look(bytes);
    }
    for (int length = 0; length < good.length; length += 7) {
      look(Arrays.copyOf(good, length));
    }
  }

  private static void look(byte[] bytes) {
    try {
      CallFrames frames =
          CallFrames.ofDebugging(ElfFile.read(new Bytes("hostile", bytes)), section -> 0);
      frames.forEach(entry -> entry.rows(row -> row.rule(RBX) != null));
      frames.at(0x400190).flatMap(entry -> entry.at(0x400190));
    } catch (InquestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }
}
