package org.inquest.diagnose.history.git;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

final class GitLinesTest {
  @Test
  void cutsAtLineEnds() {
    GitLines lines = lines("a\n\nb");
    assertThat(lines.next()).isEqualTo("a");
    assertThat(lines.next()).isEmpty();
    assertThat(lines.next()).isEqualTo("b");
    assertThat(lines.next()).isNull();
    assertThat(lines.taken()).isEqualTo(4);
  }

  @Test
  void keepsTheBeginOfALongLine() {
    GitLines lines = lines("x".repeat(1_000_000) + "\nnext\n");
    assertThat(lines.next()).isEqualTo("x".repeat(4096));
    assertThat(lines.next()).isEqualTo("next");
    assertThat(lines.next()).isNull();
  }

  @Test
  void replacesWhatIsNoUtf8() {
    assertThat(lines("a\u00ffb\n").next()).isEqualTo("a\ufffdb");
  }

  private static GitLines lines(String bytes) {
    return new GitLines(new ByteArrayInputStream(bytes.getBytes(ISO_8859_1)));
  }
}
