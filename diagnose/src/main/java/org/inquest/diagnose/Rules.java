package org.inquest.diagnose;

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

/// Finds the rules: every class below `org.inquest.diagnose.rules` whose name ends in `Rule`. No
/// list of them exists.
public final class Rules {
  private static final String ROOT = "org/inquest/diagnose/rules/";
  private static final String SUFFIX = "Rule.class";

  private Rules() {}

  /// One instance of each rule, in the order of their class names.
  public static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    for (String path : files()) {
      String name = path.substring(0, path.length() - ".class".length()).replace('/', '.');
      try {
        Class<?> found = Class.forName(name);
        if (Rule.class.isAssignableFrom(found)) {
          rules.add((Rule) found.getDeclaredConstructor().newInstance());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return rules;
  }

  private static List<String> files() {
    Module module = Rules.class.getModule();
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
          return rulesAmong(names);
        }
      }
      // A test runner that uses the class path: the folder of the classes is listed.
      URI here = Rules.class.getProtectionDomain().getCodeSource().getLocation().toURI();
      Path folder = Path.of(here);
      if (Files.isRegularFile(folder)) {
        // Tests of a module above, after the jar was made.
        try (JarFile jar = new JarFile(folder.toFile())) {
          return rulesAmong(jar.stream().map(JarEntry::getName));
        }
      }
      try (Stream<Path> files = Files.walk(folder)) {
        return rulesAmong(files.map(p -> folder.relativize(p).toString()));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<String> rulesAmong(Stream<String> names) {
    return names.filter(n -> n.startsWith(ROOT) && n.endsWith(SUFFIX)).sorted().toList();
  }
}
