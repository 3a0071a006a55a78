package org.inquest.lab.debian;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.LoaderListing;
import org.inquest.lab.process.Tool;

/// Programs of Debian sid in a folder of the cache, with the libraries and the dynamic loader they
/// were built for. That loader, called by name, runs them on any older machine; nothing is
/// installed and no chroot is needed (ld.so(8)).
///
/// @param root the folder the packages are unpacked in
public record Userland(Path root) {
  private static final String LOADER = "lib64/ld-linux-x86-64.so.2";
  private static final String LIBRARIES = "usr/lib/x86_64-linux-gnu";
  private static final String SUITE = "sid";
  // What a program in our way is renamed to.
  private static final String ORIGINAL = ".elf";

  /// Fetches packages, or finds them in the cache.
  ///
  /// @param name of the folder in the cache
  /// @param packages whose programs are wanted; of what they depend on only libraries are taken
  /// @param progress told in one line if it takes long
  /// @throws Unavailable if the archive can't be asked
  static Userland prepare(
      LabCache cache, String name, List<String> packages, Consumer<String> progress) {
    return cache.locked(() -> {
      Path root = cache.tools().resolve(name);
      if (!Files.isDirectory(root)) {
        progress.accept("fetching " + String.join(", ", packages));
        fetch(cache, packages, root);
      }
      return new Userland(root);
    });
  }

  /// A program by name.
  public Path find(String program) {
    return Stream.of("usr/bin", "usr/sbin", "bin", "sbin")
        .map(d -> root.resolve(d).resolve(program))
        .filter(Files::exists)
        .findFirst()
        .orElseThrow(() ->
            new NotFound("program", program, root + " (remove that folder to fetch it again)"));
  }

  /// The dynamic loader.
  public Path loader() {
    return root.resolve(Files.exists(root.resolve(LOADER)) ? LOADER : "usr/" + LOADER);
  }

  /// The shared libraries a program would load from here.
  public List<Path> libraries(Path program) {
    return LoaderListing.parse(
            new Tool(loader().toString(), "libc6")
                .run(
                    List.of("--library-path", libraryFolder(), "--list", program.toString()),
                    Duration.ofSeconds(20)))
        .libraries();
  }

  /// Puts a script in a program's place that runs it with this loader and these libraries.
  ///
  /// @param program renamed; it keeps its name as argument 0, because some find files by it
  public void takeOver(Path program) throws IOException {
    Files.move(program, program.resolveSibling(program.getFileName() + ORIGINAL));
    launcher(program, "\"$0" + ORIGINAL + "\"");
  }

  /// Writes a script that runs one of these programs on this machine.
  ///
  /// @param name of the program
  /// @param script the file to write
  public void writeLauncher(String name, Path script) throws IOException {
    launcher(script, "'" + find(name) + "'");
  }

  private void launcher(Path script, String program) throws IOException {
    Files.writeString(
        script,
        "#!/bin/sh\nexec '%s' --argv0 \"$0\" --library-path '%s' %s \"$@\"\n"
            .formatted(loader(), libraryFolder(), program));
    if (!script.toFile().setExecutable(true)) {
      throw new IOException(script + " can't be made executable");
    }
  }

  private String libraryFolder() {
    return root.resolve(LIBRARIES).toString();
  }

  private static void fetch(LabCache cache, List<String> wanted, Path root) {
    Archive sid = Archive.open(cache, Mirror.ofThisMachine(), SUITE);
    // Of what the packages depend on, libraries only, not debconf, perl or dpkg.
    Predicate<String> library = p -> p.matches("lib.*|zlib1g.*") && !p.startsWith("libperl");
    List<String> packages =
        sid.closure(wanted).stream().filter(library.or(Set.copyOf(wanted)::contains)).toList();
    Path partial = root.resolveSibling("partial-" + ProcessHandle.current().pid());
    sid.unpack(packages, partial);
    try {
      Files.move(partial, root, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new Unavailable(
          "programs of Debian " + SUITE + " can't be kept (" + e.getMessage() + ")",
          "remove " + root);
    }
  }
}
