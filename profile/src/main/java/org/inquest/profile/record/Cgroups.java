package org.inquest.profile.record;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.profile.event.SystemTree;

/// The hierarchy of cgroups that events know: that of the controller `perf_event` where it is
/// mounted by itself (version 1), else the unified one (`Documentation/admin-guide/cgroup-v2.rst`).
final class Cgroups {
  private static final int MOST = 20_000;
  private final Path top;

  private Cgroups(Path top) {
    this.top = top;
  }

  /// The hierarchy of a machine; empty where none is mounted.
  static Optional<Cgroups> of(SystemTree tree) {
    Optional<Path> unified = Optional.empty();
    for (String line : SystemTree.text(tree.path("/proc/self/mounts")).orElse("").split("\n", -1)) {
      String[] words = line.split(" ", -1);
      if (words.length > 3 && words[1].startsWith("/")) {
        if (words[2].equals("cgroup") && ("," + words[3] + ",").contains(",perf_event,")) {
          return Optional.of(new Cgroups(tree.path(words[1])));
        }
        if (words[2].equals("cgroup2")) {
          unified = Optional.of(tree.path(words[1]));
        }
      }
    }
    return unified.map(Cgroups::new);
  }

  /// The folder of a cgroup.
  ///
  /// @param name its path in the hierarchy, or the folder itself
  /// @throws NotFound where there is none
  static Path folder(SystemTree tree, String name) {
    Cgroups all =
        of(tree)
            .orElseThrow(() ->
                new Unavailable(
                    "no hierarchy of cgroups is mounted that events know",
                    "mount -t cgroup2 none /sys/fs/cgroup"));
    Path asPath = Path.of(name);
    Path folder =
        asPath.startsWith(all.top) ? asPath : all.top.resolve(name.replaceFirst("^/+", ""));
    if (!Files.isDirectory(folder) || !folder.normalize().startsWith(all.top)) {
      throw new NotFound(
          "cgroup", name, all.top + "; systemd-cgls and docker inspect show what there is");
    }
    return folder;
  }

  /// Tells of all cgroups: a sample has the number only, which is the folder's inode.
  void write(WrittenRecords out) {
    for (Path folder : folders()) {
      try {
        long id = (long) Files.getAttribute(folder, "unix:ino");
        String path = "/" + top.relativize(folder);
        out.cgroup(id, path);
      } catch (IOException | UnsupportedOperationException e) {
        // It went away meanwhile: nobody is in it.
      }
    }
  }

  private List<Path> folders() {
    List<Path> out = new ArrayList<>();
    Deque<Path> open = new ArrayDeque<>(List.of(top));
    while (!open.isEmpty() && out.size() < MOST) {
      Path folder = open.removeFirst();
      out.add(folder);
      for (String name : SystemTree.names(folder)) {
        Path child = folder.resolve(name);
        if (Files.isDirectory(child)) {
          open.addLast(child);
        }
      }
    }
    return out;
  }
}
