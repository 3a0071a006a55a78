package org.inquest.formats.cfi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.lang.foreign.MemorySegment;
import java.util.Random;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.FrameSections;
import org.inquest.formats.testkit.NoteBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class FrameHeaderTest {
  private static final long FRAMES = 0x3000;
  private static final long HEADER = 0x2000;

  private static ElfObject program() {
    FrameSections frames =
        new FrameSections(FRAMES)
            .common("zR")
            .function(0x1040, 0x20, "44 0e10")
            .function(0x1000, 0x40, "41 0e18")
            .common("zRS")
            .function(0x1080, 0x10, "");
    return new ElfObject(3, 62)
        .text(".text", 0x1000, new byte[0x100])
        .readOnly(".eh_frame_hdr", HEADER, frames.header(HEADER))
        .readOnly(".eh_frame", FRAMES, frames.frames())
        .notes(".note.gnu.build-id", new NoteBytes().add("GNU", 3, new byte[] {1, 2, 3, 4}).bytes())
        .loaded();
  }

  private static void assertFrames(ElfFile file) {
    CallFrames frames = CallFrames.ofExceptions(file);
    assertThat(frames.at(0xfff)).isEmpty();
    assertThat(frames.at(0x1000).orElseThrow().high()).isEqualTo(0x1040);
    assertThat(frames.at(0x103f).orElseThrow().low()).isEqualTo(0x1000);
    assertThat(frames.at(0x1040).orElseThrow().high()).isEqualTo(0x1060);
    assertThat(frames.at(0x1050).orElseThrow().at(0x1050).orElseThrow().address())
        .isEqualTo(new FrameAddressRule.Offset(7, 16));
    assertThat(frames.at(0x1060)).isEmpty();
    assertThat(frames.at(0x1080).orElseThrow().common().signal()).isTrue();
    assertThat(frames.at(0x1090)).isEmpty();
    assertThat(frames.at(-1)).isEmpty();
  }

  @Test
  void entriesAreFoundByTheSortedTable() {
    assertFrames(ElfFile.read(new Bytes("program", program().bytes())));
  }

  @Test
  void programHeadersLeadThereToo() {
    ElfFile stripped = ElfFile.read(new Bytes("stripped", program().withoutSections().bytes()));
    assertThat(stripped.sections()).isEmpty();
    assertFrames(stripped);
    assertThat(BuildId.of(stripped)).contains("01020304");
  }

  /// A file of which some pages are not there.
  private record Holes(byte[] bytes, long from, long to) implements ByteSource {
    @Override
    public String name() {
      return "holes";
    }

    @Override
    public long size() {
      return bytes.length;
    }

    @Override
    public MemorySegment slice(long offset, long length) {
      if (offset < to && offset + length > from) {
        throw new MemoryFault(offset, false, MemoryFault.Reason.NOT_CACHED);
      }
      return new Bytes("holes", bytes).slice(offset, length);
    }

    @Override
    public void close() {}
  }

  @Test
  void aFileInMemoryMayLackTheEndAndTheEntriesOfOthers() {
    byte[] bytes = program().bytes();
    ElfFile whole = ElfFile.read(new Bytes("whole", bytes));
    long sections = whole.section(".shstrtab").orElseThrow().offset();
    long frames = whole.section(".eh_frame").orElseThrow().offset();
    int programs = bytes.length - 56 * 2 * whole.sections().size();
    ElfFile cut = ElfFile.read(new Holes(bytes, sections, programs));
    assertThat(cut.sections()).isEmpty();
    assertFrames(cut);
    // The entry of the function at 0x1040 alone is missing.
    ElfFile holed = ElfFile.read(new Holes(bytes, frames + 0x18, frames + 0x30));
    CallFrames left = CallFrames.ofExceptions(holed);
    assertThat(left.at(0x1000)).isPresent();
    assertThat(catchThrowable(() -> left.at(0x1040))).isInstanceOf(MemoryFault.class);
  }

  @Test
  void aDamagedHeaderCostsAnAnswerAtMost() {
    byte[] good = program().bytes();
    ElfFile file = ElfFile.read(new Bytes("program", good));
    int header = (int) file.section(".eh_frame_hdr").orElseThrow().offset();
    int length = (int) (file.section(".eh_frame").orElseThrow().offset() - header) + 0x70;
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      byte[] bytes = good.clone();
      for (int changes = 0; changes < 3; changes++) {
        bytes[header + random.nextInt(length)] = (byte) random.nextInt();
      }
      try {
        CallFrames frames = CallFrames.ofExceptions(ElfFile.read(new Bytes("hostile", bytes)));
        frames.at(0x1044).ifPresent(entry -> assertThat(entry.covers(0x1044)).isTrue());
      } catch (InquestException e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }
}
