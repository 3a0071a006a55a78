package org.inquest.diagnose.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ValueTest {
  private static KernelAreas areas(Machine machine, Map<String, Long> registers) {
    return KernelAreas.of(
        machine,
        name ->
            registers.containsKey(name)
                ? OptionalLong.of(registers.get(name))
                : OptionalLong.empty());
  }

  private static String words(Machine machine, long value) {
    return Value.of(value, areas(machine, Map.of())).words();
  }

  private static String words(long value) {
    return words(Machine.X86_64, value);
  }

  @Test
  void numbersAndErrorPointers() {
    assertThat(words(0)).isEqualTo("NULL");
    assertThat(words(24)).contains("NULL + 0x18");
    assertThat(words(-12)).startsWith("ERR_PTR(-12) (ENOMEM)");
    assertThat(words(Machine.X86_32, 0xffff_fff4L)).startsWith("ERR_PTR(-12) (ENOMEM)");
    assertThat(words(-4096)).doesNotContain("ERR_PTR");
  }

  @Test
  void poisonOfListsWithTheDeltaOfTheMachine() {
    assertThat(words(0xdead_0000_0000_0108L)).startsWith("LIST_POISON1 + 0x8");
    assertThat(words(0xdead_0000_0020_0200L)).startsWith("the older LIST_POISON2");
    assertThat(words(Machine.PPC64, 0x5dea_dbee_f000_0100L)).startsWith("LIST_POISON1");
    assertThat(words(Machine.X86_32, 0x0020_0200L)).startsWith("the older LIST_POISON2");
    // 0x100 is an offset from NULL far more often than poison without a delta.
    assertThat(words(Machine.X86_32, 0x100)).contains("NULL + 0x100");
  }

  @Test
  void patternsOfAllocators() {
    assertThat(words(0x6b6b_6b6b_6b6b_6b83L)).startsWith("POISON_FREE (0x6b) + 0x18");
    assertThat(words(Machine.X86_32, 0x6b6b_6b6fL)).startsWith("POISON_FREE (0x6b) + 0x4");
    assertThat(words(0x5a5a_5a5a_5a5a_5a5aL)).startsWith("POISON_INUSE");
    assertThat(words(0xdead_4ead_0000_0018L)).startsWith("SPINLOCK_MAGIC");
  }

  @Test
  void shadowOfKasanIsTurnedBack() {
    assertThat(words(0xdfff_fc00_0000_0003L)).contains("shadow of 0x18").contains("NULL + 0x18");
    long ofPoison = (0xdead_0000_0000_0100L >>> 3) + 0xdfff_fc00_0000_0000L;
    assertThat(words(ofPoison)).contains("LIST_POISON1");
    assertThat(words(Machine.ARM64, 0xdfff_8000_0000_0001L)).contains("shadow of 0x8");
  }

  @Test
  void textAndOtherThingsThatAreNoAddress() {
    assertThat(words(0x6867_6665_6463_6261L)).isEqualTo("text: \"abcdefgh\"");
    assertThat(words(0x0123_4567_89ab_cdefL)).contains("not canonical");
    assertThat(words(0x0000_7f00_1234_5678L)).contains("user space");
  }

  @Test
  void areasOfX86() {
    assertThat(words(0xffff_ffff_8123_4567L)).isEqualTo("an address of the kernel's text or data");
    assertThat(words(0xffff_c900_0123_4567L)).startsWith("likely").contains("vmalloc");
    assertThat(words(0xffff_ea00_0012_3440L)).contains("vmemmap");
    assertThat(words(0xffff_8880_1234_5678L)).contains("direct map");
  }

  @Test
  void randomBasesAreTakenFromPerCpuDataAndTheStack() {
    KernelAreas random =
        areas(Machine.X86_64, Map.of("gs", 0xffff_9cd3_7dc0_0000L, "rsp", 0xffff_b1a0_0083_be58L));
    assertThat(Value.of(0xffff_9cd3_4212_3000L, random).words()).contains("direct map");
    assertThat(Value.of(0xffff_b1a0_0083_bf00L, random).words()).contains("vmalloc");
    assertThat(Value.of(0xffff_ea00_0012_3440L, random).words()).doesNotContain("vmemmap");
  }

  @Test
  void anyValueHasWords() {
    Random random = new Random(3);
    for (int i = 0; i < 50_000; i++) {
      Machine machine = Machine.values()[i % Machine.values().length];
      KernelAreas areas = areas(machine, Map.of("gs", random.nextLong(), "rsp", random.nextLong()));
      assertThat(Value.of(random.nextLong() >> random.nextInt(64), areas).words()).isNotEmpty();
    }
  }
}
