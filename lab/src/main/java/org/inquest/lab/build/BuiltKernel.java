package org.inquest.lab.build;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.inquest.lab.kernel.GuestKernel;

/// A kernel that was built from a recipe and is kept in the cache.
///
/// The folder has `bzImage`, `config`, `System.map`, this description, and `build`, the source tree
/// with all that modules are built against; `build/vmlinux` has its debugging information.
///
/// @param folder where it is kept
/// @param recipe name of the recipe
/// @param digest what [KernelRecipe#digest()] was
/// @param sourceVersion version of the Debian source package
/// @param took how long the build took
public record BuiltKernel(
    Path folder, String recipe, String digest, String sourceVersion, Duration took) {

  /// The file that makes a folder of the cache a built kernel; it is written last.
  static final String DESCRIPTION = "build.properties";

  /// What to boot.
  public GuestKernel kernel() {
    return GuestKernel.local(folder);
  }

  /// The tree that modules are built against: `make -C TREE M=FOLDER`.
  public Path tree() {
    return folder.resolve("build");
  }

  /// Reads a folder's description.
  ///
  /// @return empty if the folder is no built kernel, or its description is damaged
  static Optional<BuiltKernel> read(Path folder) {
    Properties p = new Properties();
    try (Reader in = Files.newBufferedReader(folder.resolve(DESCRIPTION))) {
      p.load(in);
      return Optional.of(
          new BuiltKernel(
              folder,
              p.getProperty("recipe", ""),
              p.getProperty("digest", ""),
              p.getProperty("source.version", ""),
              Duration.ofSeconds(Long.parseLong(p.getProperty("seconds", "")))));
    } catch (IOException | IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  /// The description, as [#read] understands it.
  String description() {
    Properties p = new Properties();
    p.setProperty("recipe", recipe);
    p.setProperty("digest", digest);
    p.setProperty("source.version", sourceVersion);
    p.setProperty("seconds", String.valueOf(took.toSeconds()));
    StringWriter text = new StringWriter();
    try {
      p.store(text, null);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e); // A string has no write errors.
    }
    return text.toString();
  }
}
