package org.inquest.profile.record;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Files that were mapped, and their build-ids: for the file's own table, where the kernel does not
/// put them into its records (before 5.12). A file is looked up through the process, whose
/// namespace may be that of a container.
final class MappedNames {
  private static final int MOST = 100_000;
  private final Path proc;
  private final Map<String, Optional<byte[]>> known = new LinkedHashMap<>();

  /// @param proc `/proc`
  MappedNames(Path proc) {
    this.proc = proc;
  }

  void add(int pid, byte[] name, int length) {
    String path = new String(name, 0, length, StandardCharsets.UTF_8);
    if (path.startsWith("/") && known.size() < MOST) {
      known.computeIfAbsent(path, p -> FileBuildId.read(proc.resolve(pid + "/root" + p)));
    }
  }

  /// Files with a build-id.
  Map<String, byte[]> found() {
    Map<String, byte[]> out = new LinkedHashMap<>();
    known.forEach((name, id) -> id.ifPresent(bytes -> out.put(name, bytes)));
    return out;
  }
}
