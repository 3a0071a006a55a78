package org.inquest.formats.classes;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.module.ModuleReader;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/// The class files of one of our modules.
///
/// Read from the module where there is one; a test runner may put the module on the class path, and
/// then its folder, or the jar of a module below, is listed.
public final class ClassFiles {
  private static final String CLASS = ".class";

  private ClassFiles() {}

  /// Names of the classes below a package whose simple names end in a suffix, sorted.
  ///
  /// @param anchor any class of the module
  /// @param parent the package: "org.inquest.diagnose.rules"
  /// @param suffix "Rule"
  public static List<String> below(Class<?> anchor, String parent, String suffix) {
    String folder = parent.replace('.', '/') + "/";
    String end = suffix + CLASS;
    try (Stream<String> files = files(anchor)) {
      return files
          .filter(f -> f.startsWith(folder) && f.endsWith(end))
          .map(f -> f.substring(0, f.length() - CLASS.length()).replace('/', '.'))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<String> files(Class<?> anchor) throws IOException {
    Module module = anchor.getModule();
    if (module.isNamed()) {
      ModuleReader reader =
          module
              .getLayer()
              .configuration()
              .findModule(module.getName())
              .orElseThrow()
              .reference()
              .open();
      return closing(reader.list(), reader);
    }
    Path place = place(anchor);
    if (Files.isRegularFile(place)) {
      JarFile jar = new JarFile(place.toFile());
      return closing(jar.stream().map(JarEntry::getName), jar);
    }
    return Files.walk(place).map(file -> place.relativize(file).toString());
  }

  private static Path place(Class<?> anchor) throws IOException {
    try {
      return Path.of(anchor.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }

  private static Stream<String> closing(Stream<String> names, Closeable source) {
    return names.onClose(() -> {
      try {
        source.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
