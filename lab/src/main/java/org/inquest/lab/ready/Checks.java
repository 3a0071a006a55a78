package org.inquest.lab.ready;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// Finds the checks: every class below `org.inquest.lab.ready.check` whose name ends in `Check`. No
/// list of them exists.
public final class Checks {
  private static final String ROOT = "org/inquest/lab/ready/check/";
  private static final String SUFFIX = "Check.class";

  private Checks() {}

  /// One instance of each check, in the order of their class names.
  public static List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (String path : files()) {
      String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
      try {
        checks.add((Check) Class.forName(name).getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return checks;
  }

  private static List<String> files() {
    Module module = Checks.class.getModule();
    try {
      if (module.isNamed()) {
        try (ModuleReader reader =
                module
                    .getLayer()
                    .configuration()
                    .findModule(module.getName())
                    .orElseThrow()
                    .reference()
                    .open();
            Stream<String> names = reader.list()) {
          return checksAmong(names);
        }
      }
      // A test runner that uses the class path: its folder or jar is listed.
      URI here = Checks.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path place = Path.of(here);
      if (Files.isRegularFile(place)) {
        try (JarFile jar = new JarFile(place.toFile())) {
          return checksAmong(jar.stream().map(JarEntry::getName));
        }
      }
      try (Stream<Path> files = Files.walk(place)) {
        return checksAmong(files.map(p -> place.relativize(p).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> checksAmong(Stream<String> names) {
    return names.filter(n -> n.startsWith(ROOT) && n.endsWith(SUFFIX)).sorted().toList();
  }
}
