package org.inquest.profile;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.debug.LineIndexes;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.profile.model.CodeFinder;

/// Where tests look for code.
public final class TestCode {
  private TestCode() {}

  /// In a folder that stands for a machine.
  public static CodeFinder below(Path machine) {
    return below(machine, Optional.empty());
  }

  /// The same.
  ///
  /// @param vmlinux the kernel's, where a person named it
  public static CodeFinder below(Path machine, Optional<Path> vmlinux) {
    return finder(machine, vmlinux, machine, List.of());
  }

  /// On this machine, as perf does; names as they stand in symbol tables, for others demangle as
  /// they please.
  ///
  /// @param folder for what is kept
  public static CodeFinder here(Path folder) {
    Path kept = Path.of(System.getProperty("user.home"), ".debug");
    return finder(Path.of("/"), Optional.empty(), folder, List.of(kept)).withRawNames();
  }

  private static CodeFinder finder(
      Path machine, Optional<Path> vmlinux, Path cache, List<Path> kept) {
    SearchPlaces places =
        new SearchPlaces(
            vmlinux,
            Optional.empty(),
            Optional.empty(),
            machine,
            List.of(),
            cache,
            Optional.empty());
    return new CodeFinder(
        places, Optional.empty(), machine, kept, new LineIndexes(cache.resolve("lines")), true);
  }
}
