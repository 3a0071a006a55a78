package org.inquest.lab.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.LabCache;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KernelBuilderTest {
  private static final BuildTools NONE_NEEDED = new BuildTools(Map.of(), Map.of());
  private static final KernelRecipe RECIPE = KernelRecipeTest.recipe("CONFIG_A=y\n", Map.of());

  @TempDir Path folder;

  @Test
  void missingToolsComeBeforeAnythingIsFetched() {
    BuildTools tools = new BuildTools(Map.of("no-such-program", "flex"), Map.of());
    assertThatThrownBy(() -> builder(tools, 0).build(RECIPE, false))
        .isInstanceOf(Unavailable.class)
        .hasMessageEndingWith("apt-get install flex");
    assertThat(folder.resolve("apt")).doesNotExist();
  }

  @Test
  void noRoomIsSaidBeforeAnythingIsFetched() {
    assertThatThrownBy(() -> builder(NONE_NEEDED, Long.MAX_VALUE).build(RECIPE, false))
        .isInstanceOf(Unavailable.class)
        .hasMessageContaining("a kernel needs 9223372036.9 GB to be built, and there are ")
        .hasMessageContaining("make room");
    assertThat(folder.resolve("apt")).doesNotExist();
  }

  @Test
  void aKernelThatIsThereNeedsNoToolsAndNoNetwork() throws Exception {
    BuiltKernel kernel = keep("k-1", RECIPE.digest(), "6.1.9-1");
    BuildTools tools = new BuildTools(Map.of("no-such-program", "flex"), Map.of());
    assertThat(builder(tools, 0).build(RECIPE, false))
        .isEqualTo(new KernelBuilder.Result(kernel, true));
  }

  @Test
  void twoBuildsOfOneKernelDoNotMix() {
    LabCache cache = new LabCache(folder);
    cache.alone(
        "build-k",
        "",
        () -> {
          assertThatThrownBy(() -> builder(NONE_NEEDED, 0).build(RECIPE, false))
              .isInstanceOf(Unavailable.class)
              .hasMessageContaining("being built by another process");
          return 0;
        });
  }

  @Test
  void ofSeveralVersionsTheNewestIsMeant() throws Exception {
    keep("k-9", RECIPE.digest(), "6.1.9-1");
    BuiltKernel newest = keep("k-10", RECIPE.digest(), "6.1.10-1");
    assertThat(new BuiltKernels(new LabCache(folder)).find(RECIPE)).contains(newest);
  }

  @Test
  void aKernelOfAnOlderRecipeIsNotMeant() throws Exception {
    BuiltKernel old = keep("k-1", KernelRecipeTest.recipe("CONFIG_A=m\n", Map.of()).digest(), "1");
    BuiltKernel today = keep("k-2", RECIPE.digest(), "1");
    BuiltKernels kernels = new BuiltKernels(new LabCache(folder));
    assertThat(kernels.find(RECIPE)).contains(today);
    assertThat(kernels.supersededBy(today)).containsExactly(old);
  }

  @Test
  void whatIsHalfThereIsNoKernel() throws Exception {
    BuiltKernel kernel = keep("k-1", RECIPE.digest(), "1");
    BuiltKernels kernels = new BuiltKernels(new LabCache(folder));
    Files.writeString(kernel.folder().resolve("build.properties"), "recipe = k\nseconds = many\n");
    assertThat(kernels.find(RECIPE)).isEmpty();
    Files.delete(kernel.folder().resolve("build.properties"));
    assertThat(kernels.find(RECIPE)).isEmpty();
  }

  @Test
  void aNameOfAKernelThatIsNotBuiltSaysHowToBuildIt() {
    BuiltKernels kernels = new BuiltKernels(new LabCache(folder));
    assertThatThrownBy(() -> kernels.named("hacks"))
        .isInstanceOf(Unavailable.class)
        .hasMessage("kernel hacks is not built yet: run 'inquest lab build-kernel hacks'");
    assertThat(kernels.named("6.1")).isEmpty();
  }

  private KernelBuilder builder(BuildTools tools, long room) {
    return new KernelBuilder(new LabCache(folder), tools, room, line -> {});
  }

  private BuiltKernel keep(String name, String digest, String version) throws Exception {
    Path home = Files.createDirectories(new LabCache(folder).kernels().resolve(name));
    BuiltKernel kernel = new BuiltKernel(home, "k", digest, version, Duration.ofSeconds(300));
    Files.writeString(home.resolve("build.properties"), kernel.description());
    return kernel;
  }
}
