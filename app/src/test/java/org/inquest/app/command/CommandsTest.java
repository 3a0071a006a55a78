package org.inquest.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Every command keeps the promises that make it findable and explained.
final class CommandsTest {
  static List<InquestCommand> commands() {
    return Commands.all();
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandIsFoundByItsName(InquestCommand command) {
    assertThat(Commands.find(command.info().name()))
        .hasValueSatisfying(found -> assertThat(found).hasSameClassAs(command));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyCommandExplainsItself(InquestCommand command) {
    CommandInfo info = command.info();
    assertThat(info.summary()).isNotBlank().hasSizeLessThan(70);
    assertThat(info.examples()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(info.options()).allSatisfy(option -> assertThat(option.help()).isNotBlank());
  }

  @ParameterizedTest
  @MethodSource("commands")
  void everyExampleParses(InquestCommand command) {
    CommandInfo info = command.info();
    for (CommandInfo.Example example : info.examples()) {
      List<String> words = List.of(example.arguments().split(" "));
      List<String> name = List.of(info.name().split(" "));
      assertThat(words).startsWith(name.toArray(String[]::new));
      Arguments.parse(
          info, words.stream().skip(name.size()).filter(word -> !isGlobal(word)).toList());
    }
  }

  private static boolean isGlobal(String word) {
    return word.equals("--json") || word.matches("--(html|vmlinux)=.*");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "Help",
        "help2",
        "../help",
        "general.Help",
        "help\u0000",
        "inquest",
        "lab ",
        " lab",
        "lab  run",
        "lab -run",
        "-"
      })
  void whatIsNoNameIsNoCommand(String name) {
    assertThat(Commands.find(name)).isEmpty();
  }

  @Test
  void typosFindTheirCommand() {
    assertThat(Commands.nearest("vresion")).containsExactly("version");
    assertThat(Commands.nearest("xyzzyx")).isEmpty();
  }
}
