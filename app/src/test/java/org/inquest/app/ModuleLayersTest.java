package org.inquest.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Data rises, imports fall: a module may only require modules below it.
final class ModuleLayersTest {
  /// From the bottom. `lab`, `profile` and `fleet` do not know each other.
  private static final List<String> LAYERS =
      List.of("formats", "engine", "kernel", "diagnose", "profile", "lab", "fleet", "app");

  private static final List<String> STRANGERS = List.of("profile", "lab", "fleet");

  private static final Pattern REQUIRES =
      Pattern.compile("requires\\s+(?:static\\s+|transitive\\s+)*org\\.inquest\\.(\\w+);");

  @Test
  void modulesRequireDownwardsOnly() throws IOException {
    Path root = Path.of(System.getProperty("inquest.root", ".."));
    int seen = 0;
    for (String module : LAYERS) {
      Path file = root.resolve(module).resolve("src/main/java/module-info.java");
      if (!Files.exists(file)) {
        continue;
      }
      seen++;
      List<String> required =
          REQUIRES.matcher(Files.readString(file)).results().map(r -> r.group(1)).toList();
      List<String> below = LAYERS.subList(0, LAYERS.indexOf(module));
      assertThat(required).as(module).isSubsetOf(below);
      if (STRANGERS.contains(module)) {
        assertThat(required).as(module).doesNotContainAnyElementsOf(STRANGERS);
      }
    }
    assertThat(seen).isGreaterThanOrEqualTo(5);
  }
}
