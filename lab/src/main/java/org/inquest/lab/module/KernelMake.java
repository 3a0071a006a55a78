package org.inquest.lab.module;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// One run of kbuild over a folder of module sources, with this machine's compiler.
///
/// The kernel may have been built by another compiler, even a newer one. That is no fault: the C
/// that modules and kernels exchange is the same. But kbuild takes what the compiler can do from
/// the kernel's configuration, so an ability that ours lacks has to be taken back.
final class KernelMake {
  private static final Tool MAKE = new Tool("make", "make");
  private static final Tool GCC = new Tool("gcc", "gcc");
  private static final Duration LIMIT = Duration.ofMinutes(3);
  // The first is what the compiler says, the second the linker step of kbuild, the third make.
  private static final List<Pattern> COMPLAINTS =
      List.of(
          Pattern.compile("(?m)^(\\S+: (?:fatal )?error: .*)$"),
          Pattern.compile("(?m)^(ERROR: .*)$"),
          Pattern.compile("(?m)^(.*: not found|.*\\*\\*\\* .*)$"));

  private final KernelHeaders headers;
  private final Path folder;
  private final Consumer<String> progress;

  KernelMake(KernelHeaders headers, Path folder, Consumer<String> progress) {
    this.headers = headers;
    this.folder = folder;
    this.progress = progress;
  }

  /// What came of it.
  ///
  /// @param succeeded whether all modules were made
  /// @param output of make, compiler and linker
  record Result(boolean succeeded, String output) {
    /// The line that tells most: the first error of the compiler, of modpost, of make.
    String firstComplaint() {
      for (Pattern p : COMPLAINTS) {
        Matcher m = p.matcher(output);
        if (m.find()) {
          return m.group(1).strip();
        }
      }
      return output.lines().filter(l -> !l.isBlank()).reduce("no output", (a, b) -> b);
    }
  }

  /// Makes what the folder's `Kbuild` asks for.
  ///
  /// @throws Unavailable if make or gcc are missing, or it takes too long
  Result modules() throws IOException {
    refuseNames(folder);
    refuseNames(headers.build());
    compareCompilers();
    List<String> arguments = new ArrayList<>(headers.makeArguments());
    arguments.add("M=" + folder);
    // Debian's makefile names the very version that built the kernel ("gcc-10").
    arguments.add("CC=" + GCC.program());
    // An attribute that an older compiler does not know (counted_by) is its loss only.
    arguments.add("KCFLAGS=-Wno-attributes");
    arguments.addAll(withdrawnAbilities());
    arguments.addAll(pahole());
    arguments.add("modules");
    Tool.Outcome outcome = MAKE.attempt(arguments, Map.of(), LIMIT);
    return new Result(outcome.status() == 0, outcome.output());
  }

  private void compareCompilers() {
    String ours = GCC.run(List.of("-dumpfullversion"), Duration.ofSeconds(20)).strip();
    String theirs = headers.compiler();
    if (!theirs.isEmpty() && !theirs.endsWith(" " + ours)) {
      progress.accept("note: modules are built by gcc " + ours + ", the kernel by " + theirs);
    }
  }

  /// gcc 14 brought `-fmin-function-alignment`; without it the kernel's makefile falls back to
  /// `-falign-functions` ("kbuild: Use -fmin-function-alignment when available", v6.9).
  private List<String> withdrawnAbilities() {
    String ability = "CONFIG_CC_HAS_MIN_FUNCTION_ALIGNMENT";
    return headers.isSet(ability) && !understands("-fmin-function-alignment=16")
        ? List.of(ability + "=")
        : List.of();
  }

  private static boolean understands(String flag) {
    List<String> arguments =
        List.of("-Werror", flag, "-x", "c", "-c", "/dev/null", "-o", "/dev/null");
    return GCC.attempt(arguments, Map.of(), Duration.ofSeconds(20)).status() == 0;
  }

  /// Type information for the modules needs pahole, and a new one for new kernels.
  private List<String> pahole() throws IOException {
    if (headers.programs().isEmpty()) {
      return List.of();
    }
    Path script = folder.resolve("pahole");
    if (!Files.exists(script)) {
      headers.programs().get().writeLauncher("pahole", script);
    }
    return List.of("PAHOLE=" + script);
  }

  private static void refuseNames(Path folder) {
    if (folder.toString().matches(".*[\\s:#$%'].*")) {
      throw new Unavailable(
          "kernel modules can't be built in " + folder,
          "make takes no such character in a folder's name; choose another temporary or cache folder");
    }
  }
}
