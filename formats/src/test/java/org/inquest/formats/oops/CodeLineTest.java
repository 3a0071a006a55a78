package org.inquest.formats.oops;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import java.util.Random;
import org.inquest.formats.oops.CodeLine.Marked;
import org.inquest.formats.oops.CodeLine.Unmarked;
import org.inquest.formats.oops.CodeLine.Unreadable;
import org.junit.jupiter.api.Test;

final class CodeLineTest {
  private static Marked marked(String text) {
    return (Marked) CodeLine.parse(text).orElseThrow();
  }

  @Test
  void bytesOfX86HaveTheirMarkInAngleBrackets() {
    Marked line = marked(" 90 90 <48> 8b 07");
    assertThat(line.unit()).isEqualTo(1);
    assertThat(line.code().mark()).isEqualTo(2);
    assertThat(line.code().bytes()).containsExactly(0x90, 0x90, 0x48, 0x8b, 0x07);
  }

  @Test
  void wordsOfArmAreTurnedIntoMemoryOrder() {
    Marked line = marked("d2bfd001 8b010273 (39000274) ");
    assertThat(line.unit()).isEqualTo(4);
    assertThat(line.code().mark()).isEqualTo(8);
    assertThat(line.code().bytes())
        .startsWith(0x01, 0xd0, 0xbf, 0xd2)
        .endsWith(0x74, 0x02, 0, 0x39);
  }

  @Test
  void halfWordsOfThumb() {
    Marked line = marked("e92d 41f0 4604 (6803) 2b00");
    assertThat(line.unit()).isEqualTo(2);
    assertThat(line.code().mark()).isEqualTo(6);
  }

  @Test
  void twentyBytesWithoutMarkBeginAtTheProgramCounter() {
    assertThat(marked("8b 00 ".repeat(10)).code().mark()).isZero();
  }

  @Test
  void otherBytesWithoutMarkWereCut() {
    Unmarked line = (Unmarked) CodeLine.parse("18 65 48 8b 04 2").orElseThrow();
    assertThat(line.bytes()).hasSize(5);
  }

  @Test
  void unreadableCodeSaysWhereItWas() {
    Unreadable old = (Unreadable) CodeLine.parse(" Bad RIP value.").orElseThrow();
    assertThat(old.programCounter()).isEmpty();
    Unreadable newer =
        (Unreadable)
            CodeLine.parse("Unable to access opcode bytes at RIP 0xffffffffffffffd6.")
                .orElseThrow();
    assertThat(newer.programCounter()).isEqualTo(OptionalLong.of(0));
    Unreadable newest =
        (Unreadable) CodeLine.parse("Unable to access opcode bytes at 0x1000.").orElseThrow();
    assertThat(newest.programCounter()).isEqualTo(OptionalLong.of(0x102a));
  }

  @Test
  void textIsNoCode() {
    assertThat(CodeLine.parse("")).isEmpty();
    assertThat(CodeLine.parse("what it was about")).isEmpty();
    assertThat(CodeLine.parse("123 456")).isEmpty();
  }

  @Test
  void anyTextEnds() {
    Random random = new Random(7);
    String letters = "0123456789abcdef <>()xXg.";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append(letters.charAt(random.nextInt(letters.length())));
      }
      CodeLine.parse(text.toString())
          .ifPresent(line -> {
            if (line instanceof Marked(CodeBytes code, int _)) {
              assertThat(code.mark()).isBetween(0, code.bytes().length - 1);
            }
          });
    }
    String longest = "cc ".repeat(100_000);
    assertThat(((Unmarked) CodeLine.parse(longest).orElseThrow()).bytes())
        .hasSize(CodeLine.MAX_BYTES);
  }
}
