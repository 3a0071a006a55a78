package org.inquest.profile;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// Programs that are not ours and are compared with.
public final class ForeignProgram {
  private ForeignProgram() {}

  /// Skips the test where a program is missing.
  ///
  /// @param install the packages that bring it
  public static void need(String path, String install) {
    Assumptions.assumeTrue(
        Files.isExecutable(Path.of(path)), "needs " + path + ": install " + install);
  }

  /// What a program prints. A program that fails skips the test: it is not the one that is tested.
  ///
  /// @param folder where it runs
  public static String run(Path folder, String... words) throws IOException, InterruptedException {
    Path out = Files.createTempFile(folder, "out", "");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectOutput(out.toFile())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertTrue(process.waitFor(5, TimeUnit.MINUTES), String.join(" ", words));
    Assumptions.assumeTrue(
        process.exitValue() == 0, String.join(" ", words) + " ended with " + process.exitValue());
    return new String(Files.readAllBytes(out), StandardCharsets.UTF_8);
  }
}
