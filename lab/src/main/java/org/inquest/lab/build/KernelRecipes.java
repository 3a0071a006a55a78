package org.inquest.lab.build;

import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.NotFound;
import org.inquest.lab.resource.ResourceFolders;

/// The kernels that the lab can build, found by looking which folders are there.
public final class KernelRecipes {
  private KernelRecipes() {}

  /// All of them, by name.
  public static List<KernelRecipe> all() {
    return ResourceFolders.below("kernels").entrySet().stream()
        .map(folder -> KernelRecipe.of(folder.getKey(), folder.getValue()))
        .toList();
  }

  /// The one of that name, if there is such a folder.
  public static Optional<KernelRecipe> find(String name) {
    return all().stream().filter(r -> r.name().equals(name)).findFirst();
  }

  /// The one of that name.
  ///
  /// @throws NotFound if there is no such folder
  public static KernelRecipe named(String name) {
    return find(name)
        .orElseThrow(() ->
            new NotFound(
                "kernel", name, "the lab's own; 'inquest lab build-kernel --list' shows them"));
  }
}
