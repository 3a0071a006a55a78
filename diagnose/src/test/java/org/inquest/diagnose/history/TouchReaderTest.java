package org.inquest.diagnose.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.inquest.diagnose.history.Change.FileChange;
import org.inquest.diagnose.history.Change.Hunk;
import org.inquest.diagnose.history.Touch.How;
import org.junit.jupiter.api.Test;

final class TouchReaderTest {
  private final TouchReader reader = new TouchReader(List.of("f"), "\tuse(x->inode);");

  @Test
  void aChangedLineBelongsToTheFunctionAbove() {
    Touch touch = read(hunk("static int f(int a)", "\tuse(x->inode);", "\tif (!x)")).get("f");
    assertThat(touch).isNotNull();
    assertThat(touch.how()).isEqualTo(How.CHANGED);
    assertThat(touch.atFault()).isTrue();
    assertThat(touch.test()).isEqualTo("if (!x)");
  }

  @Test
  void aFunctionPutBehindItIsNotPartOfIt() {
    assertThat(read(adding("static int f(int a)", "static int g(int a)", "{", "\twork();", "}")))
        .isEmpty();
  }

  @Test
  void aCommentAboveTheNextFunctionIsNotPartOfIt() {
    assertThat(read(adding("static int f(int a)", "", "/*", " * What g() does.", " */"))).isEmpty();
    assertThat(read(adding("static int f(int a)", "#ifdef CONFIG_G"))).isEmpty();
  }

  @Test
  void aLabelDoesNotEndIt() {
    assertThat(read(adding("static int f(int a)", "out:", "\tput(x);"))).containsKey("f");
  }

  @Test
  void aNewFunctionIsWritten() {
    Touch touch = read(adding("", "static int f(int a)", "{", "\twork();", "}")).get("f");
    assertThat(touch).isNotNull();
    assertThat(touch.how()).isEqualTo(How.ADDED);
  }

  @Test
  void anotherNameIsFollowed() {
    Hunk renaming =
        new Hunk("", List.of("static int f(int a)"), List.of("static int f_locked(int a)"));
    assertThat(read(renaming)).containsKey("f");
    assertThat(reader.known()).isEqualTo(2);
    assertThat(read(adding("static int f_locked(int a)", "\twork();"))).containsOnlyKeys("f");
  }

  @Test
  void aReplacedFunctionIsNoOtherName() {
    read(new Hunk("", List.of("static int f(int a)"), List.of("static void g(long b)")));
    assertThat(reader.known()).isEqualTo(1);
  }

  private static Hunk hunk(String section, String removed, String added) {
    return new Hunk(section, List.of(removed), List.of(added));
  }

  private static Hunk adding(String section, String... lines) {
    return new Hunk(section, List.of(), List.of(lines));
  }

  private Map<String, Touch> read(Hunk hunk) {
    Commit commit = new Commit(new CommitId("a".repeat(40)), List.of(), 0, "A", "s\n");
    return reader.read(new Change(commit, List.of(new FileChange("x.c", List.of(hunk)))));
  }
}
