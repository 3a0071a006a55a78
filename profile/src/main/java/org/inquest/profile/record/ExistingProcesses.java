package org.inquest.profile.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.inquest.profile.event.SystemTree;
import org.jspecify.annotations.Nullable;

/// Processes that were there before recording: names, parents, namespaces and what of files they
/// have mapped executable. One that ends while it is looked at is left out.
final class ExistingProcesses {
  private static final List<String> NAMESPACES =
      List.of("net", "uts", "ipc", "pid", "user", "mnt", "cgroup");
  private static final int MOST_MAPS = 65_536;

  private final Path proc;
  private final WrittenRecords out;
  private final Map<String, Optional<byte[]>> buildIds = new HashMap<>();
  private final Set<String> told = new HashSet<>();

  ExistingProcesses(SystemTree tree, WrittenRecords out) {
    this.proc = tree.path("/proc");
    this.out = out;
  }

  /// Tells of all processes that it has not told of.
  void all() {
    for (String name : SystemTree.names(proc)) {
      if (name.matches("\\d{1,9}")) {
        one(Integer.parseInt(name));
      }
    }
  }

  /// Tells of one process, unless it did before.
  void one(int pid) {
    Path folder = proc.resolve(String.valueOf(pid));
    Stat stat = stat(folder);
    // A number may be used again: the time of the start tells.
    if (stat == null || !told.add(pid + " " + stat.started)) {
      return;
    }
    namespaces(pid, folder);
    // The first thread is told first: the others share what it has.
    thread(pid, pid, stat.parent, folder);
    for (String thread : SystemTree.names(folder.resolve("task"))) {
      if (thread.matches("\\d{1,9}") && Integer.parseInt(thread) != pid) {
        thread(pid, Integer.parseInt(thread), pid, folder);
      }
    }
    maps(pid, folder);
  }

  private void thread(int pid, int tid, int parent, Path folder) {
    out.fork(pid, parent, tid, parent);
    SystemTree.text(folder.resolve("task").resolve(String.valueOf(tid)).resolve("comm"))
        .ifPresent(name -> out.name(pid, tid, name));
  }

  private record Stat(int parent, String started) {}

  /// proc_pid_stat(5): the name is in parentheses and may hold anything; the state follows.
  private static @Nullable Stat stat(Path folder) {
    String text = SystemTree.text(folder.resolve("stat")).orElse("");
    String[] fields = text.substring(text.lastIndexOf(')') + 1).strip().split(" ", -1);
    return fields.length < 20 || !fields[1].matches("\\d{1,9}")
        ? null
        : new Stat(Integer.parseInt(fields[1]), fields[19]);
  }

  private void namespaces(int pid, Path folder) {
    long[] devices = new long[NAMESPACES.size()];
    long[] inodes = new long[NAMESPACES.size()];
    for (int i = 0; i < inodes.length; i++) {
      try {
        Path file = folder.resolve("ns").resolve(NAMESPACES.get(i));
        devices[i] = (long) Files.getAttribute(file, "unix:dev");
        inodes[i] = (long) Files.getAttribute(file, "unix:ino");
      } catch (IOException | UnsupportedOperationException e) {
        return; // not ours to see
      }
    }
    out.namespaces(pid, devices, inodes);
  }

  private void maps(int pid, Path folder) {
    List<MapsLine> lines = new ArrayList<>();
    try (BufferedReader maps =
        new BufferedReader(
            new InputStreamReader(
                Files.newInputStream(folder.resolve("maps")), StandardCharsets.UTF_8))) {
      String line;
      for (int i = 0; i < MOST_MAPS && (line = maps.readLine()) != null; i++) {
        MapsLine.parse(line).filter(MapsLine::executable).ifPresent(lines::add);
      }
    } catch (IOException e) {
      return; // it has ended, or is not ours to see
    }
    for (MapsLine line : lines) {
      out.mapping(pid, line, buildId(folder, line));
    }
  }

  /// By `map_files`, which leads to the very file that is mapped, also where it was deleted or lies
  /// in a container; or, for who may not use that, by its path there.
  private Optional<byte[]> buildId(Path folder, MapsLine line) {
    if (!line.name().startsWith("/") || line.inode() == 0 && !line.name().startsWith("/memfd:")) {
      return Optional.empty();
    }
    String key = line.major() + ":" + line.minor() + ":" + line.inode() + " " + line.name();
    return buildIds.computeIfAbsent(
        key,
        k -> {
          String range = Long.toHexString(line.start()) + "-" + Long.toHexString(line.end());
          return FileBuildId.read(folder.resolve("map_files").resolve(range))
              .or(() -> FileBuildId.read(folder.resolve("root" + line.name())));
        });
  }
}
