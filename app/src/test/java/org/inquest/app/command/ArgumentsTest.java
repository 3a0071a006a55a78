package org.inquest.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.inquest.formats.fault.UsageError;
import org.junit.jupiter.api.Test;

final class ArgumentsTest {
  private static final Option ALL = Option.flag("-a", "all");
  private static final Option FULL = Option.flag("-f", "full");
  private static final Option CPU = Option.value("-c", "CPU", "one CPU");
  private static final Option LIMIT = Option.value("--limit", "N", "at most N");
  private static final CommandInfo BT =
      new CommandInfo("bt", "stack", "[PID]...", List.of(ALL, FULL, CPU, LIMIT), List.of());

  private static Arguments parse(String... words) {
    return Arguments.parse(BT, List.of(words));
  }

  @Test
  void optionsStandAnywhereAndLettersJoin() {
    Arguments arguments = parse("51", "-af", "53", "-c1");
    assertThat(arguments.has(ALL)).isTrue();
    assertThat(arguments.has(FULL)).isTrue();
    assertThat(arguments.value(CPU)).contains("1");
    assertThat(arguments.operands()).containsExactly("51", "53");
  }

  @Test
  void valuesFollowOrJoin() {
    assertThat(parse("-c", "0").value(CPU)).contains("0");
    assertThat(parse("-ac", "0").value(CPU)).contains("0");
    assertThat(parse("--limit", "5").value(LIMIT)).contains("5");
    assertThat(parse("--limit=6").value(LIMIT)).contains("6");
    assertThat(parse().value(LIMIT)).isEmpty();
  }

  @Test
  void doubleDashEndsOptions() {
    assertThat(parse("--", "-a").operands()).containsExactly("-a");
    assertThat(parse("-").operands()).containsExactly("-");
  }

  @Test
  void mistakesNameTheOptionAndTheUsage() {
    assertThatThrownBy(() -> parse("-x"))
        .isInstanceOf(UsageError.class)
        .hasMessageContaining("bt has no option -x")
        .hasMessageContaining("inquest help bt");
    assertThatThrownBy(() -> parse("-c")).hasMessageContaining("-c needs a value");
    assertThatThrownBy(() -> parse("--limit=")).isInstanceOf(UsageError.class);
  }
}
