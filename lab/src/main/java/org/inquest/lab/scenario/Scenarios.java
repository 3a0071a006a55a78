package org.inquest.lab.scenario;

import java.util.List;
import org.inquest.formats.fault.NotFound;
import org.inquest.lab.resource.ResourceFolders;

/// The scenarios that come with the lab, found by looking which folders are there.
public final class Scenarios {
  private Scenarios() {}

  /// All scenarios, by name.
  public static List<Scenario> all() {
    return ResourceFolders.below("scenarios").entrySet().stream()
        .map(folder -> Scenario.of(folder.getKey(), folder.getValue()))
        .toList();
  }

  /// One scenario.
  ///
  /// @throws NotFound if there is no such folder
  public static Scenario named(String name) {
    return all().stream()
        .filter(s -> s.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NotFound("scenario", name, "the lab; 'inquest lab list' shows what there is"));
  }
}
