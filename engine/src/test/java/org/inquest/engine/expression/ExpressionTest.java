package org.inquest.engine.expression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.engine.type.SampleTypes;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpressionTest {
  private static final long TASK = 0xffff_8880_0000_1000L;
  private static final long NAME = 0xffff_8880_0000_2000L;

  private final Types types = SampleTypes.types();
  private final FakeMemory memory = new FakeMemory();

  ExpressionTest() {
    ByteBuffer b = ByteBuffer.allocate(112).order(ByteOrder.LITTLE_ENDIAN);
    b.putInt(0, 0x8000_0001).putInt(4, -7);
    b.put(8, "swapper/0".getBytes(StandardCharsets.US_ASCII));
    b.putLong(24, TASK + 24).putLong(32, TASK + 24);
    b.put(48, (byte) 0b10110_101);
    b.putLong(56, TASK).putLong(64, NAME);
    b.putLong(72, 1).putLong(80, 2).putLong(88, 3).putLong(96, 4);
    memory.put(TASK, b.array());
    memory.put(NAME, "idle\0".getBytes(StandardCharsets.US_ASCII));
  }

  /// One global, `struct task first`, and one in a file of its own.
  private final class OneTask implements Scope {
    @Override
    public VirtualMemory memory() {
      return memory;
    }

    @Override
    public Optional<KObject> variable(String owner, String name) {
      boolean inside = owner.equals("kernel/a.c") || owner.equals("do_it");
      boolean known = name.equals(inside ? "hidden" : "first");
      return known
          ? Optional.of(new KObject(memory, types.type("struct task"), TASK))
          : Optional.empty();
    }

    @Override
    public OptionalLong constant(String name) {
      return types.constant(name);
    }

    @Override
    public Optional<Type> type(String name) {
      return types.find(name);
    }
  }

  private Result result(String text) {
    return Expression.evaluate(text, new OneTask());
  }

  @ParameterizedTest
  @CsvSource({
    "1 + 2 * 3, 7",
    "(1 + 2) * 3, 9",
    "10 - 4 - 3, 3",
    "1 << 4 | 3 & 2, 18",
    "-7 / 2, -3",
    "-7 % 4, -3",
    "~0, -1",
    "!0 + !5, 1",
    "3 < 4 && 4 <= 4 || 0, 1",
    "0x10, 16",
    "12UL, 12",
    "-1 < 0, 1",
    "0xffffffffffffffff > 0, 1",
    "(int) 0xffffffff, -1",
    "(unsigned int) -1, 4294967295",
    "(char)0x1ff, -1",
    "sizeof(struct task), 112",
    "sizeof(first.links), 32",
    "sizeof(first) / 2, 56",
    "GOOD + BAD, 3",
    "1 << 64, 0",
    "0x8000000000000000 >> 63, 1"
  })
  void numbers(String text, long value) {
    assertThat(result(text).number()).isEqualTo(value);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "first.pid, -7",
        "first.__state, 2147483649",
        "first.high, 22",
        "first.parent->parent->pid, -7",
        "first.parent.pid, -7",
        "(*first.parent).pid, -7",
        "first.links[1].next, 3",
        "*first.comm, 115",
        "first.comm[1], 119",
        "first.name[2], 108",
        "((struct task *)0xffff888000001000)->pid, -7",
        "((struct task *)ffff888000001000)->pid, -7",
        "'kernel/a.c'::hidden.pid, -7",
        "do_it::hidden.pid, -7",
        "first.pid + 8, 1",
        "-first.pid, 7"
      })
  void members(String text, long value) {
    assertThat(result(text).number()).isEqualTo(value);
  }

  @Test
  void addressesKeepTheirTypes() {
    assertType("&first", "struct task *", TASK);
    assertType("&first.tasks", "struct list_head *", TASK + 24);
    assertType("&first + 2", "struct task *", TASK + 224);
    assertType("first.links + 1", "struct list_head *", TASK + 88);
    assertType("&first.links[1] - &first.links[0]", "long", 1);
    assertType("(void *)&first + 3", "void *", TASK + 3);
    assertType("*&first.parent", "struct task *", TASK);
    assertType("(enum mood)4", "enum mood", 4);
    assertThat(result("first.tasks")).isInstanceOf(Result.Stored.class);
    assertThat(result("first.comm").type().name()).isEqualTo("char [16]");
  }

  private void assertType(String text, String type, long value) {
    assertThat(result(text).type().name()).as(text).isEqualTo(type);
    assertThat(result(text).number()).as(text).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "first.",
        "1 +",
        "(1",
        "1)",
        "* 5",
        "first.pid.x.",
        "&5",
        "1 / 0",
        "1 % 0",
        "'a",
        "'a'",
        "first..pid",
        "5.x",
        "*(void *)&first",
        "@",
        "1 2",
        "0xzz",
        "99999999999999999999",
        "sizeof 5"
      })
  void whatIsNoExpressionIsSaidInOneLine(String text) {
    assertThatThrownBy(() -> result(text).number()).isInstanceOf(InquestException.class);
  }

  @Test
  void theReasonIsTold() {
    assertThatThrownBy(() -> result("first.nothing")).isInstanceOf(NotFound.class);
    assertThatThrownBy(() -> result("nobody.pid"))
        .isInstanceOf(NotFound.class)
        .hasMessageContaining("nobody");
    assertThatThrownBy(() -> result("((struct task *)16)->pid").number())
        .isInstanceOf(MemoryFault.class);
    assertThatThrownBy(() -> result("(".repeat(5000) + "1")).isInstanceOf(UsageError.class);
    assertThatThrownBy(() -> result("-".repeat(5000) + "1")).isInstanceOf(UsageError.class);
  }

  @Test
  void anyTextEndsSoon() {
    String[] parts = {
      "first",
      ".",
      "->",
      "pid",
      "[",
      "]",
      "(",
      ")",
      "*",
      "&",
      "-",
      "1",
      "0x",
      "'",
      "::",
      "struct task",
      "sizeof",
      "<<",
      "&&",
      " ",
      "links",
      "\u00e4",
      "ffff888000001000"
    };
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(12); n >= 0; n--) {
        text.append(parts[random.nextInt(parts.length)]);
      }
      try {
        result(text.toString()).number();
      } catch (InquestException e) {
        // One clear line.
      }
    }
  }
}
