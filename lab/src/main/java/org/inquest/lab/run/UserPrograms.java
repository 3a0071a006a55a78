package org.inquest.lab.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;
import org.inquest.lab.scenario.GuestFiles;
import org.inquest.lab.scenario.Scenario;

/// Compiles the C programs of a scenario: statically, so that they run in any guest, unless the
/// scenario says how.
final class UserPrograms {
  private static final Tool GCC = new Tool("gcc", "gcc libc6-dev");

  // How a process asks the scenario's module for something.
  private static final String ACT = "act";

  private static final String FOLDER = "bin/";

  private UserPrograms() {}

  /// @param folder for sources and results
  /// @return the executable, or the library, by its path in the guest
  static Map<String, byte[]> build(Scenario scenario, Path folder) {
    Map<String, byte[]> programs = new TreeMap<>();
    for (String name : scenario.programs()) {
      programs.put(
          FOLDER + name,
          compile(name, Objects.requireNonNull(scenario.files().get(name + ".c")), folder));
    }
    for (Scenario.Build build : scenario.builds()) {
      programs.put(
          (build.library() ? Initramfs.LIBRARIES : FOLDER) + build.name(),
          compile(scenario, build, folder));
    }
    List<String> shared = new ArrayList<>(scenario.sharedPrograms());
    if (!scenario.modules().isEmpty()) {
      shared.add(ACT);
    }
    for (String name : shared) {
      programs.put(FOLDER + name, compile(name, GuestFiles.read(name + ".c"), folder));
    }
    return programs;
  }

  private static byte[] compile(Scenario scenario, Scenario.Build build, Path folder) {
    try {
      // A source may include another.
      for (Map.Entry<String, byte[]> file : scenario.files().entrySet()) {
        if (file.getKey().endsWith(".c")) {
          Files.write(folder.resolve(file.getKey()), file.getValue());
        }
      }
    } catch (IOException e) {
      throw noRoom(build.name(), folder, e);
    }
    List<String> options = new ArrayList<>(build.options());
    options.add("-L" + folder);
    return compile(build.name(), folder.resolve(build.source()), options, folder);
  }

  private static byte[] compile(String name, byte[] text, Path folder) {
    Path source = folder.resolve(name + ".c");
    try {
      Files.write(source, text);
    } catch (IOException e) {
      throw noRoom(name, folder, e);
    }
    return compile(name, source, List.of("-O1", "-static", "-pthread"), folder);
  }

  /// @param options those with libraries go behind the source
  private static byte[] compile(String name, Path source, List<String> options, Path folder) {
    Path program = folder.resolve(name);
    List<String> words = new ArrayList<>(List.of("-Wall", "-o", program.toString()));
    words.add(source.toString());
    words.addAll(options);
    try {
      GCC.run(words, Duration.ofMinutes(1));
      return Files.readAllBytes(program);
    } catch (IOException e) {
      throw noRoom(name, folder, e);
    }
  }

  private static Unavailable noRoom(String name, Path folder, IOException e) {
    return new Unavailable(
        "program " + name + " can't be built (" + e.getMessage() + ")", "make room in " + folder);
  }
}
