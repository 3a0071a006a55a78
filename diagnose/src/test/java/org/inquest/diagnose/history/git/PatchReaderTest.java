package org.inquest.diagnose.history.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.inquest.diagnose.history.Change.FileChange;
import org.inquest.diagnose.history.Change.Hunk;
import org.junit.jupiter.api.Test;

final class PatchReaderTest {
  @Test
  void readsFilesAndHunks() {
    List<FileChange> files =
        read(
            """

            diff --git a/fs/x.c b/fs/x.c
            index 0123..4567 100644
            --- a/fs/x.c
            +++ b/fs/x.c
            @@ -10,2 +10 @@ static int f(int a)
            -\told(a);
            -\tolder(a);
            +\tnew(a);
            @@ -20,0 +19 @@ static int g(int a)
            +\tmore(a);
            diff --git a/gone.c b/gone.c
            --- a/gone.c
            +++ /dev/null
            @@ -1 +0,0 @@
            -int x;
            \\ No newline at end of file
            """);
    assertThat(files)
        .containsExactly(
            new FileChange(
                "fs/x.c",
                List.of(
                    new Hunk(
                        "static int f(int a)",
                        List.of("\told(a);", "\tolder(a);"),
                        List.of("\tnew(a);")),
                    new Hunk("static int g(int a)", List.of(), List.of("\tmore(a);")))),
            new FileChange("gone.c", List.of(new Hunk("", List.of("int x;"), List.of()))));
  }

  @Test
  void takesNoLineOfAHunkForAnotherFile() {
    List<FileChange> files =
        read(
            """
            diff --git a/x.c b/x.c
            --- a/x.c
            +++ b/x.c
            @@ -1 +1,2 @@ f
            --- a/y.c
            +++ b/y.c
            +@@ -1 +1 @@
            """);
    assertThat(files).hasSize(1);
    assertThat(files.getFirst().path()).isEqualTo("x.c");
    assertThat(files.getFirst().hunks().getFirst().added())
        .containsExactly("++ b/y.c", "@@ -1 +1 @@");
  }

  @Test
  void keepsAPartOfAHugePatch() {
    PatchReader reader = new PatchReader();
    for (int i = 0; i < 1000; i++) {
      reader.take("diff --git a/f b/f");
      reader.take("+++ b/f" + i);
      reader.take("@@ -1 +1,999999999 @@ f");
      for (int j = 0; j < 100; j++) {
        reader.take("+" + "x".repeat(4000));
      }
    }
    List<FileChange> files = reader.files();
    assertThat(files).hasSize(64);
    assertThat(
            files.stream().flatMap(f -> f.hunks().stream()).mapToInt(h -> h.added().size()).sum())
        .isEqualTo(1000);
  }

  @Test
  void survivesAnyLines() {
    String[] pieces = {
      "@@ -1", " +1", ",99999999999", " @@", "-", "+", "diff --git a/", "--- a/", "x"
    };
    Random random = new Random(1);
    for (int i = 0; i < 500; i++) {
      PatchReader reader = new PatchReader();
      for (int j = 0; j < 50; j++) {
        StringBuilder line = new StringBuilder();
        for (int k = random.nextInt(5); k > 0; k--) {
          line.append(pieces[random.nextInt(pieces.length)]);
        }
        reader.take(line.toString());
      }
      assertThat(reader.files()).hasSizeLessThanOrEqualTo(64);
    }
  }

  private static List<FileChange> read(String patch) {
    PatchReader reader = new PatchReader();
    patch.lines().forEach(reader::take);
    return reader.files();
  }
}
