package org.inquest.lab.build;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// What a machine must have to build a kernel (`Documentation/process/changes.rst`), and the Debian
/// packages that bring it.
///
/// @param programs name to package
/// @param headers C header to package
record BuildTools(Map<String, String> programs, Map<String, String> headers) {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final Tool SHELL = new Tool("/bin/sh", "dash");
  private static final String ABSENT =
      "for p; do command -v \"$p\" >/dev/null 2>&1 || echo \"$p\"; done";

  /// What our kernels need: `pahole` makes BTF, `libelf` is what `objtool` reads and writes with.
  static BuildTools ofKernels() {
    Map<String, String> programs = new LinkedHashMap<>();
    programs.put("gcc", "gcc");
    programs.put("ld", "binutils");
    programs.put("make", "make");
    programs.put("flex", "flex");
    programs.put("bison", "bison");
    programs.put("bc", "bc");
    programs.put("perl", "perl");
    programs.put("pahole", "pahole");
    programs.put("patch", "patch");
    programs.put("tar", "tar");
    programs.put("xz", "xz-utils");
    programs.put("gzip", "gzip");
    return new BuildTools(programs, Map.of("stdio.h", "libc6-dev", "gelf.h", "libelf-dev"));
  }

  /// Wants all of it to be there.
  ///
  /// @throws Unavailable naming every package that is missing
  void require() {
    TreeSet<String> packages = new TreeSet<>();
    List<String> arguments = new ArrayList<>(List.of("-c", ABSENT, "sh"));
    arguments.addAll(programs.keySet());
    SHELL
        .run(arguments, LIMIT)
        .lines()
        .map(p -> programs.getOrDefault(p, p))
        .forEach(packages::add);
    headers.forEach((header, debianPackage) -> {
      // Without a compiler there is nothing to say about headers; their packages are wanted then.
      if (packages.contains("gcc") || !compiles(header)) {
        packages.add(debianPackage);
      }
    });
    if (!packages.isEmpty()) {
      throw new Unavailable(
          "a kernel can't be built without what is missing here",
          "apt-get install " + String.join(" ", packages));
    }
  }

  private static boolean compiles(String header) {
    List<String> arguments = List.of("-fsyntax-only", "-include", header, "-x", "c", "/dev/null");
    return new Tool("gcc", "gcc").attempt(arguments, Map.of(), LIMIT).status() == 0;
  }
}
