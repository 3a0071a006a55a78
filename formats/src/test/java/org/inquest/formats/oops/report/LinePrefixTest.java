package org.inquest.formats.oops.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class LinePrefixTest {
  private static final String TEXT =
      "BUG: kernel NULL pointer dereference, address: 0000000000000018";

  private static final List<String> PREFIXES =
      List.of(
          "",
          "[   12.345678] ",
          "[   12.345678][  T123] ",
          "[   12.345678][    C1] ",
          "<4>",
          "<4>[   12.345678] ",
          "<1>[   12.345678][ T9999] ",
          "Nov 12 10:00:00 myhost kernel: [   12.345678] ",
          "Nov 12 10:00:00 myhost kernel: ",
          "Nov  2 10:00:00 myhost.example.org kernel: ",
          "2026-11-12T10:00:00+0000 myhost kernel: ",
          "2026-11-12T10:00:00.123456+00:00 myhost kernel: [   12.345678] ",
          "<3>1 2026-11-12T10:00:00.123456Z myhost kernel - - - ",
          "<3>1 2026-11-12T10:00:00.123456Z myhost kernel - - - [   12.345678] ",
          "[   12.345678] myhost kernel: ",
          "[Thu Nov 12 10:00:00 2026] ",
          "2026-11-12T10:00:00,123456+00:00 ",
          "[Nov12 10:00] ",
          "[  +0.000012] ",
          "kern  :alert : [   12.345678] ",
          "kern  :alert : [Thu Nov 12 10:00:00 2026] ",
          "[2026-11-12 10:00:00] ",
          "[2026-11-12 10:00:00] [   12.345678] ",
          "10:00:00.123 [   12.345678] ",
          "6,1234,567890,-;",
          "6,1234,567890,-,caller=T123;",
          "<6>[   12.345678] (1)[123:surfaceflinger]",
          "<6>[   12.345678]  [1:  kworker/1:2:  123] ",
          "[   12.345678] c1    123 ",
          "** 12 printk messages dropped ** [   12.345678] ");

  @Test
  void theKernelsWordsAreLeft() {
    for (String prefix : PREFIXES) {
      assertThat(ConsoleLine.parse(0, prefix + TEXT).text()).as(prefix).isEqualTo(TEXT);
      assertThat(ConsoleLine.parse(0, prefix + TEXT + "\r").text()).as(prefix).isEqualTo(TEXT);
    }
  }

  @Test
  void linesWithoutAPrefixStayAsTheyAre() {
    for (String line :
        List.of(
            "general protection fault: 0000 [#1] SMP",
            "divide error: 0000 [#1]",
            "Nov12: this is no date",
            "INFO: task a:1 blocked for more than 120 seconds.",
            " [<ffffffff81001234>] f+0x1/0x2",
            "Code: 00 <0f> 0b",
            "1,2,3 go;")) {
      assertThat(ConsoleLine.parse(3, line)).isEqualTo(new ConsoleLine(3, false, "", line, -1, ""));
    }
  }

  @Test
  void callersAndTimes() {
    callerAndTime("[   12.345678][  T123] x", "T123", 12_345_678_000L);
    callerAndTime("[   12.345678][    C1] x", "C1", 12_345_678_000L);
    callerAndTime("6,1234,567890,-,caller=C1;x", "C1", 567_890_000L);
    callerAndTime("[   12.345678] (1)[123:init]x", "T123", 12_345_678_000L);
    callerAndTime("[   12.345678]  [1:  kworker/1:2:  123] x", "T123", 12_345_678_000L);
  }

  private static void callerAndTime(String line, String caller, long nanoseconds) {
    ConsoleLine parsed = ConsoleLine.parse(0, line);
    assertThat(parsed.caller()).isEqualTo(caller);
    assertThat(parsed.nanoseconds()).isEqualTo(nanoseconds);
  }

  @Test
  void theClockIsKeptAsWritten() {
    assertThat(ConsoleLine.parse(0, "Nov 12 10:00:00 host kernel: x").clock())
        .isEqualTo("Nov 12 10:00:00");
    assertThat(ConsoleLine.parse(0, "[Thu Nov 12 10:00:00 2026] x").clock())
        .isEqualTo("Thu Nov 12 10:00:00 2026");
  }

  @Test
  void whatAProcessSaysIsNotTheKernels() {
    assertThat(ConsoleLine.parse(0, "Nov 12 10:00:00 host abrtd[812]: " + TEXT).text()).isEmpty();
  }

  @Test
  void framesKeepTheirBlanks() {
    assertThat(ConsoleLine.parse(0, "[   12.345678]  f+0x1/0x2").text()).isEqualTo(" f+0x1/0x2");
    assertThat(ConsoleLine.parse(0, "Nov 12 10:00:00 h kernel:  f+0x1/0x2").text())
        .isEqualTo(" f+0x1/0x2");
  }

  @Test
  void anyCharactersAreHarmless() {
    Random random = new Random(6);
    String alphabet = "[]<>(): .,;+-0123456789TCc abkernel:\u00e9\0";
    for (int i = 0; i < 20_000; i++) {
      StringBuilder line = new StringBuilder();
      for (int k = random.nextInt(60); k > 0; k--) {
        line.append(alphabet.charAt(random.nextInt(alphabet.length())));
      }
      assertThat(ConsoleLine.parse(i, line.toString()).text().length())
          .isLessThanOrEqualTo(line.length());
    }
  }
}
