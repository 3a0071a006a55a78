package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.app.cli.CommandLine;
import org.inquest.app.cli.Terminal;
import org.inquest.app.command.KernelFiles;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.debug.frame.DebugObject;
import org.inquest.engine.debug.frame.FrameScope;
import org.inquest.engine.debug.frame.FrameVariable;
import org.inquest.engine.debug.frame.FrameVariable.Value;
import org.inquest.engine.debug.frame.FrameVariables;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The variables of all tasks' frames in four kernels' dumps, by DWARF 4 and 5 of four compilers,
/// as Inquest tells them and as drgn does: name by name, byte by byte.
@Tag("lab")
@Timeout(1200)
class LocalsComparisonTest {
  private static final int MAX_BYTES = 64;

  /// No dump of this series is kept: the lab makes one.
  private static final String MADE = "6.12";

  @TempDir private Path folder;

  private enum Outcome {
    SAME_VALUE,
    BOTH_NONE,
    /// Entry values by call sites or machine code, registers by machine code: drgn has neither.
    WE_MORE,
    THEY_MORE,
    DIFFER,
    NAME_MISSING,
    OTHER_FRAMES
  }

  private record PeerFrame(long pc, boolean inlined, Map<String, String> locals) {}

  private final Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
  private final List<String> wrong = new ArrayList<>();

  @ParameterizedTest
  @CsvSource({
    "61-mmapsem, 1500",
    "61-null, 1100",
    "510-mmapsem, 1200",
    "6.12, 800",
    "72-mmapsem, 800"
  })
  void whatDrgnTellsIsTheSame(String name, int atLeast) throws Exception {
    Path root = root();
    Path dump =
        name.equals(MADE)
            ? MadeDump.of("mmap-deadlock", MADE, folder, Map.of())
            : root.resolveSibling("shared").resolve("dumps").resolve(name + ".kdump");
    assumeTrue(Files.isReadable(dump), dump + " is not at hand");
    Peers peers = Peers.ready(root);
    try (Target target = TargetOpener.open(List.of(dump))) {
      Path vmlinux = peers.vmlinux(target.vmcoreinfo().text("OSRELEASE").orElseThrow());
      assumeTrue(vmlinux != null, "Debian no longer has the debug package of " + name);
      Map<Long, List<PeerFrame>> theirs = parse(peers.drgnLocals(dump, vmlinux));
      try (ElfFile elf = ElfFile.read(MappedFile.open(vmlinux))) {
        compare(target, elf, theirs);
      }
    }
    assertThat(wrong).as(name + " " + counts).isEmpty();
    assertThat(counts.get(Outcome.SAME_VALUE)).as(name + " " + counts).isGreaterThan(atLeast);
    assertThat(counts).containsKey(Outcome.WE_MORE);
  }

  /// What a person sees: schedule() keeps the task it puts to sleep in a variable.
  @Test
  void btShowsThem() throws Exception {
    Path root = root();
    Path dump = root.resolveSibling("shared").resolve("dumps").resolve("61-mmapsem.kdump");
    assumeTrue(Files.isReadable(dump), dump + " is not at hand");
    Path vmlinux = Peers.ready(root).vmlinux("6.1.0-56-cloud-amd64");
    assumeTrue(vmlinux != null, "Debian no longer has the debug package of " + dump);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrintStream errors = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
    new CommandLine(out, errors, Terminal.none())
        .run(List.of("--vmlinux", vmlinux.toString(), dump.toString(), "bt", "-A", "1"));
    String text = out.toString(StandardCharsets.UTF_8);
    Matcher task = Pattern.compile("TASK: (\\w+)").matcher(text);
    assertThat(task.find()).isTrue();
    assertThat(text)
        .contains("in context_switch (inlined)")
        .contains("local struct task_struct *tsk = 0x" + task.group(1));
  }

  private static Path root() {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    return root;
  }

  private static Map<Long, List<PeerFrame>> parse(List<String> lines) {
    Map<Long, List<PeerFrame>> tasks = new HashMap<>();
    List<PeerFrame> frames = new ArrayList<>();
    for (String line : lines) {
      String[] f = line.split("\t");
      switch (f[0]) {
        case "T" -> {
          frames = new ArrayList<>();
          tasks.put(Long.parseUnsignedLong(f[1], 16), frames);
        }
        case "F" ->
            frames.add(
                new PeerFrame(Long.parseUnsignedLong(f[1], 16), f[2].equals("1"), new TreeMap<>()));
        case "L" -> frames.getLast().locals.put(f[1], f[2]);
        default -> {}
      }
    }
    return tasks;
  }

  private void compare(Target target, ElfFile vmlinux, Map<Long, List<PeerFrame>> theirs) {
    DebugObject kernel =
        new DebugObject(vmlinux, section -> 0, KernelFiles.shift(vmlinux, target), wrong::add);
    Tasks tasks = Tasks.read(target);
    TaskStacks stacks = new TaskStacks(target, tasks);
    TargetFunctions functions = new TargetFunctions(target);
    for (Task task : tasks.all()) {
      List<PeerFrame> peer = theirs.getOrDefault(task.address(), List.of());
      List<Frame> frames = stacks.of(task).frames();
      FrameVariables variables =
          new FrameVariables(
              target,
              pc -> target.modules().at(pc).isEmpty() ? Optional.of(kernel) : Optional.empty(),
              functions,
              frames);
      int next = 0;
      for (int level = 0; level < frames.size() && next < peer.size(); level++) {
        int from = next;
        while (next < peer.size() && peer.get(next).pc == frames.get(level).pc()) {
          next++;
          if (!peer.get(next - 1).inlined) {
            break;
          }
        }
        compare(task, level, variables.at(level), peer.subList(from, next));
      }
    }
  }

  private void compare(Task task, int level, List<FrameScope> ours, List<PeerFrame> theirs) {
    String where = task.title() + " #" + level;
    boolean theyKnow = theirs.stream().anyMatch(f -> !f.locals.isEmpty());
    if (ours.isEmpty() ? theyKnow : !theirs.isEmpty() && ours.size() != theirs.size()) {
      count(Outcome.OTHER_FRAMES, where + ": " + ours.size() + " and " + theirs.size() + " scopes");
      return;
    }
    for (int i = 0; i < Math.min(ours.size(), theirs.size()); i++) {
      Map<String, FrameVariable> own = new HashMap<>();
      // Of several with one name drgn shows the innermost, which comes last.
      ours.get(i).variables().forEach(v -> own.put(v.name(), v));
      for (Map.Entry<String, String> their : theirs.get(i).locals.entrySet()) {
        FrameVariable variable = own.get(their.getKey());
        Outcome outcome =
            variable == null ? Outcome.NAME_MISSING : outcome(variable, their.getValue());
        count(outcome, where + " " + their + " and " + variable);
      }
    }
  }

  private void count(Outcome outcome, String what) {
    counts.merge(outcome, 1, Integer::sum);
    switch (outcome) {
      case SAME_VALUE, BOTH_NONE, WE_MORE -> {}
      case THEY_MORE, DIFFER, NAME_MISSING, OTHER_FRAMES -> wrong.add(outcome + " " + what);
    }
  }

  private static Outcome outcome(FrameVariable ours, String theirs) {
    boolean theyHave = !List.of("absent", "fault", "error").contains(theirs);
    if (!(ours.value() instanceof Value.Known known)) {
      return theyHave ? Outcome.THEY_MORE : Outcome.BOTH_NONE;
    }
    if (!theyHave) {
      return Outcome.WE_MORE;
    }
    int size = (int) Math.min(MAX_BYTES, known.object().type().size());
    try {
      byte[] bytes = known.object().memory().read(known.object().address(), size);
      return HexFormat.of().formatHex(bytes).equals(theirs) ? Outcome.SAME_VALUE : Outcome.DIFFER;
    } catch (MemoryFault e) {
      return Outcome.DIFFER;
    }
  }
}
