package org.inquest.app.command.symbol;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.engine.debug.name.NameIndexes;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.debug.type.DwarfTypes;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.testkit.DwarfSamples;
import org.inquest.formats.testkit.ElfObject;
import org.inquest.formats.testkit.NoteBytes;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `p`, `whatis` and `struct` as a person types them, on a real dump: with its BTF alone, and with
/// a vmlinux that has the debugging information of a small program.
class TypesAndGlobalsTest {
  private static final Path SAMPLE =
      Path.of(System.getProperty("inquest.root", ".."), "samples/hacks-mincore.kdump");

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

  private static String ask(String... words) {
    List<String> all = new ArrayList<>(List.of(SAMPLE.toString()));
    all.addAll(Arrays.asList(words));
    Outcome outcome = run(all.toArray(String[]::new));
    return outcome.out() + outcome.err();
  }

  private String askWithVmlinux(String... words) throws IOException {
    List<String> all = new ArrayList<>(List.of("--vmlinux", vmlinux().toString()));
    all.addAll(Arrays.asList(words));
    return ask(all.toArray(String[]::new));
  }

  /// A file with the sample kernel's build-id, linked so that `root_mountflags` is where the sample
  /// has it.
  private Path vmlinux() throws IOException {
    ElfFile program = DwarfSamples.open("layouts5.elf");
    DwarfFile dwarf = DwarfFile.of(program);
    long linked =
        new DwarfTypes(dwarf, () -> NameIndexes.inMemory(dwarf))
            .all(NameKind.VARIABLE, "root_mountflags")
            .getFirst()
            .address()
            .orElseThrow();
    long text = linked + address("_stext") - address("root_mountflags");
    String id =
        ask("debug-info").lines().filter(l -> l.contains("BUILD-ID")).findFirst().orElseThrow();
    byte[] buildId = HexFormat.of().parseHex(id.substring(id.indexOf(':') + 1).strip());
    ElfObject made =
        new ElfObject(2, 62)
            .text(".text", text, new byte[16])
            .notes(".notes", new NoteBytes().add("GNU", 3, buildId).bytes());
    for (ElfSection section : program.sections()) {
      if (section.name().startsWith(".debug_")) {
        byte[] bytes = new byte[(int) section.size()];
        program.bytes().slice(section.offset(), section.size()).asByteBuffer().get(bytes);
        made.readOnly(section.name(), 0, bytes);
      }
    }
    return Files.write(folder.resolve("vmlinux"), made.bytes());
  }

  private static long address(String symbol) {
    String line = ask("sym", symbol).lines().findFirst().orElseThrow();
    return Long.parseUnsignedLong(line.substring(0, 16), 16);
  }

  @Test
  void valuesFromBtfAndTheTableOfGlobals() {
    assertThat(ask("p", "init_task.comm")).isEqualTo("init_task.comm = \"swapper/0\"\n");
    assertThat(ask("p", "init_task.parent->pid")).isEqualTo("init_task.parent->pid = 0\n");
    assertThat(ask("p", "&init_task.tasks"))
        .matches(
            "&init_task.tasks = \\(struct list_head \\*\\) 0xffffffff[0-9a-f]{8} <init_task.*\n");
    assertThat(ask("p", "-x", "sizeof(struct list_head)")).endsWith("= 0x10\n");
    assertThat(ask("p", "linux_banner")).startsWith("linux_banner = \"Linux version 6.1.192-hacks");
    assertThat(ask("p", "init_task.thread_pid->count")).contains("refs");
  }

  @Test
  void eachCpuHasItsCopies() {
    assertThat(ask("p", "runqueues")).contains("per-CPU: struct rq runqueues;", "CPU", "0  ffff");
    assertThat(ask("p", "runqueues.cpu:a"))
        .contains("runqueues.cpu:0 = 0\n", "runqueues.cpu:1 = 1\n");
    assertThat(ask("p", "runqueues:1")).startsWith("per_cpu(runqueues, 1) = struct rq {\n");
    assertThat(ask("p", "runqueues.cpu")).contains("is a per-CPU variable; say of which CPU");
    assertThat(ask("p", "init_task:0")).contains("has no per-CPU variable");
    assertThat(ask("p", "runqueues.cpu:77")).contains("no CPU 77");
    assertThat(ask("struct", "rq.cpu", "runqueues:0,1")).contains("cpu = 0,", "cpu = 1,");
    assertThat(ask("struct", "rq.cpu", ":1")).isEqualTo("  cpu = 1,\n");
  }

  @Test
  void whatNamesMean() {
    assertThat(ask("whatis", "init_task"))
        .startsWith("struct task_struct init_task;\nSIZE: ")
        .contains("\nADDRESS: ffffffff");
    assertThat(ask("whatis", "schedule")).startsWith("void schedule(void);\n");
    assertThat(ask("whatis", "wake_up_process"))
        .startsWith("int wake_up_process(struct task_struct *p);\n");
    assertThat(ask("whatis", "PIDTYPE_TGID")).isEqualTo("enum pid_type PIDTYPE_TGID = 1;\n");
    assertThat(ask("whatis", "atomic_t"))
        .isEqualTo("typedef struct {\n    int counter;\n} atomic_t;\nSIZE: 4\n");
    assertThat(ask("whatis", "init_task.mm->pgd")).isEqualTo("pgd_t *\nSIZE: 8\n");
    assertThat(ask("whatis", "struct", "list_head")).contains("struct list_head *next;");
    assertThat(ask("whatis", "runqueues")).startsWith("per-CPU: struct rq runqueues;\n");
    assertThat(ask("whatis", "xyzzy")).contains("no type, variable, function or enumerator xyzzy");
  }

  @Test
  void structuresBySizeAndMember() {
    assertThat(ask("whatis", "-r", "16")).startsWith("SIZE  TYPE\n").contains("struct list_head\n");
    assertThat(ask("whatis", "-r", "64-96", "-m", "struct rw_semaphore"))
        .startsWith("SIZE  TYPE ")
        .contains("MEMBER\n", "  rwsem\n")
        .doesNotContain("struct list_head");
    assertThat(ask("whatis", "-m", "mm_struct*")).contains("struct task_struct", "mm, active_mm");
    assertThat(ask("whatis", "-r", "5-3")).contains("no size, nor a range of sizes: 5-3");
    assertThat(ask("whatis", "-m", "xyzzy")).contains("no structure with a member xyzzy in");
    assertThat(ask("whatis", "-r", "16", "--json"))
        .contains("\"size\":16", "\"type\":\"struct list_head\"");
  }

  @Test
  void programsGetTheSame() {
    assertThat(ask("p", "init_task.pid", "--json"))
        .contains("\"expression\":\"init_task.pid\"", "\"type\":\"pid_t\"", "\"value\":0");
    assertThat(ask("whatis", "list_head", "--json"))
        .contains("\"kind\":\"type\"", "\"size\":16", "\"member\":\"next\"");
  }

  @Test
  void withoutDebugInformationItIsSaidWhatIsMissing() {
    Outcome outcome = run(SAMPLE.toString(), "p", "root_mountflags");
    assertThat(outcome.exit()).isEqualTo(CommandLine.FAILED);
    assertThat(outcome.err())
        .contains("no type for the variable root_mountflags", "--vmlinux FILE")
        .doesNotContain("\tat ");
    assertThat(ask("p", "*(int *)&root_mountflags")).startsWith("*(int *)&root_mountflags = ");
    assertThat(ask("whatis", "-l", "schedule")).contains("void schedule(void);", "--vmlinux FILE");
  }

  @Test
  void debugInformationKnowsOtherGlobals() throws IOException {
    String byHand = ask("p", "*(int *)&root_mountflags");
    assertThat(askWithVmlinux("p", "root_mountflags"))
        .isEqualTo(byHand.replace("*(int *)&root_mountflags", "root_mountflags"));
    assertThat(askWithVmlinux("whatis", "root_mountflags"))
        .contains("int root_mountflags;", "DECLARED: layouts-more.c:");
    assertThat(askWithVmlinux("whatis", "hidden")).contains("long secret;");
    assertThat(askWithVmlinux("p", "RED")).isEqualTo("RED = 0\n");
  }

  @Test
  void namesakesHaveToBeToldApart() throws IOException {
    assertThat(askWithVmlinux("p", "&count"))
        .contains("'layouts.c'::count", "'layouts-more.c'::count");
    assertThat(askWithVmlinux("p", "&'layouts.c'::count")).contains("= (int *) 0x");
  }

  @Test
  void staticVariablesInFunctionsAreVariablesToo() throws IOException {
    String plain = askWithVmlinux("p", "&visits");
    assertThat(plain).startsWith("&visits = (int *) 0x");
    assertThat(askWithVmlinux("p", "&visit::visits"))
        .isEqualTo(plain.replace("&visits", "&visit::visits"));
    assertThat(askWithVmlinux("p", "&visit::count")).contains("no variable");
    assertThat(askWithVmlinux("whatis", "visits"))
        .startsWith("int visits;\nSIZE: 4\nADDRESS: ")
        .contains("DECLARED: layouts.c:")
        .contains("(static, of visit())");
  }

  @Test
  void aStructThatIsLaidOutInAnotherWayIsSaid() throws IOException {
    assertThat(askWithVmlinux("struct", "list_head"))
        .contains("struct list_head *prev;\n}\nSIZE: 16")
        .contains(
            "BTF and debug information disagree about struct list_head: size 16, and 24 in"
                + " layouts-more.c:");
    assertThat(askWithVmlinux("struct", "task_struct", "-o")).doesNotContain("disagree");
  }
}
