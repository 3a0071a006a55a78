package org.inquest.lab.sweep.workload;

import java.util.List;
import org.inquest.formats.fault.NotFound;
import org.inquest.lab.resource.ResourceFolders;

/// The workloads that come with Inquest.
public final class Workloads {
  private Workloads() {}

  /// All of them, by name.
  public static List<Workload> all() {
    return ResourceFolders.below("workloads").entrySet().stream()
        .map(folder -> Workload.of(folder.getKey(), folder.getValue()))
        .toList();
  }

  /// The one of that name.
  ///
  /// @throws NotFound if there is no such folder
  public static Workload named(String name) {
    return all().stream()
        .filter(workload -> workload.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NotFound(
                "workload", name, "those that there are; 'inquest sweep workloads' shows them"));
  }

  /// A command of the guest as a workload.
  public static Workload ofCommand(List<String> words) {
    return Workload.command(words);
  }
}
