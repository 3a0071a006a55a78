package org.inquest.lab.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.debian.Archive;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.debian.Mirror;
import org.inquest.lab.process.Workspace;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The kernels of the lab against the real world. A whole build is minutes on a quiet machine, so
/// it is no test: what is built already is booted.
@Tag("lab")
class HacksKernelTest {
  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab");

  @TempDir Path folder;

  @Test
  @Timeout(900)
  void thePatchesFitTheNewestSource() throws Exception {
    try (Workspace workspace = Workspace.in(folder)) {
      BuildLog log = BuildLog.start(folder.resolve("log"), workspace, line -> {});
      for (KernelRecipe recipe : KernelRecipes.all()) {
        // Nothing has to fit where there is no patch, and without a name tar unpacks everything.
        if (!recipe.patches().isEmpty()) {
          patch(recipe, workspace, log);
        }
      }
      assertThat(log.file()).content().contains("patching file").doesNotContain("fuzz");
    }
  }

  private static void patch(KernelRecipe recipe, Workspace workspace, BuildLog log)
      throws Exception {
    LabCache cache = new LabCache(CACHE);
    Path unpacked = workspace.file(recipe.name());
    cache.locked(() -> {
      Archive.open(cache, Mirror.ofThisMachine(), recipe.suite())
          .unpack(List.of(recipe.source()), unpacked);
      return unpacked;
    });
    Path tree = Files.createDirectory(unpacked.resolve("tree"));
    List<String> untar =
        new ArrayList<>(List.of("tar", "-C", tree.toString(), "--strip-components=1", "-xf"));
    untar.add(KernelBuilder.sourceArchive(unpacked).toString());
    untar.addAll(List.of("--wildcards", "--occurrence=1"));
    recipe.patches().values().stream()
        .flatMap(HacksKernelTest::patched)
        .forEach(file -> untar.add("*/" + file));
    log.run("unpacking", untar, Map.of(), Duration.ofMinutes(5));
    new SourceTree(tree, log).patch(recipe.patches());
  }

  @Test
  @Timeout(300)
  void theBuiltKernelBootsAndDiesOfItsLateInitCall() {
    assumeThat(new BuiltKernels(new LabCache(CACHE)).find(KernelRecipes.named("hacks")))
        .as("kernel hacks is not built on this machine: inquest lab build-kernel hacks")
        .isPresent();
    RunReport report =
        new Lab(CACHE, folder.resolve("tmp"), Progress.SILENT)
            .run(
                new RunRequest(
                    Scenarios.named("init-call-late-vmlinux"),
                    "hacks",
                    false,
                    Capture.USUAL,
                    folder.resolve("out"),
                    "",
                    Map.of()));
    assertThat(report.truth().facts().get("kernel")).endsWith("-hacks");
    assertThat(report.consoleFile())
        .content()
        .contains("error_code(0x0011)")
        .contains("nmi_cpu_busy+0x0");
    assertThat(report.dumps().getFirst()).isNotEmptyFile();
  }

  /// The files of the source that a patch changes; not those it adds.
  private static Stream<String> patched(String patch) {
    return patch
        .lines()
        .filter(l -> l.startsWith("--- a/"))
        .map(l -> l.substring("--- a/".length()));
  }
}
