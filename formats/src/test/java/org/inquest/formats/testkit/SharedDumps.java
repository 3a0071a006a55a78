package org.inquest.formats.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/// Real dumps outside the repository, where the machine has them.
public final class SharedDumps {
  private SharedDumps() {}

  /// The folder of shared inputs: `INQUEST_SHARED`, or the folder `shared` beside the repository.
  public static Path folder() {
    String named = System.getenv("INQUEST_SHARED");
    if (named != null) {
      return Path.of(named);
    }
    Path root = Path.of(System.getProperty("inquest.root", "."));
    for (Path at = root.toAbsolutePath().normalize(); at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("shared/dumps"))) {
        return at.resolve("shared");
      }
    }
    return root.resolveSibling("shared");
  }

  /// All shared dumps; skips the test where there are none.
  public static List<Path> all() {
    Path dumps = folder().resolve("dumps");
    Assumptions.assumeTrue(Files.isDirectory(dumps), "no shared dumps at " + dumps);
    List<Path> found = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(dumps, "*.kdump")) {
      files.forEach(found::add);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Assumptions.assumeFalse(found.isEmpty(), "no dump in " + dumps);
    found.sort(null);
    return found;
  }

  /// One shared dump; skips the test where it is missing.
  public static Path dump(String name) {
    Path dump = folder().resolve("dumps").resolve(name);
    Assumptions.assumeTrue(Files.exists(dump), "no shared dump " + dump);
    return dump;
  }
}
