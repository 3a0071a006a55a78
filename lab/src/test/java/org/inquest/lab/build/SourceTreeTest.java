package org.inquest.lab.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Workspace;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SourceTreeTest {
  private static final String FITS =
      """
      Why.

      --- a/f.c
      +++ b/f.c
      @@ -1,3 +1,3 @@
       one
      -two
      +zwei
       three
      """;

  private final Path root;
  private final Workspace workspace;
  private final SourceTree tree;

  SourceTreeTest(@TempDir Path folder) throws Exception {
    root = Files.createDirectory(folder.resolve("tree"));
    Files.writeString(root.resolve("f.c"), "one\ntwo\nthree\n");
    workspace = Workspace.in(folder.resolve("work"));
    tree = new SourceTree(root, BuildLog.start(folder.resolve("log"), workspace, line -> {}));
  }

  @AfterEach
  void close() {
    workspace.close();
  }

  @Test
  void appliesPatchesInTheOrderOfTheirNames() throws Exception {
    tree.patch(
        new TreeMap<>(
            Map.of(
                "2.patch", FITS.replace("two", "deux"), "1.patch", FITS.replace("zwei", "deux"))));
    assertThat(root.resolve("f.c")).hasContent("one\nzwei\nthree\n");
  }

  @Test
  void namesThePatchThatDoesNotFitAndLeavesTheFileAlone() throws Exception {
    assertThatThrownBy(
            () -> tree.patch(new TreeMap<>(Map.of("x.patch", FITS.replace("two", "nowhere")))))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("applying x.patch")
        .hasMessageContaining("FAILED");
    try (Stream<Path> files = Files.list(root)) {
      assertThat(files).containsExactly(root.resolve("f.c"));
    }
    assertThat(root.resolve("f.c")).hasContent("one\ntwo\nthree\n");
  }

  @Test
  void prunesObjectsOnly() throws Exception {
    Path deep = Files.createDirectories(root.resolve("a/b"));
    for (String name : List.of("x.o", "built-in.a", "x.ko", "modpost", "x.h")) {
      Files.writeString(deep.resolve(name), "");
    }
    tree.prune();
    try (Stream<Path> files = Files.list(deep)) {
      assertThat(files)
          .extracting(p -> p.getFileName().toString())
          .containsExactlyInAnyOrder("x.ko", "modpost", "x.h");
    }
  }
}
