package org.inquest.lab.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.DebianHeaders;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.debian.Userland;
import org.inquest.lab.kernel.GuestKernel;

/// What is needed to build modules for one kernel.
///
/// @param release as `uname -r` prints it
/// @param build the folder with `.config`, `Module.symvers` and the generated headers
/// @param makeArguments what `make` is given to work in it
/// @param programs where newer build programs than this machine's are; empty for a kernel that was
///   built on this machine
record KernelHeaders(
    String release, Path build, List<String> makeArguments, Optional<Userland> programs) {
  private static final Pattern COMPILER = Pattern.compile("(?m)^CONFIG_CC_VERSION_TEXT=\"(.*)\"$");

  /// The headers of a kernel: the build tree that lies beside a kernel of one's own, or Debian's
  /// packages.
  ///
  /// @throws Unavailable if a kernel of one's own has no build tree, or the archive can't be asked
  static KernelHeaders of(GuestKernel kernel, LabCache cache, Consumer<String> progress) {
    Optional<Path> tree = kernel.buildTree();
    if (tree.isPresent()) {
      return new KernelHeaders(
          kernel.release(), tree.get(), List.of("-C", tree.get().toString()), Optional.empty());
    }
    if (!kernel.image().startsWith(cache.kernels())) {
      throw new Unavailable(
          "modules can't be built for " + kernel.image(),
          "put a link 'build' to the tree it was built in (or to its headers) beside it");
    }
    DebianHeaders headers = new DebianHeaders(cache, progress);
    return debian(kernel.release(), headers.root(kernel.release()), headers.programs());
  }

  /// Debian's makefile of a flavour does nothing but include the common one by an absolute path
  /// below `/usr/src`, where ours are not. Naming the common one to make comes to the same.
  static KernelHeaders debian(String release, Path root, Userland programs) {
    Path sources = root.resolve("usr/src");
    Path build = sources.resolve("linux-headers-" + release);
    List<String> arguments =
        List.of(
            "-C",
            build.toString(),
            "-f",
            common(sources).resolve("Makefile").toString(),
            "KBUILD_OUTPUT=" + build);
    return new KernelHeaders(release, build, arguments, Optional.of(programs));
  }

  /// The compiler that built the kernel, as it names itself; empty if the configuration is older
  /// than that entry (v4.18).
  String compiler() {
    Matcher m = COMPILER.matcher(configuration());
    return m.find() ? m.group(1) : "";
  }

  /// Whether a switch of the kernel's configuration is on.
  boolean isSet(String option) {
    return configuration().contains("\n" + option + "=y\n");
  }

  /// Bytes that differ where modules can't be exchanged: two builds may report one release.
  byte[] fingerprint() {
    Path symbols = build.resolve("Module.symvers");
    try {
      return Files.readAllBytes(Files.exists(symbols) ? symbols : build.resolve(".config"));
    } catch (IOException e) {
      throw unreadable(build, e);
    }
  }

  private String configuration() {
    try {
      return Files.readString(build.resolve(".config"));
    } catch (IOException e) {
      throw unreadable(build, e);
    }
  }

  private static Path common(Path sources) {
    try (Stream<Path> all = Files.list(sources)) {
      return all.filter(p -> p.getFileName().toString().matches("linux-headers-.*-common"))
          .findFirst()
          .orElseThrow(() ->
              new Unavailable(
                  sources + " lacks the common headers", "remove it, to fetch it again"));
    } catch (IOException e) {
      throw unreadable(sources, e);
    }
  }

  private static Unavailable unreadable(Path p, IOException e) {
    return new Unavailable(
        p + " is no folder to build modules in", "remove it (" + e.getMessage() + ")");
  }
}
