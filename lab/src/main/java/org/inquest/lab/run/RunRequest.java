package org.inquest.lab.run;

import java.nio.file.Path;
import java.util.Map;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.scenario.Scenario;

/// What a person asks the lab to do.
///
/// @param scenario what happens in the guest
/// @param kernel a series ("6.1", "7.x"), a release, a kernel built by the lab ("hacks"), or a path
///   to a bzImage or a folder with one
/// @param refresh look for a newer Debian kernel although the cache has one
/// @param capture how the dump is taken, and what it looks like
/// @param outputFolder where the results go; made if missing
/// @param outputName their name without a suffix; empty for scenario and kernel release
/// @param settings shell variables for the scenario's script, such as `THREADS`
public record RunRequest(
    Scenario scenario,
    String kernel,
    boolean refresh,
    Capture capture,
    Path outputFolder,
    String outputName,
    Map<String, String> settings) {

  public RunRequest {
    settings = Map.copyOf(settings);
  }
}
