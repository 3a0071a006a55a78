package org.inquest.app.lab;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Inquest in a process of its own, with the classes under test: what it leaves behind when it is
/// interrupted or killed can only be seen from outside.
///
/// @param process the child
/// @param errors what it writes to standard error
record ChildInquest(Process process, Path errors) {
  private static final Path ROOT =
      Path.of(System.getProperty("inquest.root", "..")).toAbsolutePath().normalize();

  /// Starts it.
  ///
  /// @param temporary its `java.io.tmpdir`
  /// @param environment more variables
  static ChildInquest start(Path temporary, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "--enable-native-access=ALL-UNNAMED"));
    command.add("-Djava.io.tmpdir=" + temporary);
    command.addAll(List.of("-cp", classPath(), "org.inquest.app.Main"));
    command.addAll(List.of(arguments));
    Path errors = Files.createTempFile("inquest", ".err");
    errors.toFile().deleteOnExit();
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(errors.toFile());
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.environment().putAll(environment);
    return new ChildInquest(builder.start(), errors);
  }

  /// What it has written to standard error so far.
  String said() throws IOException {
    return Files.readString(errors);
  }

  /// Waits until it has said something.
  boolean waitUntilItSays(String text, int seconds) throws IOException, InterruptedException {
    for (long end = System.nanoTime() + seconds * 1_000_000_000L; System.nanoTime() < end; ) {
      if (said().contains(text)) {
        return true;
      }
      if (!process.isAlive()) {
        return said().contains(text);
      }
      Thread.sleep(100);
    }
    return false;
  }

  /// Classes under test and what they need.
  static String classPath() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> modules = Files.list(ROOT)) {
      modules
          .map(m -> m.resolve("target/classes"))
          .filter(Files::isDirectory)
          .forEach(p -> all.add(p.toString()));
    }
    for (String property : List.of("jdk.module.path", "java.class.path")) {
      for (String entry : System.getProperty(property, "").split(File.pathSeparator)) {
        if (entry.endsWith(".jar")) {
          all.add(entry);
        }
      }
    }
    return String.join(File.pathSeparator, all);
  }
}
