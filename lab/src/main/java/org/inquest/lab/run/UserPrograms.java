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

/// Compiles the C programs of a scenario, statically, so that they run in any guest.
final class UserPrograms {
  private static final Tool GCC = new Tool("gcc", "gcc libc6-dev");

  // How a process asks the scenario's module for something.
  private static final String ACT = "act";

  private UserPrograms() {}

  /// @param folder for sources and results
  /// @return program name to executable
  static Map<String, byte[]> build(Scenario scenario, Path folder) {
    Map<String, byte[]> programs = new TreeMap<>();
    for (String name : scenario.programs()) {
      programs.put(
          name, compile(name, Objects.requireNonNull(scenario.files().get(name + ".c")), folder));
    }
    List<String> shared = new ArrayList<>(scenario.sharedPrograms());
    if (!scenario.modules().isEmpty()) {
      shared.add(ACT);
    }
    for (String name : shared) {
      programs.put(name, compile(name, GuestFiles.read(name + ".c"), folder));
    }
    return programs;
  }

  private static byte[] compile(String name, byte[] text, Path folder) {
    Path source = folder.resolve(name + ".c");
    Path program = folder.resolve(name);
    try {
      Files.write(source, text);
      GCC.run(
          List.of(
              "-O1", "-Wall", "-static", "-pthread", "-o", program.toString(), source.toString()),
          Duration.ofMinutes(1));
      return Files.readAllBytes(program);
    } catch (IOException e) {
      throw new Unavailable(
          "program " + name + " can't be built (" + e.getMessage() + ")", "make room in " + folder);
    }
  }
}
