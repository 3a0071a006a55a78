package org.inquest.lab.build;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.debian.Archive;
import org.inquest.lab.debian.LabCache;
import org.inquest.lab.debian.Mirror;
import org.inquest.lab.process.Workspace;

/// Builds a kernel from its recipe and keeps it in the cache.
///
/// All happens in a folder of this process; the finished kernel is moved to its place by one
/// rename. An interrupted build leaves nothing that looks like a kernel, and the next build sweeps
/// up what may be left of it.
public final class KernelBuilder {
  // Measured for 6.1: package and archive of the source 0.3 GB, source 1.5 GB, objects 1 GB.
  private static final long ROOM = 4L << 30;

  private final LabCache cache;
  private final BuildTools tools;
  private final long room;
  private final Consumer<String> progress;

  /// @param cacheFolder the user's cache folder for Inquest's lab
  /// @param progress told in one line what takes long
  public KernelBuilder(Path cacheFolder, Consumer<String> progress) {
    this(new LabCache(cacheFolder.toAbsolutePath()), BuildTools.ofKernels(), ROOM, progress);
  }

  KernelBuilder(LabCache cache, BuildTools tools, long room, Consumer<String> progress) {
    this.cache = cache;
    this.tools = tools;
    this.room = room;
    this.progress = progress;
  }

  /// What came of a build.
  ///
  /// @param kernel the kernel
  /// @param cached whether it was there already
  public record Result(BuiltKernel kernel, boolean cached) {}

  /// The kernel of a recipe, if it is built already.
  public Optional<BuiltKernel> find(KernelRecipe recipe) {
    return new BuiltKernels(cache).find(recipe);
  }

  /// Builds a kernel, unless the cache has it.
  ///
  /// @param refresh look for newer source although the cache has this kernel
  /// @throws Unavailable if tools, room or the source are missing, or a step fails
  public Result build(KernelRecipe recipe, boolean refresh) {
    Optional<BuiltKernel> built = find(recipe);
    if (built.isPresent() && !refresh) {
      return new Result(built.get(), true);
    }
    tools.require();
    requireRoom();
    return cache.alone(
        "build-" + recipe.name(),
        "kernel " + recipe.name() + " is being built by another process",
        () -> buildAlone(recipe));
  }

  private Result buildAlone(KernelRecipe recipe) {
    long start = System.nanoTime();
    progress.accept("looking for " + recipe.source() + " in Debian " + recipe.suite());
    Archive archive =
        cache.locked(() -> Archive.open(cache, Mirror.ofThisMachine(), recipe.suite()));
    String version = archive.version(recipe.source());
    Optional<BuiltKernel> built = find(recipe).filter(k -> k.sourceVersion().equals(version));
    if (built.isPresent()) {
      return new Result(built.get(), true);
    }
    try (Workspace workspace = Workspace.in(cache.builds())) {
      Path file = cache.builds().resolve(recipe.name() + ".log");
      BuildLog log = BuildLog.start(file, workspace, progress);
      SourceTree tree = fetch(recipe, archive, version, workspace, log);
      tree.patch(recipe.patches());
      tree.configure(recipe);
      progress.accept("compiling; what make says is in " + file);
      tree.compile();
      tree.prune();
      Duration took = Duration.ofNanos(System.nanoTime() - start);
      return new Result(keep(recipe, version, tree.root(), workspace, took), false);
    } catch (IOException | UncheckedIOException e) {
      throw new Unavailable(
          "kernel " + recipe.name() + " can't be built (" + e.getMessage() + ")",
          "make room in " + cache.root());
    }
  }

  private SourceTree fetch(
      KernelRecipe recipe, Archive archive, String version, Workspace workspace, BuildLog log)
      throws IOException {
    progress.accept("fetching " + recipe.source() + " " + version);
    Path unpacked = workspace.file("package");
    cache.locked(() -> {
      archive.unpack(List.of(recipe.source()), unpacked);
      return unpacked;
    });
    progress.accept("unpacking the source");
    return SourceTree.unpack(sourceArchive(unpacked), workspace.file("tree"), log);
  }

  // usr/src/linux-source-6.1.tar.xz; beside it there may be patches and configurations.
  static Path sourceArchive(Path unpacked) throws IOException {
    Path folder = unpacked.resolve("usr/src");
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(p -> p.getFileName().toString().matches("linux-source-.*\\.tar\\..*"))
          .findFirst()
          .orElseThrow(() ->
              new NotFound("source archive", "linux-source-*.tar.*", "the package's usr/src"));
    }
  }

  private BuiltKernel keep(
      KernelRecipe recipe, String version, Path tree, Workspace workspace, Duration took)
      throws IOException {
    Path folder = Files.createDirectory(workspace.file("kernel"));
    Files.move(tree, folder.resolve("build"));
    Path build = folder.resolve("build");
    Files.copy(build.resolve("arch/x86/boot/bzImage"), folder.resolve("bzImage"));
    Files.copy(build.resolve("System.map"), folder.resolve("System.map"));
    Files.copy(build.resolve(".config"), folder.resolve("config"));
    Path home =
        cache
            .kernels()
            .resolve(recipe.name() + "-" + version + "-" + recipe.digest().substring(0, 8));
    BuiltKernel kernel = new BuiltKernel(home, recipe.name(), recipe.digest(), version, took);
    Files.writeString(folder.resolve(BuiltKernel.DESCRIPTION), kernel.description());
    Files.move(folder, home, StandardCopyOption.ATOMIC_MOVE);
    for (BuiltKernel old : new BuiltKernels(cache).supersededBy(kernel)) {
      // What is moved into the workspace vanishes with it.
      Files.move(old.folder(), workspace.file(old.folder().getFileName().toString()));
    }
    return kernel;
  }

  private void requireRoom() {
    Path folder = cache.builds();
    long free;
    try {
      free = Files.getFileStore(folder).getUsableSpace();
    } catch (IOException e) {
      throw new Unavailable(folder + " can't be looked at", String.valueOf(e.getMessage()));
    }
    if (free < room) {
      throw new Unavailable(
          "a kernel needs "
              + gigabytes(room)
              + " to be built, and there are "
              + gigabytes(free)
              + " below "
              + cache.root(),
          "make room, or set XDG_CACHE_HOME to a folder on a larger disk");
    }
  }

  private static String gigabytes(long bytes) {
    return String.format(java.util.Locale.ROOT, "%.1f GB", bytes / 1e9);
  }
}
