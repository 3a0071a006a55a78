package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class ReferencesTest {
  private static final String WHOLE = "0123456789abcdef0123456789abcdef01234567";

  @Test
  void readsWhatAFixPointsAt() {
    References fix =
        References.of(
            """
            ext4: fix it

            Fixes: 0123456789ab ("ext4: break it")
            fixes: commit ABCDEF012345 ("ext4: break it more")
            Cc: <stable@vger.kernel.org> # 6.1
            Reported-by: syzbot+1234@syzkaller.appspotmail.com
            """);
    assertThat(fix.fixes()).containsExactly("0123456789ab", "abcdef012345");
    assertThat(fix.forStable()).isTrue();
    assertThat(fix.bySyzbot()).isTrue();
    assertThat(fix.upstream()).isEmpty();
    assertThat(fix.reverts()).isEmpty();
  }

  @Test
  void readsTheFormsOfCopies() {
    for (String line :
        new String[] {
          "commit " + WHOLE + " upstream.",
          "[ Upstream commit " + WHOLE + " ]",
          "(cherry picked from commit " + WHOLE + ")",
          "Upstream commit " + WHOLE,
        }) {
      assertThat(References.of("s\n\n" + line + "\n\ntext\n").upstream())
          .as(line)
          .containsExactly(WHOLE);
    }
  }

  @Test
  void readsReverts() {
    assertThat(References.of("Revert \"x\"\n\nThis reverts commit " + WHOLE + ".\n").reverts())
        .containsExactly(WHOLE);
  }

  @Test
  void takesNoProseForAReference() {
    References none =
        References.of(
            """
            mm: fixes: none

            commit 0123456789ab introduced this.
            This fixes 0123456789ab.
            Fixes: the bug
            Fixes: 012345
            Cc: somebody@example.org
            """);
    assertThat(none.fixes()).isEmpty();
    assertThat(none.upstream()).isEmpty();
    assertThat(none.reverts()).isEmpty();
    assertThat(none.forStable()).isFalse();
  }

  @Test
  void readsNoMoreThanAFewOfThousands() {
    String many = "Fixes: 0123456789ab (\"x\")\n".repeat(5000);
    assertThat(References.of("s\n\n" + many).fixes()).hasSize(32);
  }
}
