package org.inquest.formats.btf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.testkit.BtfImage;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class BtfTest {
  private static BtfImage sample() {
    BtfImage btf = new BtfImage();
    int u32 = btf.integer("unsigned int", 4, false);
    int list = btf.nextId();
    btf.struct("list_head", 16, btf.member("next", list + 1, 0), btf.member("prev", list + 1, 64));
    btf.pointer(list);
    btf.bitStruct("flags", 4, btf.bits("low", u32, 0, 3), btf.bits("high", u32, 3, 29));
    btf.enumeration("mood", true, btf.value("BAD", -1), btf.value("GOOD", 1));
    btf.enumeration64("wide", false, btf.value64("HUGE", 0x8000_0000_0000_0001L));
    int proto = btf.prototype(u32, btf.param("size", u32), btf.param("", 0));
    btf.reference(BtfKind.FUNC, "count", proto);
    int runqueues = btf.variable("runqueues", list);
    btf.section(".data..percpu", 64, new BtfImage.Element(runqueues, 32, 16));
    btf.array(u32, 7);
    return btf;
  }

  @Test
  void readsBackWhatWasWritten() {
    Btf btf = Btf.parse(sample().bytes(), "test");
    int list = btf.find(BtfKind.STRUCT, "list_head");
    assertThat(btf.kind(list)).isEqualTo(BtfKind.STRUCT);
    assertThat(btf.vlen(list)).isEqualTo(2);
    assertThat(btf.sizeOrType(list)).isEqualTo(16);
    assertThat(btf.memberName(list, 1)).isEqualTo("prev");
    assertThat(btf.memberBitOffset(list, 1)).isEqualTo(64);
    assertThat(btf.kind(btf.memberType(list, 1))).isEqualTo(BtfKind.PTR);

    int flags = btf.find(BtfKind.STRUCT, "flags");
    assertThat(btf.memberBitSize(flags, 1)).isEqualTo(29);
    assertThat(btf.memberBitOffset(flags, 1)).isEqualTo(3);

    int mood = btf.find(BtfKind.ENUM, "mood");
    assertThat(btf.enumValue(mood, 0)).isEqualTo(-1);
    int wide = btf.find(BtfKind.ENUM64, "wide");
    assertThat(btf.enumValue(wide, 0)).isEqualTo(0x8000_0000_0000_0001L);
    assertThat(btf.findEnumerator(wide, "HUGE")).isZero();
    assertThat(btf.findEnumerator(wide, "HUG")).isEqualTo(-1);

    int proto = btf.sizeOrType(btf.find(BtfKind.FUNC, "count"));
    assertThat(btf.paramName(proto, 0)).isEqualTo("size");
    assertThat(btf.paramType(proto, 1)).isZero();

    int section = btf.find(BtfKind.DATASEC, ".data..percpu");
    assertThat(btf.name(btf.sectionVariable(section, 0))).isEqualTo("runqueues");
    assertThat(btf.sectionOffset(section, 0)).isEqualTo(32);
    assertThat(btf.sectionSize(section, 0)).isEqualTo(16);
    assertThat(btf.arrayCount(btf.endId() - 1)).isEqualTo(7);
    assertThat(btf.gap()).isEmpty();
  }

  @Test
  void findsByKindAndWholeName() {
    Btf btf = Btf.parse(sample().bytes(), "test");
    assertThat(btf.find(BtfKind.STRUCT, "list")).isZero();
    assertThat(btf.find(BtfKind.UNION, "list_head")).isZero();
    assertThat(btf.find(BtfKind.STRUCT, "")).isZero();
    assertThat(btf.find(BtfKind.VAR, "runqueues")).isPositive();
  }

  @Test
  void findsAllTypesOfOneName() {
    BtfImage image = new BtfImage();
    int first = image.struct("probe", 1);
    int second = image.struct("probe", 2);
    Btf btf = Btf.parse(image.bytes(), "test");
    assertThat(btf.find(BtfKind.STRUCT, "probe")).isEqualTo(first);
    assertThat(btf.findOwn(BtfKind.STRUCT, "probe", first)).isEqualTo(second);
    assertThat(btf.findOwn(BtfKind.STRUCT, "probe", second)).isZero();
  }

  @Test
  void splitBtfAnswersForItsBaseToo() {
    BtfImage base = sample();
    BtfImage module = base.split();
    int box = module.struct("box", 8, module.member("next", 3, 0));
    Btf kernel = Btf.parse(base.bytes(), "vmlinux");
    Btf btf = Btf.parseSplit(module.bytes(), kernel, "module");
    assertThat(btf.firstId()).isEqualTo(kernel.endId());
    assertThat(btf.find(BtfKind.STRUCT, "box")).isEqualTo(box);
    assertThat(btf.memberName(box, 0)).isEqualTo("next");
    assertThat(btf.kind(btf.memberType(box, 0))).isEqualTo(BtfKind.PTR);
    assertThat(btf.find(BtfKind.STRUCT, "list_head")).isEqualTo(2);
    assertThat(btf.name(2)).isEqualTo("list_head");
    assertThat(kernel.find(BtfKind.STRUCT, "box")).isZero();
  }

  @Test
  void passesOverAKindItDoesNotKnowWhereTheLayoutSectionTellsItsSize() {
    BtfImage image = sample().withLayout();
    image.add("novelty", 20, 2, false, 0, 1, 2, 3, 4, 5);
    int after = image.struct("after", 4);
    Btf btf = Btf.parse(image.bytes(), "test");
    assertThat(btf.gap()).isEmpty();
    assertThat(btf.find(BtfKind.STRUCT, "after")).isEqualTo(after);
    assertThat(BtfKind.nameOf(btf.kind(after - 1))).isEqualTo("BTF_KIND_? (20)");
  }

  @Test
  void keepsTheTypesBeforeOneItCannotPass() {
    BtfImage image = sample();
    image.add("novelty", 20, 2, false, 0, 1, 2, 3, 4, 5);
    image.struct("after", 4);
    Btf btf = Btf.parse(image.bytes(), "test");
    assertThat(btf.gap()).hasValueSatisfying(g -> assertThat(g).contains("BTF_KIND_? (20)"));
    assertThat(btf.find(BtfKind.STRUCT, "list_head")).isPositive();
    assertThat(btf.find(BtfKind.STRUCT, "after")).isZero();
    assertThatThrownBy(() -> btf.kind(btf.endId())).isInstanceOf(MalformedInput.class);
  }

  @Test
  void refusesWhatIsNoBtf() {
    assertThatThrownBy(() -> Btf.parse(new byte[3], "tiny")).hasMessageContaining("BTF header");
    assertThatThrownBy(() -> Btf.parse(new byte[64], "zeros")).hasMessageContaining("0xeb9f");
    byte[] swapped = sample().bytes();
    swapped[0] = (byte) 0xeb;
    swapped[1] = (byte) 0x9f;
    assertThatThrownBy(() -> Btf.parse(swapped, "s390x")).hasMessageContaining("big-endian");
  }

  @Test
  void anyDamageEndsInAnAnswerOrOneOfOurErrors() {
    byte[] good = sample().withLayout().bytes();
    for (int length = 0; length < good.length; length++) {
      askEverything(Arrays.copyOf(good, length));
    }
    Random random = new Random(1);
    for (int at = 0; at < good.length; at++) {
      for (int i = 0; i < 4; i++) {
        byte[] bad = good.clone();
        bad[at] = (byte) random.nextInt();
        askEverything(bad);
      }
    }
  }

  private static void askEverything(byte[] bytes) {
    try {
      Btf btf = Btf.parse(bytes, "damaged");
      btf.find(BtfKind.STRUCT, "list_head");
      btf.find(BtfKind.FUNC, "count");
      for (int id = 0; id < btf.endId(); id++) {
        try {
          ask(btf, id);
        } catch (InquestException e) {
          assertThat(e).hasMessageContaining("damaged");
        }
      }
    } catch (InquestException e) {
      assertThat(e).hasMessageContaining("damaged");
    }
  }

  private static void ask(Btf btf, int id) {
    btf.name(id);
    for (int i = 0; i < btf.vlen(id); i++) {
      switch (btf.kind(id)) {
        case BtfKind.STRUCT, BtfKind.UNION -> btf.memberName(id, i);
        case BtfKind.ENUM, BtfKind.ENUM64 -> btf.enumValue(id, i);
        case BtfKind.FUNC_PROTO -> btf.paramName(id, i);
        case BtfKind.DATASEC -> btf.sectionVariable(id, i);
        default -> {}
      }
    }
  }

  @Test
  void aForgedTableOfEqualNamesCostsNoQuadraticTime() {
    BtfImage image = new BtfImage();
    for (int i = 0; i < 200_000; i++) {
      image.struct("x".repeat(2000), 0);
    }
    byte[] bytes = image.bytes();
    Assertions.assertTimeout(
        Duration.ofSeconds(20),
        () -> assertThat(Btf.parse(bytes, "forged").find(BtfKind.STRUCT, "y")).isZero());
  }
}
