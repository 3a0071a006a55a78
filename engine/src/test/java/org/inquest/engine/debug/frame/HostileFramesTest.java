package org.inquest.engine.debug.frame;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.inquest.engine.debug.frame.FrameVariable.Value;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.testkit.DwarfSamples;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Damaged debugging information of a stack's functions: variables, gaps or an [InquestException],
/// soon.
@Timeout(120)
class HostileFramesTest {
  private static final List<String> SECTIONS =
      List.of(".debug_info", ".debug_loc", ".debug_loclists", ".debug_frame", ".debug_abbrev");

  @Test
  void bytesOfEachSectionFlipped() {
    for (String sample : List.of("frames4.elf", "frames5.elf")) {
      byte[] file = DwarfSamples.bytes(sample);
      for (ElfSection section : DwarfSamples.open(sample).sections()) {
        if (SECTIONS.contains(section.name())) {
          for (long at = section.offset(); at < section.offset() + section.size(); at++) {
            file[(int) at] ^= (byte) 0xff;
            look(file);
            file[(int) at] ^= (byte) 0xff;
          }
        }
      }
    }
  }

  @Test
  void noiseInLocations() {
    Random random = new Random(11);
    ElfSection lists = DwarfSamples.open("frames5.elf").section(".debug_loclists").orElseThrow();
    for (int i = 0; i < 2000; i++) {
      byte[] file = DwarfSamples.bytes("frames5.elf");
      for (int changes = 0; changes < 8; changes++) {
        file[(int) (lists.offset() + random.nextLong(lists.size()))] = (byte) random.nextInt();
      }
      look(file);
    }
  }

  private static void look(byte[] bytes) {
    OptionalLong called = OptionalLong.of(SampleStack.LOADED + SampleStack.CALLEE);
    try {
      ElfFile file = ElfFile.read(new Bytes("hostile", bytes));
      FrameVariables variables = SampleStack.of(file, SampleStack.AFTER_TWICE, called, gap -> {});
      for (int level = 0; level < 3; level++) {
        variables.at(level).forEach(scope -> scope.variables().forEach(HostileFramesTest::look));
      }
    } catch (InquestException e) {
      assertThat(e.getMessage()).isNotEmpty();
    }
  }

  private static void look(FrameVariable variable) {
    assertThat(variable.type().declare(variable.name())).isNotNull();
    if (variable.value() instanceof Value.Known known && variable.type().scalar() != null) {
      known.object().asLong();
    }
  }
}
