package org.inquest.lab.truth;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.inquest.lab.build.BuiltKernels;
import org.inquest.lab.build.KernelRecipes;
import org.inquest.lab.debian.LabCache;

/// The kernel with the book's bugs, where this machine has it: built by `lab build-kernel hacks`,
/// or in the folder of shared inputs.
final class HacksKernel {
  private static final String NAME = "hacks";
  // The shared build makes the late call in its own way: by itself, some seconds after the start.
  private static final String OURS_ONLY = "init-call-late";

  private HacksKernel() {}

  /// What to give `--kernel` for a scenario.
  ///
  /// @return empty if this machine has no such kernel
  static Optional<String> find(Path cache, String scenario) {
    if (new BuiltKernels(new LabCache(cache)).find(KernelRecipes.named(NAME)).isPresent()) {
      return Optional.of(NAME);
    }
    Path root = Path.of(System.getProperty("inquest.root", "..")).toAbsolutePath().normalize();
    Path shared = root.resolveSibling("shared").resolve("lab-kernels/hacks-6.1");
    return Files.exists(shared.resolve("bzImage")) && !scenario.startsWith(OURS_ONLY)
        ? Optional.of(shared.toString())
        : Optional.empty();
  }
}
