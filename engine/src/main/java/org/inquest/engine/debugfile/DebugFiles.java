package org.inquest.engine.debugfile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.InquestException;

/// Finds the files with debugging information of one kernel: of itself and of its modules. The
/// build decides, never the name alone; what was looked at in vain is told.
///
/// The order: what was named, beside the dump, by build-id below `/usr/lib/debug/.build-id`, where
/// distributions put it by release, where a stripped file's `.gnu_debuglink` leads, what a
/// debuginfod client has fetched before, a debuginfod server. Nothing is looked for before it is
/// asked for. For one thread.
public final class DebugFiles {
  private final SearchPlaces places;
  private final DistributionFolders folders;
  private final String release;
  private final UnpackedKernels unpacked;
  private final Map<Path, Optional<ModuleFolder>> walked = new HashMap<>();

  /// @param release of the kernel, `uname -r`
  public DebugFiles(SearchPlaces places, String release) {
    this.places = places;
    this.folders = new DistributionFolders(places.root(), release);
    this.release = release;
    this.unpacked = new UnpackedKernels(places.unpacked());
  }

  /// The kernel's vmlinux.
  public SearchResult kernel(KernelJudge judge) {
    Search search = new Search(judge, folders, unpacked);
    places.vmlinux().ifPresent(path -> search.consider(path, Way.GIVEN));
    places
        .beside()
        .ifPresent(folder -> {
          plainOrPacked(search, folder.resolve("vmlinux"), Way.BESIDE);
          search.consider(folder.resolve("vmlinux.debug"), Way.BESIDE);
          if (folders.usable()) {
            plainOrPacked(search, folder.resolve("vmlinux-" + release), Way.BESIDE);
          }
        });
    byBuildId(search);
    if (folders.usable()) {
      folders.kernels().forEach(path -> plainOrPacked(search, path, Way.RELEASE));
    }
    remote(search);
    if (folders.usable() && !search.hasAny()) {
      // They have code and no debugging information: better than nothing.
      places
          .beside()
          .ifPresent(folder -> search.consider(folder.resolve("vmlinuz-" + release), Way.BESIDE));
      folders.bootImages().forEach(path -> search.consider(path, Way.RELEASE));
    }
    return search.result();
  }

  /// Packed ones are told of where they are there, not where they are missing.
  private static void plainOrPacked(Search search, Path path, Way way) {
    search.consider(path, way);
    for (String suffix : List.of(".xz", ".zst", ".gz")) {
      Path packed = path.resolveSibling(path.getFileName() + suffix);
      if (!search.done() && Files.isRegularFile(packed)) {
        search.consider(packed, way);
      }
    }
  }

  /// A module's file. Of files that can't be told apart the first is taken.
  public SearchResult module(ModuleJudge judge) {
    Search search = new Search(judge, folders, unpacked);
    places.modules().ifPresent(folder -> below(folder, judge, Way.GIVEN, search));
    places
        .beside()
        .ifPresent(folder -> {
          for (String suffix : List.of(".ko.debug", ".ko")) {
            search.consider(folder.resolve(judge.name() + suffix), Way.BESIDE);
          }
        });
    byBuildId(search);
    if (folders.usable()) {
      folders.modules().forEach(folder -> below(folder, judge, Way.RELEASE, search));
    }
    remote(search);
    return search.result();
  }

  /// The debugging information of a stripped program or library, or of any other file.
  ///
  /// @param path where the program is
  public static SearchResult program(SearchPlaces places, Path path, ProgramJudge judge) {
    DebugFiles files = new DebugFiles(places, "");
    Search search = new Search(judge, files.folders, files.unpacked);
    search.consider(path, Way.GIVEN);
    files.byBuildId(search);
    files.remote(search);
    return search.result();
  }

  /// The debugging information of a program of which no file is at hand.
  public static SearchResult program(SearchPlaces places, ProgramJudge judge) {
    DebugFiles files = new DebugFiles(places, "");
    Search search = new Search(judge, files.folders, files.unpacked);
    files.byBuildId(search);
    files.remote(search);
    return search.result();
  }

  private void byBuildId(Search search) {
    search.buildId().ifPresent(id -> search.consider(folders.byBuildId(id), Way.BUILD_ID));
  }

  private void below(Path folder, ModuleJudge judge, Way way, Search search) {
    if (!search.done()) {
      Optional<ModuleFolder> known = walked.computeIfAbsent(folder, DebugFiles::walk);
      known.ifPresent(f -> f.named(judge.name()).forEach(path -> search.consider(path, way)));
    }
  }

  private static Optional<ModuleFolder> walk(Path folder) {
    try {
      return Files.isDirectory(folder) ? Optional.of(ModuleFolder.of(folder)) : Optional.empty();
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  /// What was fetched before, and then a server.
  private void remote(Search search) {
    Optional<String> id = search.buildId();
    if (search.done() || id.isEmpty()) {
      return;
    }
    for (Path cache : places.caches()) {
      Path path = cache.resolve(id.get()).resolve("debuginfo");
      // Of what no server had, other clients keep an empty file.
      if (Files.isRegularFile(path) && path.toFile().length() > 0) {
        search.consider(path, Way.CACHE);
      }
    }
    if (!search.done() && places.server().isPresent()) {
      places
          .server()
          .get()
          .debugInfo(id.get(), search::add)
          .ifPresent(path -> search.consider(path, Way.SERVER));
    }
  }
}
