package org.inquest.lab.sweep.workload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.process.Tool;

/// Compiles the agent together with a workload's steps, statically, so that it runs in any guest.
public final class AgentProgram {
  private static final Tool GCC = new Tool("gcc", "gcc libc6-dev");

  /// A workload without steps of its own: for commands.
  private static final String NO_STEPS =
      """
      #include "agent.h"
      const struct step steps[] = { { 0 } };
      int prepare(void) { return 0; }
      void check(void) { }
      """;

  private static final List<String> SOURCES =
      List.of(
          "agent.c",
          "agent.h",
          "churn.c",
          "churn.h",
          "churn-files.h",
          "churn-names.h",
          "churn-space.h",
          "churn-mounts.h");

  private AgentProgram() {}

  /// @param folder for sources and result
  /// @return the program
  /// @throws Unavailable if there is no compiler, or it refuses
  public static Path build(Workload workload, Path folder) {
    Path program = folder.resolve("agent");
    try {
      for (String name : SOURCES) {
        Files.write(folder.resolve(name), resource(name));
      }
      Files.writeString(
          folder.resolve("workload.c"), workload.source().isEmpty() ? NO_STEPS : workload.source());
    } catch (IOException e) {
      throw new Unavailable(
          "the agent can't be built (" + e.getMessage() + ")", "make room in " + folder);
    }
    GCC.run(
        List.of(
            "-Wall",
            "-O1",
            "-static",
            "-pthread",
            "-o",
            program.toString(),
            folder.resolve("agent.c").toString(),
            folder.resolve("workload.c").toString()),
        Duration.ofMinutes(1));
    return program;
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = AgentProgram.class.getResourceAsStream("/sweep/" + name)) {
      if (in == null) {
        throw new Unavailable(
            "the sweep's file " + name + " is not in this build", "build it again");
      }
      return in.readAllBytes();
    }
  }
}
