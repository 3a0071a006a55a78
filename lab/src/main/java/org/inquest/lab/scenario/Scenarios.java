package org.inquest.lab.scenario;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unavailable;

/// The scenarios that come with the lab, found by looking which folders are there.
public final class Scenarios {
  // Not a package name, so the folder is visible although the module does not open it.
  private static final String FOLDER = "/scenarios/README.md";

  private Scenarios() {}

  /// All scenarios, by name.
  public static List<Scenario> all() {
    return read(root -> {
      try (Stream<Path> s = Files.list(root)) {
        return s.filter(Files::isDirectory)
            .map(Scenarios::load)
            .sorted(Comparator.comparing(Scenario::name))
            .toList();
      }
    });
  }

  /// One scenario.
  ///
  /// @throws NotFound if there is no such folder
  public static Scenario named(String name) {
    return all().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NotFound("scenario", name, "the lab; 'inquest lab list' shows what there is"));
  }

  private interface Reading<T> {
    T read(Path root) throws IOException;
  }

  private static <T> T read(Reading<T> reading) {
    URL url = Scenarios.class.getResource(FOLDER);
    if (url == null) {
      throw new Unavailable("the lab's scenarios are not in this build", "build Inquest again");
    }
    try {
      URI uri = url.toURI();
      if (!uri.getScheme().equals("jar")) {
        return reading.read(folder(Path.of(uri)));
      }
      try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
        return reading.read(folder(jar.getPath(FOLDER)));
      } catch (FileSystemAlreadyExistsException e) {
        return reading.read(folder(Path.of(uri))); // Someone else's; it stays open.
      }
    } catch (IOException | URISyntaxException e) {
      throw new Unavailable("the lab's scenarios can't be read", String.valueOf(e.getMessage()));
    }
  }

  private static Path folder(Path file) {
    Path parent = file.getParent();
    return parent == null ? file : parent;
  }

  private static Scenario load(Path folder) {
    Map<String, byte[]> files = new HashMap<>();
    try (Stream<Path> s = Files.list(folder)) {
      for (Path p : s.filter(Files::isRegularFile).toList()) {
        files.put(p.getFileName().toString(), Files.readAllBytes(p));
      }
    } catch (IOException e) {
      throw new Unavailable(
          "scenario " + folder + " can't be read", String.valueOf(e.getMessage()));
    }
    return Scenario.of(folder.getFileName().toString().replace("/", ""), files);
  }
}
