package org.inquest.app.peers;

import java.nio.file.Path;
import java.util.Map;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenarios;

/// A dump that the lab makes for a test: debug packages of the kernels it fetches are at hand,
/// those of a kept dump may be superseded.
final class MadeDump {
  private MadeDump() {}

  /// @param kernel a series: `6.12`
  /// @param folder where it is put
  static Path of(String scenario, String kernel, Path folder, Map<String, String> parameters) {
    Lab lab =
        new Lab(
            Path.of(System.getProperty("user.home"), ".cache", "inquest", "lab"),
            folder.resolve("tmp"),
            new Progress() {
              @Override
              public void step(String what) {}

              @Override
              public void console(String line) {}
            });
    return lab.run(
            new RunRequest(
                Scenarios.named(scenario),
                kernel,
                false,
                Capture.USUAL,
                folder.resolve("out"),
                "",
                parameters))
        .dumps()
        .getFirst();
  }
}
