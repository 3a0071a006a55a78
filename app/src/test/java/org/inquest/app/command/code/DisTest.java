package org.inquest.app.command.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.CRC32;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.testkit.DwarfSamples;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.SharedDumps;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `dis` and `code FILE dis` as a person types them.
final class DisTest {
  private static final int FUNC = 2;
  private static final Path SAMPLE =
      Path.of(System.getProperty("inquest.root", ".."), "samples/hacks-mincore.kdump");

  @TempDir Path folder;
  private String module = "";

  private record Outcome(int exit, String out, String err) {}

  private static Outcome run(String... words) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(err, true, StandardCharsets.UTF_8);
    int exit = new CommandLine(out, errors, Terminal.none()).run(List.of(words));
    return new Outcome(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Outcome code(String... words) {
    List<String> all = new ArrayList<>(List.of("code", module));
    all.addAll(List.of(words));
    return run(all.toArray(String[]::new));
  }

  /// `probe: push %rbp; call kfree; mov $table,%rdi; pop %rbp; ret`.
  @BeforeEach
  void writeModule() throws IOException {
    Path file = folder.resolve("probe.ko");
    byte[] text = HexFormat.of().parseHex("55e80000000048c7c7000000005dc3");
    Files.write(
        file,
        new ElfObject(1, 62)
            .text(".text", 0, text)
            .data(".data", 0, new byte[16])
            .symbol("probe", FUNC, 1, 0, text.length)
            .symbol("kfree", 0, 0, 0, 0)
            .symbol("table", 1, 2, 0, 16)
            .rela(1, 2, 4, 2, -4)
            .rela(1, 9, 11, 3, 8)
            .bytes());
    module = file.toString();
  }

  @Test
  void aFunctionOfAFileWithCallsAndDataNamed() {
    Outcome outcome = code("dis", "probe");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.exit()).isZero();
    assertThat(outcome.out().lines()).hasSize(5);
    assertThat(outcome.out()).contains("probe+0x1", "<kfree>", "is table+0x8", "ret");
  }

  @Test
  void rangesContextAndBytes() {
    assertThat(code("dis", "probe+0x1", "2").out().lines()).hasSize(2);
    assertThat(code("dis", "probe+0x6").out().lines()).hasSize(1);
    assertThat(code("dis", "-e", "probe+0x6", "probe").out().lines()).hasSize(2);
    assertThat(code("dis", "-r", "probe+0x6").out().lines()).hasSize(3);
    assertThat(code("dis", "-f", "probe+0x6").out().lines()).hasSize(3);
    List<String> around = code("dis", "-C", "1", "probe+0x6").out().lines().toList();
    assertThat(around).hasSize(3);
    assertThat(around.get(1)).startsWith("=>");
    assertThat(code("dis", "-C", "1", "probe+0x2").out()).contains("lies within an instruction");
    assertThat(code("dis", "--bytes", "probe+0xe").out()).contains("c3");
    assertThat(code("dis", "--syntax", "intel", "probe", "1").out()).contains("push   rbp");
  }

  @Test
  void sourceLinesNameTheFunctionsInlinedThere() throws IOException {
    Path program = folder.resolve("program");
    Files.write(program, DwarfSamples.bytes("v5.elf"));
    Outcome outcome = run("code", program.toString(), "dis", "-l", "outer");
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out())
        .contains(
            "square.h:" + DwarfSamples.line("square.h", "square") + " (square < middle < outer)")
        .containsPattern("first\\.c:\\d+\\n");
    assertThat(run("code", program.toString(), "dis", "outer").out()).doesNotContain("square.h");
  }

  @Test
  void sourceTextFromATreeThatLiesElsewhere() throws IOException {
    Path program = folder.resolve("program");
    Files.write(program, DwarfSamples.bytes("v5.elf"));
    Path tree = Files.createDirectories(folder.resolve("tree/sample"));
    Files.writeString(tree.resolve("square.h"), "\n".repeat(50) + "no such line");
    Files.writeString(tree.resolve("first.c"), "  line;\n".repeat(50));
    String place = tree.getParent().toString();
    Outcome outcome = run("--source", place, "code", program.toString(), "dis", "-s", "outer");
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out()).containsPattern("first\\.c:\\d+ +line;").doesNotContain("square <");
    Outcome without = run("code", program.toString(), "dis", "-s", "outer");
    assertThat(without.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(without.out()).contains("first.c:", "--source DIR");
    Outcome wrong =
        run("--source", program.toString(), "code", program.toString(), "dis", "-s", "outer");
    assertThat(wrong.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(wrong.err()).contains("is no folder").hasLineCount(1);
  }

  @Test
  void aStrippedProgramsLinesAreFoundBesideIt() throws IOException {
    Path program = folder.resolve("program");
    Files.write(program, stripped(DwarfSamples.bytes("v5.elf"), "apart.debug"));
    Outcome without = run("code", program.toString(), "dis", "-l", "outer");
    assertThat(without.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(without.out()).contains("nor apart from it");
    Files.write(folder.resolve("apart.debug"), DwarfSamples.bytes("v5.elf"));
    Outcome outcome = run("code", program.toString(), "dis", "-l", "outer");
    assertThat(outcome.exit()).isEqualTo(CommandLine.DONE);
    assertThat(outcome.out()).contains("(square < middle < outer)");
  }

  /// What strip and objcopy leave: no debugging information, but the name of the file that has it.
  private static byte[] stripped(byte[] whole, String name) {
    ByteBuffer file = ByteBuffer.wrap(renamed(whole)).order(ByteOrder.LITTLE_ENDIAN);
    ElfSection link =
        ElfFile.read(new Bytes("stripped", file.array())).section(".gnu_debuglink").orElseThrow();
    CRC32 sum = new CRC32();
    sum.update(whole);
    byte[] text = (name + "\0").getBytes(StandardCharsets.US_ASCII);
    file.put((int) link.offset(), text);
    file.putInt((int) link.offset() + (text.length + 3 & ~3), (int) sum.getValue());
    return file.array();
  }

  private static byte[] renamed(byte[] whole) {
    return new String(whole, StandardCharsets.ISO_8859_1)
        .replace(".debug_info", ".gone_gone_")
        .replace(".debug_aranges", ".gnu_debuglink")
        .getBytes(StandardCharsets.ISO_8859_1);
  }

  @Test
  void linesNeedDebugInformation() {
    Outcome outcome = code("dis", "-l", "probe");
    assertThat(outcome.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(outcome.out()).contains("debug information");
    Outcome dump = run(SAMPLE.toString(), "dis", "-l", "schedule", "1");
    assertThat(dump.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(dump.out()).contains("--vmlinux FILE");
    Outcome stack = run(SAMPLE.toString(), "bt", "-l");
    assertThat(stack.exit()).isEqualTo(CommandLine.GAPS);
    assertThat(stack.out()).contains("--vmlinux FILE");
  }

  /// gcc left nothing but `topa_alloc.constprop.0` of it; a name with several clones lists them.
  @Test
  void aFunctionIsFoundByTheNameThatItsSourceHas() {
    Outcome outcome = run(SAMPLE.toString(), "dis", "topa_alloc");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out()).contains("topa_alloc.constprop.0");
    assertThat(outcome.out().lines().count()).isGreaterThan(5);
    assertThat(run(SAMPLE.toString(), "dis", "no_such_function").err())
        .contains("neither a symbol")
        .hasLineCount(1);
  }

  @Test
  void whatIsTypedWrongIsOneLine() {
    assertThat(code("dis", "-r", "-f", "probe").err()).contains("usage").hasLineCount(1);
    assertThat(code("dis", "nothing").err()).contains("no symbol nothing").hasLineCount(1);
    assertThat(code("dis", "--syntax", "greek", "probe").err()).contains("att").hasLineCount(1);
    assertThat(code("dsi", "probe").err()).contains("no command code FILE dsi").hasLineCount(1);
    assertThat(code("dis", "probe", "0").err()).contains("count").hasLineCount(1);
    assertThat(run("code", folder + "/none", "dis", "f").err()).contains("no such file");
  }

  @Test
  void theFamilyTellsItsCommands() {
    assertThat(run("code").out()).contains("inquest code FILE dis");
    assertThat(run("help", "code", "dis").out()).contains("inquest code FILE dis -C 5");
  }

  @Test
  void aDumpsFunctionAsJson() {
    Outcome outcome = run(SAMPLE.toString(), "dis", "schedule", "--json");
    assertThat(outcome.err()).isEmpty();
    assertThat(outcome.out())
        .contains("\"place\":\"schedule\"", "\"instruction\":", "<__schedule>");
  }

  /// Notes come from the dump's own tables: nops that are jump labels, variables behind `%gs`.
  @Test
  void patchedPlacesAndPerCpuVariablesAreTold() {
    Path dump = SharedDumps.dump("61-null.kdump");
    Outcome outcome = run(dump.toString(), "dis", "__schedule");
    assertThat(outcome.out().lines().filter(line -> line.contains("; jump label")))
        .anySatisfy(
            line -> assertThat(line).contains("nopl", "sched_schedstats is off: falls through"))
        .anySatisfy(line -> assertThat(line).contains("jmp", "psi_disabled is off: jumps"));
    assertThat(outcome.out()).contains("; per-CPU fixed_percpu_data+0x28");
  }

  @Test
  void theFaultIsMarked() {
    Path dump = SharedDumps.dump("61-null.kdump");
    Outcome outcome = run(dump.toString(), "dis", "trigger_write");
    assertThat(outcome.out().lines().filter(line -> line.startsWith("=>")))
        .singleElement()
        .asString()
        .contains("trigger_write+0x3db", "returns here");
    assertThat(run(dump.toString(), "dis", "_raw_spin_lock", "1").exit()).isZero();
  }
}
