package org.inquest.lab.run;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.build.BuiltKernel;
import org.inquest.lab.build.BuiltKernels;
import org.inquest.lab.debian.DebianKernels;
import org.inquest.lab.debian.GuestTools;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.guest.Accelerator;
import org.inquest.lab.guest.KvmProbe;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.module.ModuleBuilder;
import org.inquest.lab.module.ModuleSources;
import org.inquest.lab.process.Workspace;

/// What every guest needs, whatever is done in it: a kernel, an accelerator, programs, a folder
/// that vanishes.
public final class Workshop {
  private final LabCache cache;
  private final Path temporary;
  private final Optional<Accelerator> accelerator;
  private final Progress progress;

  /// @param cacheFolder the user's cache folder for Inquest's lab
  /// @param temporary where guests' files are kept while they run
  /// @param accelerator what runs guests; empty for the fastest that works here
  public Workshop(
      Path cacheFolder, Path temporary, Optional<Accelerator> accelerator, Progress progress) {
    this.cache = new LabCache(cacheFolder.toAbsolutePath());
    this.temporary = temporary.toAbsolutePath();
    this.accelerator = accelerator;
    this.progress = progress;
  }

  LabCache cache() {
    return cache;
  }

  /// Told how the work goes on.
  public Progress progress() {
    return progress;
  }

  /// The kernel of that name.
  ///
  /// A name of our own comes first: "hacks" is the kernel, a folder of that name is "./hacks".
  ///
  /// @param name a series ("6.1"), a release, a kernel built by the lab, or a path to a bzImage or
  ///   a folder with one
  /// @param flavour of a Debian kernel: "cloud-amd64"
  /// @param refresh look for a newer Debian kernel although the cache has one
  /// @throws Unavailable if it is not built yet, or the archive can't be asked
  public GuestKernel kernel(String name, String flavour, boolean refresh) {
    Optional<BuiltKernel> built = new BuiltKernels(cache).named(name);
    if (built.isPresent()) {
      return built.get().kernel();
    }
    Path path = Path.of(name);
    return Files.exists(path)
        ? GuestKernel.local(path.toAbsolutePath())
        : new DebianKernels(cache, progress::step).find(name, flavour, refresh);
  }

  /// busybox, linked statically.
  ///
  /// @throws Unavailable if the archive can't be asked
  public Path busybox() {
    return tools().busybox();
  }

  GuestTools tools() {
    return GuestTools.prepare(cache, progress::step);
  }

  /// An empty folder that vanishes with what runs in it.
  public Workspace workspace() {
    return Workspace.in(temporary);
  }

  /// Kernel modules, built for that kernel.
  ///
  /// @param folder for the build
  /// @return module name to ELF image, by name; none for none
  public SortedMap<String, byte[]> modules(ModuleSources sources, GuestKernel kernel, Path folder) {
    return new ModuleBuilder(cache, progress::step).build(sources, kernel, folder);
  }

  /// What runs guests of that kernel here.
  public Accelerator accelerator(GuestKernel kernel, Workspace workspace) {
    return accelerator.orElseGet(() ->
        cache.locked(() ->
            new KvmProbe(cache.root().resolve("accelerator"))
                .fastest(kernel.image(), workspace, progress::step)));
  }
}
