package org.inquest.lab.build;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.inquest.lab.resource.ResourceFolders;

/// The kernels that the lab can build, found by looking which folders are there.
public final class KernelRecipes {
  private KernelRecipes() {}

  /// All of them, by name.
  public static List<KernelRecipe> all() {
    Map<String, Map<String, byte[]>> folders = ResourceFolders.below("kernels");
    return folders.entrySet().stream()
        .map(folder -> KernelRecipe.of(folder.getKey(), whole(folder, folders)))
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

  /// A kernel that is like another has its files too, but for those it is without.
  private static Map<String, byte[]> whole(
      Map.Entry<String, Map<String, byte[]>> folder, Map<String, Map<String, byte[]>> folders) {
    String like = KernelRecipe.like(folder.getKey(), folder.getValue());
    if (like.isEmpty()) {
      return folder.getValue();
    }
    Map<String, byte[]> other = folders.get(like);
    if (other == null) {
      throw new MalformedInput("kernel " + folder.getKey(), -1, "like = a kernel of ours", like);
    }
    Map<String, byte[]> files = new HashMap<>(other);
    KernelRecipe.without(folder.getKey(), folder.getValue()).forEach(files::remove);
    files.putAll(folder.getValue());
    return files;
  }
}
