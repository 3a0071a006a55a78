package org.inquest.app.command.general;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.NoteBytes;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `debug-info` as a person types it.
class DebugInfoTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("inquest.root", ".."), "samples/hacks-mincore.kdump");
  private static final String OTHER = "0123456789012345678901234567890123456789";

  /// The header of a unit of DWARF 5.
  private static final byte[] UNIT = {8, 0, 0, 0, 5, 0, 1, 8, 0, 0, 0, 0};

  @TempDir private Path folder;

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private static byte[] vmlinux(String buildId) {
    byte[] notes = new NoteBytes().add("GNU", 3, HexFormat.of().parseHex(buildId)).bytes();
    return new ElfObject(2, 62)
        .text(".text", 0x1000, new byte[16])
        .notes(".notes", notes)
        .readOnly(".debug_info", 0, UNIT)
        .bytes();
  }

  /// What the sample's VMCOREINFO says.
  private static String buildId() {
    String line =
        run(SAMPLE.toString(), "debug-info")
            .out()
            .lines()
            .filter(l -> l.contains("BUILD-ID"))
            .findFirst()
            .orElseThrow();
    return line.substring(line.indexOf(':') + 1).strip();
  }

  @Test
  void aFolderThatIsNamedHasToBeThere() {
    Path nowhere = folder.resolve("nowhere");
    Outcome outcome = run("--modules", nowhere.toString(), SAMPLE.toString(), "bt", "-l");
    assertThat(outcome.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(outcome.err()).isEqualTo("inquest: --modules " + nowhere + ": is no folder\n");
  }

  @Test
  void nothingThereIsAGapWithThePlaces() {
    Outcome outcome = run(SAMPLE.toString(), "debug-info");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(outcome.out())
        .contains(
            "DEBUG INFO: none", "/usr/lib/debug/boot/vmlinux-6.1.192-hacks", "--vmlinux FILE");
  }

  @Test
  void theFileBesideTheDumpIsFoundAndAWrongOneNamed() throws IOException {
    Path dump = Files.createSymbolicLink(folder.resolve("dump"), SAMPLE.toAbsolutePath());
    Path right = Files.write(folder.resolve("vmlinux-6.1.192-hacks"), vmlinux(buildId()));
    Path wrong = Files.write(folder.resolve("vmlinux"), vmlinux(OTHER));
    Outcome outcome = run(dump.toString(), "debug-info");
    assertThat(outcome.out())
        .contains("DEBUG INFO: DWARF 5", right.toString(), "beside the dump", "build-id")
        .contains(wrong.toString(), "is of another kernel: its build-id is " + OTHER);
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(run(dump.toString(), "debug-info", "--json").out())
        .contains("\"debug_info\":\"DWARF 5\"", "\"build_id\":\"" + buildId() + "\"");
  }

  @Test
  void aWrongVmlinuxThatWasNamedEndsTheCommand() throws IOException {
    Path wrong = Files.write(folder.resolve("vmlinux"), vmlinux(OTHER));
    Outcome outcome = run("--vmlinux", wrong.toString(), SAMPLE.toString(), "debug-info");
    assertThat(outcome.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(outcome.err()).contains("--vmlinux " + wrong, OTHER).hasLineCount(1);
    Path right = Files.write(folder.resolve("right"), vmlinux(buildId()));
    assertThat(run("--vmlinux", right.toString(), SAMPLE.toString(), "debug-info").out())
        .contains("named on the command line");
  }

  @Test
  void modulesAreListedOneByOne() {
    Path dump = SharedDumps.dump("61-null.kdump");
    Outcome outcome = run(dump.toString(), "debug-info", "qemu-fw-cfg");
    assertThat(outcome.out()).contains("qemu_fw_cfg").doesNotContain("sick");
    assertThat(outcome.out()).contains("linux-image-6.1.0-56-cloud-amd64-dbg");
    assertThat(run(dump.toString(), "debug-info", "nosuch").exit()).isEqualTo(CommandLine.USAGE);
  }
}
