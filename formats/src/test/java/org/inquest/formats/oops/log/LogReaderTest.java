package org.inquest.formats.oops.log;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.inquest.formats.oops.log.LogNotes.Form;
import org.junit.jupiter.api.Test;

final class LogReaderTest {
  /// Wants lines with "needle", and the two lines that follow each.
  private static final class Sink implements LineSink {
    final List<String> got = new ArrayList<>();
    final boolean all;
    int after;

    Sink(boolean all) {
      this.all = all;
    }

    @Override
    public List<String> anchors() {
      return List.of("needle", "noodles", "other-text");
    }

    @Override
    public boolean wantsAll() {
      return all || after > 0;
    }

    @Override
    public void accept(long number, String line) {
      got.add(number + ":" + line);
      after = line.contains("needle") ? 2 : after - 1;
    }
  }

  private static Sink read(byte[] bytes, boolean all) throws IOException {
    Sink sink = new Sink(all);
    LogReader.read(new ByteArrayInputStream(bytes), sink);
    return sink;
  }

  private static byte[] bytes(String text, Charset charset) {
    return text.getBytes(charset);
  }

  private static List<String> read(String text) throws IOException {
    return read(bytes(text, StandardCharsets.UTF_8), false).got;
  }

  @Test
  void onlyWantedLinesAreHandedOnWithTheirNumbers() throws IOException {
    assertThat(read("a\nb needle\nc\nd\ne\nf\nneedle"))
        .containsExactly("1:b needle", "2:c", "3:d", "6:needle");
  }

  @Test
  void linesEndInThreeWays() throws IOException {
    assertThat(read("a\r\nneedle 1\r\nx\r\r\ny\n10%\r20%\rneedle 2\nz"))
        .containsExactly("1:needle 1", "2:x", "3:y", "4:10%", "4:20%", "4:needle 2", "5:z");
    assertThat(read("a\rneedle\rb\rc\rd")).containsExactly("1:needle", "2:b", "3:c");
  }

  @Test
  void eachFirstPositionInABufferIsFound() throws IOException {
    String filler = "x".repeat(99) + "\n";
    for (int shift = 0; shift < 30; shift++) {
      String text = "y".repeat(shift) + "\n" + filler.repeat(10_485) + "needle\n" + filler + filler;
      assertThat(read(text)).hasSize(3).first().isEqualTo("10486:needle");
    }
  }

  @Test
  void aLongLineIsCutAndSaid() throws IOException {
    byte[] endless = new byte[3 << 20];
    Arrays.fill(endless, (byte) 'x');
    InputStream log =
        new SequenceInputStream(
            new ByteArrayInputStream(bytes("needle ", StandardCharsets.US_ASCII)),
            new SequenceInputStream(
                new ByteArrayInputStream(endless),
                new ByteArrayInputStream(bytes("\nshort\nneedle\n", StandardCharsets.US_ASCII))));
    Sink sink = new Sink(false);
    LogNotes notes = LogReader.read(log, sink);
    assertThat(sink.got).hasSize(3);
    assertThat(sink.got.getFirst()).hasSize(2 + LogReader.MAX_LINE).startsWith("0:needle xxx");
    assertThat(sink.got.getLast()).isEqualTo("2:needle");
    assertThat(notes.cut()).isEqualTo(1);
    assertThat(notes.lines()).isEqualTo(3);
    assertThat(notes.longest()).isEqualTo(endless.length + 7L);
    assertThat(notes.sentences()).hasSize(1).first().asString().contains("longer than 16384");
  }

  @Test
  void moreThanAnIntCountsStreamsThroughOneBuffer() throws IOException {
    byte[] piece =
        "some quiet line of sixty-four bytes, as long as lines may be...\n"
            .repeat(16384)
            .getBytes(StandardCharsets.US_ASCII);
    // More than an int counts.
    InputStream log =
        new InputStream() {
          private long left = 2_200_000_000L;

          @Override
          public int read() {
            return --left < 0 ? -1 : piece[(int) (left & 63)];
          }

          @Override
          public int read(byte[] to, int offset, int length) {
            int got = (int) Math.min(left, Math.min(length, piece.length));
            System.arraycopy(piece, 0, to, offset, got);
            left -= got;
            return got == 0 ? -1 : got;
          }
        };
    LogNotes notes = LogReader.read(log, new Sink(false));
    assertThat(notes.bytes()).isEqualTo(2_200_000_000L);
    assertThat(notes.lines()).isGreaterThan(34_000_000);
  }

  @Test
  void encodings() throws IOException {
    String text = "caf\u00e9 needle\n";
    assertThat(read(bytes(text, StandardCharsets.UTF_8), false).got)
        .containsExactly("0:caf\u00e9 needle");
    assertThat(read(bytes(text, StandardCharsets.ISO_8859_1), false).got)
        .containsExactly("0:caf\u00e9 needle");
    assertThat(read("\ufeffneedle\n")).containsExactly("0:needle");
    assertThat(read("\0\0ne\0edle\n\u001b[0;31mneedle\u001b[0m\0 red\n"))
        .containsExactly("1:needle red");
    for (Charset wide : List.of(StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
      Sink sink = new Sink(false);
      LogNotes notes =
          LogReader.read(new ByteArrayInputStream(bytes("\ufeffx\r\nneedle\r\n", wide)), sink);
      assertThat(sink.got).containsExactly("1:needle");
      assertThat(notes.form()).isEqualTo(Form.UTF_16);
    }
  }

  @Test
  void gzipIsUnpacked() throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
      out.write(bytes("a\nneedle\n", StandardCharsets.US_ASCII));
    }
    assertThat(read(packed.toByteArray(), false).got).containsExactly("1:needle");
  }

  @Test
  void noiseIsToldAndHandsNothingOn() throws IOException {
    byte[] noise = new byte[3 << 20];
    new Random(6).nextBytes(noise);
    byte[] needle = bytes("\nneedle\n", StandardCharsets.US_ASCII);
    System.arraycopy(needle, 0, noise, 5000, needle.length);
    Sink sink = new Sink(true);
    LogNotes notes = LogReader.read(new ByteArrayInputStream(noise), sink);
    assertThat(sink.got).isEmpty();
    assertThat(notes.form()).isEqualTo(Form.BINARY);
    assertThat(notes.sentences()).containsExactly("The file is binary data, not a console log.");
  }

  @Test
  void jsonOfTheJournalIsTold() throws IOException {
    String json = "{\"__CURSOR\":\"s\",\"MESSAGE\":\"needle\",\"PRIORITY\":\"4\"}\n";
    Sink sink = new Sink(false);
    LogNotes notes =
        LogReader.read(new ByteArrayInputStream(bytes(json, StandardCharsets.UTF_8)), sink);
    assertThat(notes.form()).isEqualTo(Form.JSON);
    assertThat(notes.sentences().getFirst()).contains("journalctl -k -o short-monotonic");
    assertThat(sink.got).isEmpty();
  }

  @Test
  void anyCutOfAnyTextIsReadLikeItsLines() throws IOException {
    Random random = new Random(7);
    for (int round = 0; round < 200; round++) {
      StringBuilder text = new StringBuilder();
      int lines = random.nextInt(40);
      for (int i = 0; i < lines; i++) {
        text.append("needles and other noodles".repeat(4), 0, random.nextInt(100)).append('\n');
      }
      List<String> all = text.toString().lines().toList();
      List<String> expected =
          IntStream.range(0, all.size()).mapToObj(i -> i + ":" + all.get(i)).toList();
      assertThat(read(bytes(text.toString(), StandardCharsets.US_ASCII), true).got)
          .isEqualTo(expected);
    }
  }
}
