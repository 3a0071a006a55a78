package org.inquest.app.render;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class EscapesTest {
  @Test
  void ordinaryTextIsNotCopied() {
    String text = "schedule+0x5a (mapl)";
    assertThat(Escapes.visible(text)).isSameAs(text);
    assertThat(Escapes.visible("größer – 漢字")).isEqualTo("größer – 漢字");
  }

  @Test
  void tabsAreLeftAlone() {
    assertThat(Escapes.visible("rcu:\tRude\u0001")).isEqualTo("rcu:\tRude\\x01");
    assertThat(Escapes.cell("a\tb")).isEqualTo("a b");
  }

  @Test
  void terminalControlBecomesVisible() {
    assertThat(Escapes.visible("a\u001b[31mb\r\n\u0007\u007f\u0000"))
        .isEqualTo("a\\x1b[31mb\\x0d\\x0a\\x07\\x7f\\x00");
    assertThat(Escapes.visible("\u009b2J")).isEqualTo("\\x9b2J");
    assertThat(Escapes.visible("abc\u202edcb\u200b\ufeff"))
        .isEqualTo("abc\\u{202e}dcb\\u{200b}\\u{feff}");
    assertThat(Escapes.visible("\ud800x")).isEqualTo("\\u{d800}x");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 0x1b, 0x7f, 0x9b, 0xad, 0x200f, 0x2028, 0x2066, 0xe000, 0xfffd, 0xe0041})
  void nothingThatMovesOrHidesTextPasses(int codePoint) {
    String hostile = Character.toString(codePoint);
    assertThat(Escapes.visible(hostile)).doesNotContain(hostile).startsWith("\\");
  }
}
