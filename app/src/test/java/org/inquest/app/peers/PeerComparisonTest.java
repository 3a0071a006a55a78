package org.inquest.app.peers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.kernel.fs.FilePaths;
import org.inquest.kernel.mm.MappedArea;
import org.inquest.kernel.mm.MappedAreas;
import org.inquest.kernel.printk.KernelLog;
import org.inquest.kernel.printk.LogRecord;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.task.TaskStacks;
import org.inquest.kernel.task.Tasks;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Tasks, states, stacks, symbols and log of one dump as Inquest reads them (without debug
/// information) and as drgn and crash do (with it).
@Tag("lab")
@Timeout(2400)
class PeerComparisonTest {
  private static final String MADE_NOW = "made in the lab now";

  @TempDir static Path folder;

  /// The shared dumps whose debug package Debian may still have, and one made now, whose package it
  /// has for sure.
  static Stream<String> dumps() {
    Path shared = root().resolveSibling("shared").resolve("dumps");
    List<String> found = new ArrayList<>(List.of(MADE_NOW));
    for (String name : List.of("61-mmapsem", "61-null", "61-rtloop", "510-mmapsem")) {
      Path dump = shared.resolve(name + ".kdump");
      if (Files.isReadable(dump)) {
        found.add(dump.toString());
      }
    }
    return found.stream();
  }

  private static Path root() {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    return root;
  }

  private static Path made() {
    return MadeDump.of("idle-threads", "6.1", folder, Map.of("THREADS", "300", "PROCESSES", "3"));
  }

  @ParameterizedTest
  @MethodSource("dumps")
  void whatInquestReadsIsWhatThePeersRead(String which) throws Exception {
    Path dump = which.equals(MADE_NOW) ? made() : Path.of(which);
    Peers peers = Peers.ready(root());
    try (Target target = TargetOpener.open(List.of(dump))) {
      String release = target.vmcoreinfo().text("OSRELEASE").orElseThrow();
      Path vmlinux = peers.vmlinux(release);
      assumeTrue(vmlinux != null, "Debian no longer has the debug package of " + release);
      Tasks tasks = Tasks.read(target);
      Map<Long, PeerTask> theirs = parse(peers.drgnTasks(dump, vmlinux));
      compareTasks(tasks, theirs);
      compareStacks(tasks, new TaskStacks(target, tasks), theirs);
      compareCrash(target, tasks, peers, dump, vmlinux);
    }
  }

  /// One task as drgn sees it; `whole` is false where drgn could not walk its stack.
  private record PeerTask(int pid, String state, String comm, List<Long> frames, boolean whole) {}

  private static Map<Long, PeerTask> parse(List<String> lines) {
    Map<Long, PeerTask> tasks = new TreeMap<>();
    long last = 0;
    for (String line : lines) {
      String[] f = line.split("\t");
      switch (f[0]) {
        case "T" -> {
          last = Long.parseUnsignedLong(f[4].substring(2), 16);
          String comm = f.length > 5 ? f[5] : "";
          tasks.put(
              last, new PeerTask(Integer.parseInt(f[1]), f[3], comm, new ArrayList<>(), true));
        }
        case "F" -> tasks.get(last).frames.add(Long.parseUnsignedLong(f[1].substring(2), 16));
        case "E" ->
            tasks.computeIfPresent(
                last, (k, t) -> new PeerTask(t.pid, t.state, t.comm, t.frames, false));
        default -> {}
      }
    }
    return tasks;
  }

  private static void compareTasks(Tasks tasks, Map<Long, PeerTask> theirs) {
    assertThat(theirs).as("tasks that drgn printed").hasSizeGreaterThan(30);
    Map<Long, String> ours = new TreeMap<>();
    for (Task task : tasks.all()) {
      ours.put(task.address(), task.pid() + " " + letter(task) + " " + task.comm());
    }
    Map<Long, String> expected = new TreeMap<>();
    theirs.forEach((address, t) -> expected.put(address, t.pid + " " + t.state + " " + t.comm));
    assertThat(ours).isEqualTo(expected);
  }

  /// The letter that ps and drgn show.
  private static String letter(Task task) {
    return switch (task.state()) {
      case RUNNING -> "R";
      case INTERRUPTIBLE -> "S";
      case UNINTERRUPTIBLE -> "D";
      case IDLE -> "I";
      case STOPPED -> "T";
      case TRACED -> "t";
      case PARKED -> "P";
      case ZOMBIE -> "Z";
      case DEAD -> "X";
      default -> "?";
    };
  }

  private static void compareStacks(Tasks tasks, TaskStacks stacks, Map<Long, PeerTask> theirs) {
    List<String> differences = new ArrayList<>();
    for (Task task : tasks.all()) {
      PeerTask peer = theirs.get(task.address());
      Stack stack = stacks.of(task);
      List<Long> ours = stack.frames().stream().map(Frame::pc).filter(pc -> pc < 0).toList();
      if (peer.whole && !ours.equals(peer.frames)) {
        differences.add(
            task.title() + "\n  ours   " + hex(ours) + "\n  theirs " + hex(peer.frames));
      }
      assertThat(stack.frames()).as(task.title()).noneMatch(Frame::guess);
    }
    assertThat(differences).isEmpty();
  }

  /// What init has mapped: area, first and last address, flags, file.
  private static void compareAreas(Target target, Tasks tasks, List<String> lines) {
    List<String> theirs = new ArrayList<>();
    for (String line : lines) {
      String[] f = line.strip().split("\\s+");
      if (f.length >= 4
          && f[0].matches("[0-9a-f]{16}")
          && f[3].matches("[0-9a-f]+")
          && f[1].matches("[0-9a-f]{5,12}")
          && f[2].matches("[0-9a-f]{5,12}")) {
        theirs.add(String.join(" ", f));
      }
    }
    Task init = tasks.byPid(1).orElseThrow();
    FilePaths paths = new FilePaths(target);
    List<String> ours = new ArrayList<>();
    for (MappedArea area : new MappedAreas(target).all(init.mm()).items()) {
      String file = area.file() == 0 ? "" : paths.path(area.file()).orElse("?");
      ours.add(
          "%x %x %x %x %s"
              .formatted(area.address(), area.start(), area.end(), area.flags(), file)
              .strip());
    }
    assertThat(ours).hasSizeGreaterThan(5).isEqualTo(theirs);
  }

  private static String hex(List<Long> addresses) {
    return String.join(" ", addresses.stream().map(Long::toHexString).toList());
  }

  private static void compareCrash(Target target, Tasks tasks, Peers peers, Path dump, Path vmlinux)
      throws Exception {
    List<String> lines = peers.crash(dump, vmlinux, "ps", "log -T", "sym schedule", "vm 1");
    compareAreas(target, tasks, lines);
    List<String> expected = new ArrayList<>();
    for (String line : lines) {
      String[] f = line.replace('>', ' ').strip().split("\\s+", 9);
      if (f.length == 9 && f[3].matches("[0-9a-f]{16}")) {
        expected.add(f[0] + " " + f[3] + " " + f[4] + " " + f[8].replaceAll("^\\[|\\]$", ""));
      }
    }
    assertThat(
            tasks.all().stream()
                .map(t ->
                    t.pid()
                        + " "
                        + Long.toHexString(t.address())
                        + " "
                        + t.state().letters()
                        + " "
                        + t.comm())
                .toList())
        .containsExactlyInAnyOrderElementsOf(expected);
    String schedule = Long.toHexString(target.symbols().address("schedule")) + " (T) schedule";
    assertThat(lines).anyMatch(l -> l.startsWith(schedule));
    List<String> log = new ArrayList<>();
    for (LogRecord record : KernelLog.read(target).records()) {
      log.addAll(record.lines());
    }
    assertThat(log).hasSizeGreaterThan(100);
    String all = String.join("\n", lines);
    assertThat(log.stream().filter(l -> !l.isBlank() && !all.contains(l.strip())).toList())
        .as("log lines that crash does not print")
        .isEmpty();
  }
}
