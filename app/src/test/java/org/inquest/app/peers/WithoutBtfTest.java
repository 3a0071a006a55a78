package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.LostPages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dumps of Debian's kernels whose BTF was taken out: with the vmlinux of their debug packages they
/// say, word for word, what they say with BTF.
@Tag("lab")
@Timeout(600)
class WithoutBtfTest {
  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"510-mmapsem", "61-null", "72-mmapsem"})
  void debugInformationStandsInForIt(String name) throws Exception {
    Path root = Peers.root();
    Path dump = root.resolveSibling("shared").resolve("dumps").resolve(name + ".kdump");
    assumeTrue(Files.isReadable(dump), dump + " is not at hand");
    Path blind;
    String release;
    try (Target target = TargetOpener.open(List.of(dump))) {
      release = target.vmcoreinfo().text("OSRELEASE").orElseThrow();
      long first = frame(target, target.symbols().address("__start_BTF"));
      long last = frame(target, target.symbols().address("__stop_BTF") - 1);
      blind = LostPages.copy(dump, folder.resolve("blind.kdump"), first, last);
    }
    assertThat(run(blind, "ps")).contains("BTF is not in the dump", "--vmlinux FILE", release);
    assertThat(run(blind, "debug-info")).contains("TYPES: none", "NOT THERE");
    Path vmlinux = Peers.ready(root).vmlinux(release);
    assumeTrue(vmlinux != null, "Debian no longer has the debug package of " + name);
    assertThat(run(blind, "debug-info", "--vmlinux", vmlinux.toString()))
        .contains("TYPES: debug information");
    for (String command :
        List.of(
            "verdict",
            "ps",
            "bt",
            "waits",
            "mod",
            "sys",
            "stacks",
            "log",
            "text-check",
            "p init_task",
            "struct task_struct -o",
            "struct rq runqueues:a",
            "whatis jiffies_64")) {
      List<String> words = new ArrayList<>(List.of("--vmlinux", vmlinux.toString()));
      words.addAll(Arrays.asList(command.split(" ")));
      String[] typed = words.toArray(String[]::new);
      assertThat(run(blind, typed).replace(blind.toString(), dump.toString()))
          .as(command)
          .isEqualTo(run(dump, typed))
          .isNotEmpty();
    }
  }

  private static long frame(Target target, long address) {
    return target.memory().translate(address) >>> 12;
  }

  private static String run(Path dump, String... words) {
    List<String> all = new ArrayList<>(List.of(dump.toString()));
    all.addAll(Arrays.asList(words));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream both = new PrintStream(out, true, StandardCharsets.UTF_8);
    new CommandLine(out, both, Terminal.none()).run(all);
    return out.toString(StandardCharsets.UTF_8);
  }
}
