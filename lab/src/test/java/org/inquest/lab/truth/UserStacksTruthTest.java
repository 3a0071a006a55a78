package org.inquest.lab.truth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.inquest.diagnose.wait.WaitGraph;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.engine.user.UserUnwinder;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.inquest.kernel.user.Process;
import org.inquest.kernel.user.UserStacks;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.capture.DumpOptions;
import org.inquest.lab.debian.GuestTools;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.process.Tool;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenarios;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Stacks of programs whose calls are known, from the dump of a guest: they are those of the
/// programs' sources, and, frame by frame, those that gdb tells of a core file of the same moment.
///
/// A dump of this scenario is taken from the folder `inquest.lab.user.dumps`, if that is set, as
/// `KERNEL.kdump` and `KERNEL.truth`.
@Tag("lab")
class UserStacksTruthTest {
  private static final Tool GDB = new Tool("gdb", "gdb");

  /// The chain of calls of `chain.c`, without the C library's functions, innermost first.
  private static final List<String> CHAIN =
      List.of(
          "handler", "visited", "shape_visit", "outer", "outer", "outer", "outer", "outer", "main");

  private static final Path CACHE =
      Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab");

  /// By kernel: a guest takes most of a minute.
  private static final Map<String, Dump> TAKEN = new HashMap<>();

  @TempDir static Path dumps;

  @TempDir Path folder;

  private record Dump(Path file, Map<String, String> facts) {}

  @ParameterizedTest
  @ValueSource(strings = {"5.10", "6.1", "6.12", "7.x"})
  @Timeout(900)
  void framesAreWhatTheProgramsShow(String kernel) throws IOException {
    Dump dump = dump(kernel);
    try (Target target = TargetOpener.open(List.of(dump.file))) {
      UserStacks stacks = new UserStacks(target, ProgramFiles.NONE);
      Tasks tasks = Tasks.read(target);
      for (String program : List.of("chain", "chain-static", "chain-bare")) {
        check(target, stacks, task(tasks, dump, program + ".read"), "blocked_in_read");
        check(target, stacks, task(tasks, dump, program + ".fault"), "touch", "blocked_in_fault");
      }
      Task reader = task(tasks, dump, "chain.read");
      WaitGraph waits = WaitGraph.of(target, tasks, new TaskStacks(target, tasks));
      assertThat(waits.programOf(reader).orElseThrow().text())
          .startsWith("program: read+0x")
          .contains("called from blocked_in_read+0x");
      spoiledMemoryEnds(target, stacks, reader);
      Task clock = task(tasks, dump, "clock");
      assertThat(named(stacks, clock, stack(target, stacks, clock)))
          .containsSubsequence("ask", "main");
    }
  }

  /// Where the dump has the stacks but no page cache, files on disk are enough, and wrong ones cost
  /// what was in them.
  @Test
  @Timeout(900)
  void filesOnDiskAreEnough() throws IOException {
    Dump whole = dump("6.1");
    Path filtered = folder.resolve("filtered.kdump");
    GuestTools.Program tool =
        GuestTools.prepare(new LabCache(CACHE), step -> {}).program("makedumpfile");
    Path libraries = tool.libraries().getFirst().toAbsolutePath().getParent();
    new Tool(tool.loader().toString(), "libc6")
        .run(
            List.of(
                "--library-path",
                libraries.toString(),
                tool.path().toString(),
                "-z",
                "-d",
                "23",
                whole.file.toString(),
                filtered.toString()),
            Duration.ofMinutes(2));
    Path root = folder.resolve("root");
    try (Target target = TargetOpener.open(List.of(whole.file));
        Target without = TargetOpener.open(List.of(filtered))) {
      Tasks tasks = Tasks.read(target);
      for (String name : List.of("chain.read", "chain.fault", "chain-static.read")) {
        Task task = task(tasks, whole, name);
        new ProcessCore(target, task).writeFiles(root);
        List<Long> expected = pcs(target, ProgramFiles.NONE, task);
        assertThat(expected).hasSizeGreaterThan(12);
        assertThat(pcs(without, ProgramFiles.NONE, task)).hasSize(1);
        ProgramFiles disk = new ProgramFiles(Optional.of(root), Optional.empty());
        assertThat(pcs(without, disk, task)).as(name).isEqualTo(expected);
      }
      Path libc = root.resolve("lib/x86_64-linux-gnu/libc.so.6");
      Files.write(libc, new byte[1], StandardOpenOption.APPEND);
      Task task = task(tasks, whole, "chain.fault");
      UserStacks stacks =
          new UserStacks(without, new ProgramFiles(Optional.of(root), Optional.empty()));
      Stack broken = stack(without, stacks, task);
      assertThat(named(stacks, task, broken)).startsWith("touch", "blocked_in_fault", "handler");
      assertThat(broken.detail()).contains("libc.so.6", "bytes, the one mapped");
    }
  }

  private static List<Long> pcs(Target target, ProgramFiles files, Task task) {
    return stack(target, new UserStacks(target, files), task).frames().stream()
        .map(Frame::pc)
        .toList();
  }

  /// Whatever a wild pointer left on the stack, in the program or in its call frame information.
  private static void spoiledMemoryEnds(Target target, UserStacks stacks, Task task) {
    Stack good = stack(target, stacks, task);
    Process process = stacks.process(task);
    Random random = new Random(3);
    for (int i = 0; i < 2_000; i++) {
      long spoiled = 1L << random.nextInt(12);
      long value = random.nextBoolean() ? random.nextLong() : good.frames().getFirst().sp();
      Stack stack =
          new UserUnwinder(
                  target.arch().userStacks().orElseThrow(),
                  (address, bytes, offset, length) -> {
                    process.memory().read(address, bytes, offset, length);
                    if ((address >>> 3) % (spoiled + 1) == 0 && length == Long.BYTES) {
                      for (int b = 0; b < length; b++) {
                        bytes[offset + b] = (byte) (value >>> 8 * b);
                      }
                    }
                  },
                  process)
              .unwind(good.frames().getFirst().registers().orElseThrow());
      assertThat(stack.frames()).isNotEmpty().hasSizeLessThanOrEqualTo(2048);
    }
  }

  private void check(Target target, UserStacks stacks, Task task, String... blocked)
      throws IOException {
    Stack stack = stack(target, stacks, task);
    List<String> wanted = new ArrayList<>(List.of(blocked));
    wanted.addAll(CHAIN);
    List<String> ours = named(stacks, task, stack);
    ours.retainAll(wanted);
    assertThat(ours).as(task.title()).isEqualTo(wanted);
    assertThat(stack.end()).as(task.title()).isEqualTo(Stack.End.BOTTOM);
    assertThat(stack.frames()).noneMatch(Frame::guess);
    assertThat(stack.frames().stream().map(Frame::origin)).contains(Frame.Origin.SIGNAL);

    Path root = folder.resolve("root");
    ProcessCore core = new ProcessCore(target, task);
    core.writeFiles(root);
    // gdb follows frame pointers by reading prologues, and finds no way out of some of those.
    if (!task.comm().equals("chain-bare")) {
      Path file = folder.resolve("core." + task.pid());
      Registers start = stack.frames().getFirst().registers().orElseThrow();
      core.write(file, start, stacks.process(task).memory());
      assertThat(stack.frames().stream().map(f -> Long.toHexString(f.pc())).toList())
          .as(task.title())
          .isEqualTo(gdb(root, root.resolve("bin").resolve(task.comm()), file));
    }
  }

  private static List<String> gdb(Path root, Path program, Path core) {
    String out =
        GDB.run(
            List.of(
                "-nx",
                "-batch",
                "-ex",
                "set sysroot " + root,
                "-ex",
                "set debuginfod enabled off",
                "-ex",
                "set backtrace past-main on",
                "-ex",
                "file " + program,
                "-ex",
                "core-file " + core,
                "-ex",
                "frame apply all -q p/x $pc"),
            Duration.ofMinutes(2));
    return out.lines()
        .filter(line -> line.matches("\\$\\d+ = 0x[0-9a-f]+"))
        .map(line -> line.substring(line.indexOf("0x") + 2))
        .toList();
  }

  private static Stack stack(Target target, UserStacks stacks, Task task) {
    return stacks.of(task, new TaskStacks(target, Tasks.read(target)).walk(task)).orElseThrow();
  }

  private static List<String> named(UserStacks stacks, Task task, Stack stack) {
    List<String> names = new ArrayList<>();
    for (Frame frame : stack.frames()) {
      stacks
          .place(task, frame.lookupPc())
          .flatMap(UserStacks.Place::symbol)
          .map(Symbol::name)
          .ifPresent(names::add);
    }
    return names;
  }

  private static Task task(Tasks tasks, Dump dump, String name) {
    String pid = dump.facts.get(name + ".pid");
    assertThat(pid).as(name).isNotNull();
    return tasks.byPid(Integer.parseInt(pid)).orElseThrow();
  }

  private static Dump dump(String kernel) throws IOException {
    Dump known = TAKEN.get(kernel);
    if (known == null) {
      known = taken(kernel);
      TAKEN.put(kernel, known);
    }
    return known;
  }

  private static Dump taken(String kernel) throws IOException {
    String given = System.getProperty("inquest.lab.user.dumps", "");
    Path made = Path.of(given, kernel + ".kdump");
    if (!given.isEmpty() && Files.exists(made)) {
      Map<String, String> facts = new HashMap<>();
      for (String line : Files.readAllLines(Path.of(given, kernel + ".truth"))) {
        facts.put(line.substring(0, line.indexOf('=')), line.substring(line.indexOf('=') + 1));
      }
      return new Dump(made, facts);
    }
    Lab lab = new Lab(CACHE, dumps.resolve("tmp"), Progress.SILENT);
    // Zeros alone are left out: programs' pages and their files' stay.
    Capture capture = Capture.parse("kdump", new DumpOptions(1, DumpOptions.Compression.ZSTD));
    RunReport run =
        lab.run(
            new RunRequest(
                Scenarios.named("user-stacks"),
                kernel,
                false,
                capture,
                dumps.resolve("out"),
                kernel,
                Map.of()));
    return new Dump(run.dumps().getFirst(), run.truth().facts());
  }
}
