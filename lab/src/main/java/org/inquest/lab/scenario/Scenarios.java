package org.inquest.lab.scenario;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.NotFound;
import org.inquest.lab.resource.ResourceFolders;

/// The scenarios that come with the lab, found by looking which folders are there.
public final class Scenarios {
  private Scenarios() {}

  /// All scenarios, by name.
  public static List<Scenario> all() {
    SortedMap<String, Map<String, byte[]>> folders = ResourceFolders.below("scenarios");
    return folders.keySet().stream().map(name -> read(name, folders)).toList();
  }

  /// A folder with the sources of the one that it is `like`.
  static Scenario read(String name, Map<String, Map<String, byte[]>> folders) {
    Map<String, byte[]> own = folders.getOrDefault(name, Map.of());
    String other = Scenario.like(name, own);
    if (other.isEmpty()) {
      return Scenario.of(name, own);
    }
    Map<String, byte[]> sources = folders.get(other);
    if (sources == null) {
      throw new MalformedInput("scenario " + name, -1, "a scenario after 'like'", other);
    }
    Map<String, byte[]> files = new HashMap<>(own);
    sources.forEach((file, bytes) -> {
      if (file.endsWith(".c")) {
        files.putIfAbsent(file, bytes);
      }
    });
    return Scenario.of(name, files);
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
