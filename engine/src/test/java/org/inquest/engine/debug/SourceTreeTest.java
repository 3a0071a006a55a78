package org.inquest.engine.debug;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.inquest.formats.fault.Unsupported;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
  @TempDir private Path folder;

  @BeforeEach
  void writeTree() throws IOException {
    Files.createDirectories(folder.resolve("tree/mm"));
    Files.writeString(folder.resolve("tree/mm/slub.c"), "first\n\tsecond;  \r\nlast");
    Files.writeString(folder.resolve("secret.c"), "secret");
    Files.write(folder.resolve("tree/mm/old.c"), new byte[] {'J', (byte) 0xf6, 'r', 'g', '\n'});
  }

  private SourceTree tree() {
    return SourceTree.of(folder.resolve("tree"));
  }

  @Test
  void theBuildsFolderIsMappedByItself() {
    for (SourceFile file :
        new SourceFile[] {
          new SourceFile("", "mm/slub.c"),
          new SourceFile("/build/linux-6.1.99", "mm/slub.c"),
          new SourceFile("/build/linux/debian/build/amd64", "../../../mm/slub.c"),
          new SourceFile("", "/home/me/linux/./mm/slub.c"),
        }) {
      assertThat(tree().line(file, 2)).contains("second;");
      assertThat(tree().line(file, 3)).contains("last");
    }
    assertThat(tree().line(new SourceFile("", "mm/old.c"), 1)).isPresent();
  }

  @Test
  void whatIsNotThereIsToldOnce() {
    SourceTree tree = tree();
    assertThat(tree.line(new SourceFile("/x", "mm/none.c"), 1)).isEmpty();
    assertThat(tree.line(new SourceFile("/x", "mm/none.c"), 2)).isEmpty();
    assertThat(tree.line(new SourceFile("/x", "mm/slub.c"), 0)).isEmpty();
    assertThat(tree.gaps()).containsExactly("mm/none.c is not below " + folder.resolve("tree"));
    assertThat(tree.line(new SourceFile("/x", "mm/slub.c"), 4)).isEmpty();
    assertThat(tree.gaps()).last().asString().contains("has 3 lines, not 4", "another version");
  }

  /// Paths come from files that anybody may have made.
  @Test
  void nothingOutsideTheTreeIsRead() {
    SourceTree tree = tree();
    assertThat(tree.line(new SourceFile("", "../secret.c"), 1)).isEmpty();
    assertThat(tree.line(new SourceFile("", folder.resolve("secret.c").toString()), 1)).isEmpty();
    assertThat(tree.line(new SourceFile("", "a\0b"), 1)).isEmpty();
    assertThat(tree.line(new SourceFile("", ".."), 1)).isEmpty();
    assertThat(tree.line(new SourceFile("", "mm"), 1)).isEmpty();
  }

  @Test
  void withoutATreeFilesAreReadWhereTheyWereCompiled() {
    SourceTree tree = SourceTree.inPlace();
    assertThat(tree.line(new SourceFile(folder.toString(), "tree/mm/slub.c"), 1)).contains("first");
    assertThat(tree.gaps()).isEmpty();
    assertThat(tree.line(new SourceFile("", "mm/slub.c"), 1)).isEmpty();
    assertThat(tree.gaps()).singleElement().asString().contains("--source DIR");
    assertThatThrownBy(() -> SourceTree.of(folder.resolve("none")))
        .isInstanceOf(Unsupported.class)
        .hasMessageContaining("is no folder");
  }
}
