package org.inquest.app.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// crash and drgn of Debian sid, in a folder of their own, with the debug package of a dump's
/// kernel. Made once by the scripts under `bench/peers`, then kept in the user's cache folder.
final class Peers {
  private final Path scripts;
  private final Path cache;

  private Peers(Path scripts, Path cache) {
    this.scripts = scripts;
    this.cache = cache;
  }

  /// The top folder of the sources.
  static Path root() {
    Path root = Path.of(System.getProperty("inquest.root", ".")).toAbsolutePath().normalize();
    while (!Files.isDirectory(root.resolve("bench/peers"))) {
      root = root.getParent();
    }
    return root;
  }

  /// The peers, set up where they are not yet.
  ///
  /// @throws IllegalStateException with what the script said last, where they can't be had
  static Peers ready(Path root) throws IOException, InterruptedException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "inquest", "peers");
    Files.createDirectories(cache);
    Peers peers = new Peers(root.resolve("bench/peers"), cache);
    Result setup = peers.run(900, peers.script("setup-peers.sh"), peers.tree());
    if (setup.status != 0) {
      throw new IllegalStateException("crash and drgn can't be set up: " + setup.last());
    }
    return peers;
  }

  /// Only the scripts that need no tree: debug packages.
  static Peers debugPackages(Path root) throws IOException {
    Path cache = Path.of(System.getProperty("user.home"), ".cache", "inquest", "peers");
    Files.createDirectories(cache);
    return new Peers(root.resolve("bench/peers"), cache);
  }

  /// The vmlinux of the newest build that fits.
  ///
  /// @param release with a star for the build: `6.1.*-cloud-amd64`
  /// @throws IllegalStateException with what the script said last, where it can't be had
  Path newestVmlinux(String release, String suite) throws IOException, InterruptedException {
    Path dbg = cache.resolve("dbg");
    Result fetched = run(900, script("fetch-dbg.sh"), release, suite, dbg.toString());
    if (fetched.status != 0) {
      throw new IllegalStateException("no vmlinux of " + release + ": " + fetched.last());
    }
    return dbg.resolve(fetched.last()).resolve("vmlinux");
  }

  /// The folder with the debug files of some modules of the newest build that fits.
  ///
  /// @throws IllegalStateException as above
  Path modules(String release, String suite, List<String> names)
      throws IOException, InterruptedException {
    Path dbg = cache.resolve("dbg");
    List<String> command =
        new ArrayList<>(List.of(script("fetch-dbg.sh"), release, suite, dbg.toString()));
    command.addAll(names);
    Result fetched = run(900, command.toArray(String[]::new));
    if (fetched.status != 0) {
      throw new IllegalStateException("no modules of " + release + ": " + fetched.last());
    }
    return dbg.resolve(fetched.last()).resolve("modules");
  }

  /// The vmlinux of a kernel release, or empty text with the reason on `reason`.
  ///
  /// @return null where Debian no longer has that build
  Path vmlinux(String release) throws IOException, InterruptedException {
    String suite =
        release.startsWith("5.10.")
            ? "bullseye"
            : release.startsWith("6.1.") || release.contains("+deb12")
                ? "bookworm"
                : release.startsWith("6.12.") ? "trixie" : "sid";
    Path dbg = cache.resolve("dbg");
    Result fetched = run(900, script("fetch-dbg.sh"), release, suite, dbg.toString());
    return fetched.status == 0 ? dbg.resolve(release).resolve("vmlinux") : null;
  }

  /// The lines of `drgn_tasks.py`.
  List<String> drgnTasks(Path dump, Path vmlinux) throws IOException, InterruptedException {
    return inTree(
        dump, vmlinux, "python3", script("drgn_tasks.py"), dump.toString(), vmlinux.toString());
  }

  /// The lines of `drgn_locals.py`.
  List<String> drgnLocals(Path dump, Path vmlinux) throws IOException, InterruptedException {
    return inTree(
        dump, vmlinux, "python3", script("drgn_locals.py"), dump.toString(), vmlinux.toString());
  }

  /// The lines of `drgn_layouts.py`.
  List<String> drgnLayouts(Path vmlinux, Collection<String> names)
      throws IOException, InterruptedException {
    Path list = Files.createTempFile(cache, "names", ".txt");
    try {
      Files.write(list, names);
      return inTree(
          vmlinux,
          vmlinux,
          "python3",
          script("drgn_layouts.py"),
          vmlinux.toString(),
          list.toString());
    } finally {
      Files.delete(list);
    }
  }

  /// What pahole prints of all structs in debugging information; empty where it is not installed.
  Map<String, PaholeStruct> pahole(Path vmlinux) throws IOException, InterruptedException {
    if (!Files.isExecutable(Path.of("/usr/bin/pahole"))) {
      return Map.of();
    }
    Result printed = run(900, "/usr/bin/pahole", "-F", "dwarf", vmlinux.toString());
    if (printed.status != 0) {
      throw new IllegalStateException("pahole: " + printed.last());
    }
    return PaholeStruct.parse(printed.lines);
  }

  /// What crash prints for some of its commands, one after the other.
  List<String> crash(Path dump, Path vmlinux, String... commands)
      throws IOException, InterruptedException {
    Path script = Files.createTempFile(cache, "crash", ".cmd");
    try {
      Files.writeString(script, "set scroll off\n" + String.join("\n", commands) + "\nquit\n");
      return inTree(
          dump,
          vmlinux,
          "crash",
          "-s",
          "-i",
          script.toString(),
          vmlinux.toString(),
          dump.toString());
    } finally {
      Files.delete(script);
    }
  }

  private List<String> inTree(Path dump, Path vmlinux, String... command)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of(script("run-peer.sh"), tree()));
    all.addAll(List.of(command));
    ProcessBuilder builder = new ProcessBuilder(all);
    builder
        .environment()
        .put(
            "PEERS_BIND",
            String.join(
                ":", List.of(dump.getParent().toString(), cache.toString(), scripts.toString())));
    return run(600, builder).lines;
  }

  private String tree() {
    return cache.resolve("sid").toString();
  }

  private String script(String name) {
    return scripts.resolve(name).toString();
  }

  private record Result(int status, List<String> lines) {
    String last() {
      return lines.isEmpty() ? "nothing was said" : lines.getLast();
    }
  }

  private Result run(int seconds, String... command) throws IOException, InterruptedException {
    return run(seconds, new ProcessBuilder(command));
  }

  private Result run(int seconds, ProcessBuilder builder) throws IOException, InterruptedException {
    Path output = Files.createTempFile(cache, "peer", ".out");
    try {
      Process process =
          builder
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .start();
      if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        return new Result(-1, List.of("no answer within " + seconds + " s"));
      }
      String text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
      return new Result(process.exitValue(), text.lines().toList());
    } finally {
      Files.delete(output);
    }
  }
}
