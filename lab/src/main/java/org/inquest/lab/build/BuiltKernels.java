package org.inquest.lab.build;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.debian.VersionOrder;

/// The kernels that were built on this machine.
public final class BuiltKernels {
  private final LabCache cache;

  /// @param cache where they are kept
  public BuiltKernels(LabCache cache) {
    this.cache = cache;
  }

  /// The kernel of a recipe as it is today; of several source versions, the newest.
  ///
  /// @return empty if it was never built, or the recipe has changed since
  public Optional<BuiltKernel> find(KernelRecipe recipe) {
    String digest = recipe.digest();
    return all().stream()
        .filter(k -> k.recipe().equals(recipe.name()) && k.digest().equals(digest))
        .max(Comparator.comparing(BuiltKernel::sourceVersion, new VersionOrder()));
  }

  /// The kernel of a name that a person gave.
  ///
  /// @return empty if no recipe has that name
  /// @throws Unavailable if there is such a recipe, but the kernel is not built yet
  public Optional<BuiltKernel> named(String name) {
    return KernelRecipes.find(name)
        .map(recipe ->
            find(recipe)
                .orElseThrow(() ->
                    new Unavailable(
                        "kernel " + name + " is not built yet",
                        "run 'inquest lab build-kernel " + name + "'")));
  }

  /// Kernels of the same name from other patches, another configuration or other source.
  List<BuiltKernel> supersededBy(BuiltKernel kernel) {
    return all().stream()
        .filter(k -> k.recipe().equals(kernel.recipe()) && !k.folder().equals(kernel.folder()))
        .toList();
  }

  private List<BuiltKernel> all() {
    try (Stream<Path> folders = Files.list(cache.kernels())) {
      return folders.flatMap(folder -> BuiltKernel.read(folder).stream()).toList();
    } catch (IOException e) {
      throw new Unavailable(
          "the kernel cache can't be read (" + e.getMessage() + ")", "remove " + cache.root());
    }
  }
}
