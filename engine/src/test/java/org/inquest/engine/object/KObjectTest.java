package org.inquest.engine.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.SampleTypes;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.Test;

class KObjectTest {
  private static final long TASK = 0xffff_8880_0000_1000L;
  private static final long NAME = 0xffff_8880_0000_2000L;
  private static final long LOST = 0xffff_8880_0000_9000L;

  private final Types types = SampleTypes.types();
  private final StructType type = types.struct("struct task");
  private final FakeMemory memory = new FakeMemory();
  private final KObject task = new KObject(memory, type, TASK);

  KObjectTest() {
    ByteBuffer b = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0, 0x8000_0001).putInt(4, -7);
    b.put(8, "swapper/0".getBytes(StandardCharsets.US_ASCII));
    b.putLong(24, TASK + 24).putLong(32, TASK + 24);
    b.putInt(40, -3);
    b.put(48, (byte) 0b10110_101).put(49, (byte) 0b1110);
    b.putInt(52, 4);
    b.putLong(56, TASK).putLong(64, NAME);
    b.putLong(72, 1).putLong(80, 2).putLong(88, 3).putLong(96, 4).putLong(104, LOST);
    memory.put(TASK, b.array());
    memory.put(NAME, "idle \"x\"\n\0".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void numbersAreExtendedAsTheirTypesAsk() {
    assertThat(task.member("__state").asLong()).isEqualTo(0x8000_0001L);
    assertThat(task.member("pid").asLong()).isEqualTo(-7);
    assertThat(task.member("pid").asUnsigned()).isEqualTo(0xffff_fff9L);
    assertThat(task.member("usage.counter").asInt()).isEqualTo(-3);
    assertThat(task.member("raw").asLong()).isEqualTo(0xffff_fffdL);
    assertThat(task.member("mood").asLong()).isEqualTo(4);
    assertThat(task.member("pid").asBool()).isTrue();
  }

  @Test
  void bitFieldsAreReadAloneAndByHandle() {
    assertThat(task.member("low").asLong()).isEqualTo(0b101);
    assertThat(task.member("high").asLong()).isEqualTo(0b10110);
    assertThat(task.member("delta").asLong()).isEqualTo(-2);
    assertThat(task.member("delta").asUnsigned()).isEqualTo(0b1110);
    Member delta = type.member("delta");
    assertThat(delta.readLong(memory, TASK)).isEqualTo(-2);
    assertThat(type.member("pid").readInt(memory, TASK)).isEqualTo(-7);
  }

  @Test
  void pointersAreFollowed() {
    KObject parent = task.member("parent");
    assertThat(parent.asLong()).isEqualTo(TASK);
    assertThat(parent.deref().address()).isEqualTo(TASK);
    assertThat(parent.member("pid").asInt()).isEqualTo(-7);
    assertThat(parent.member("parent").member("tasks.next").asLong()).isEqualTo(TASK + 24);
    assertThat(task.member("links").index(1).member("prev").asLong()).isEqualTo(4);
    assertThat(parent.index(2).address()).isEqualTo(TASK + 224);
    assertThat(task.member("tasks").containerOf(type, "tasks").address()).isEqualTo(TASK);
  }

  @Test
  void stringsEndAtTheirNul() {
    assertThat(task.member("comm").asString()).isEqualTo("swapper/0");
    assertThat(task.member("name").asString()).isEqualTo("idle \"x\"\n");
    assertThatThrownBy(() -> task.member("pid").asString()).isInstanceOf(Unsupported.class);
  }

  @Test
  void whatIsMissingIsSaidInOurErrors() {
    assertThat(task.findMember("state")).isEmpty();
    assertThat(task.has("__state")).isTrue();
    assertThat(task.memberOf("state", "__state").address()).isEqualTo(TASK);
    assertThatThrownBy(() -> task.member("nope")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> task.member("tasks").asLong()).isInstanceOf(Unsupported.class);
    assertThatThrownBy(() -> task.member("pid").member("x")).isInstanceOf(Unsupported.class);
    KObject lost = new KObject(memory, type, LOST);
    assertThatThrownBy(() -> lost.member("pid").asInt()).isInstanceOf(MemoryFault.class);
    assertThat(lost.member("pid").findLong()).isEmpty();
    assertThat(lost.member("comm").findString()).isEmpty();
  }

  @Test
  void valuesArePrintedAsCrashDoes() {
    ValuePrinter printer = new ValuePrinter(ValueStyle.CRASH, a -> a == LOST ? "<do_exit>" : "");
    assertThat(printer.print(task))
        .isEqualTo(
            """
            struct task {
              __state = 2147483649,
              pid = -7,
              comm = "swapper/0\\000\\000\\000\\000\\000\\000",
              tasks = {
                next = 0xffff888000001018,
                prev = 0xffff888000001018
              },
              {
                usage = {
                  counter = -3
                },
                raw = 4294967293
              },
              low = 5,
              high = 22,
              delta = -2,
              mood = GOOD,
              parent = 0xffff888000001000,
              name = 0xffff888000002000 "idle \\"x\\"\\n",
              links = {{
                  next = 0x1,
                  prev = 0x2
                }, {
                  next = 0x3,
                  prev = 0x4
                }},
              exit = 0xffff888000009000 <do_exit>
            }
            """);
    assertThat(printer.printMember(task, "tasks.next"))
        .isEqualTo("  tasks.next = 0xffff888000001018,\n");
  }

  @Test
  void readableValuesLeaveOutTrailingNulsAndCountRepeats() {
    ValuePrinter printer = new ValuePrinter(ValueStyle.READABLE, a -> "");
    assertThat(printer.printMember(task, "comm")).isEqualTo("  comm = \"swapper/0\",\n");
    KObject zeros =
        new KObject(new FakeMemory().put(TASK, new byte[48]), types.type("int [12]"), TASK);
    assertThat(printer.print(zeros)).isEqualTo("{0 <repeats 12 times>}\n");
  }

  @Test
  void aPartThatIsNotInTheDumpIsNamedAndTheRestGoesOn() {
    byte[] half = memory.read(TASK, 48);
    KObject cut = new KObject(new FakeMemory().put(TASK, half), type, TASK);
    String text = new ValuePrinter(ValueStyle.READABLE, a -> "").print(cut);
    assertThat(text).contains("pid = -7,").contains("parent = <address 0xffff888000001038 is");
  }
}
