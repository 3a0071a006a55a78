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
import java.util.stream.Stream;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.formats.testkit.LostPages;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Dumps of Debian's kernels whose BTF was taken out: with the vmlinux of their debug packages they
/// say, word for word, what they say with BTF.
@Tag("lab")
@Timeout(600)
class WithoutBtfTest {
  private static final String RELEASE_510 = "5.10.0-32-cloud-amd64";

  @TempDir private Path folder;

  @ParameterizedTest
  @ValueSource(strings = {"510-mmapsem", "61-null", "72-mmapsem"})
  void debugInformationStandsInForIt(String name) throws Exception {
    Path root = Peers.root();
    Path dump = dump(name);
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
            "p init_task",
            "struct task_struct -o",
            "struct rq runqueues:a",
            "whatis jiffies_64")) {
      String[] typed = with(new String[] {"--vmlinux", vmlinux.toString()}, command);
      assertThat(run(blind, typed).replace(blind.toString(), dump.toString()))
          .as(command)
          .isEqualTo(run(dump, typed))
          .isNotEmpty();
    }
  }

  /// The kernel keeps no BTF of modules before 5.11.
  @Test
  void modulesHaveTypesOfTheirOwnFiles() throws Exception {
    Path dump = dump("510-mmapsem");
    Path modules =
        Peers.debugPackages(Peers.root()).modules(RELEASE_510, "bullseye", List.of("qemu_fw_cfg"));
    String[] given = {"--modules", modules.toString()};
    assertThat(run(dump, "struct", "fw_cfg_sysfs_entry"))
        .contains("no structure fw_cfg_sysfs_entry");
    assertThat(run(dump, with(given, "struct fw_cfg_sysfs_entry -o")))
        .contains("[128] struct list_head list;", "SIZE: 144");
    assertThat(run(dump, with(given, "whatis -l fw_cfg_sysfs_entry")))
        .contains("DECLARED: drivers/firmware/qemu_fw_cfg.c:", "[qemu_fw_cfg]");
    assertThat(run(dump, "p", "fw_cfg_rev")).contains("no type for the variable fw_cfg_rev");
    assertThat(run(dump, with(given, "p fw_cfg_rev"))).isEqualTo("fw_cfg_rev = 3\n");
    assertThat(run(dump, with(given, "p fw_cfg_dev_lock.owner.counter")))
        .isEqualTo("fw_cfg_dev_lock.owner.counter = 0\n");
  }

  private static Path dump(String name) {
    Path dump = Peers.root().resolveSibling("shared").resolve("dumps").resolve(name + ".kdump");
    assumeTrue(Files.isReadable(dump), dump + " is not at hand");
    return dump;
  }

  private static String[] with(String[] given, String command) {
    return Stream.concat(Stream.of(given), Stream.of(command.split(" "))).toArray(String[]::new);
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
