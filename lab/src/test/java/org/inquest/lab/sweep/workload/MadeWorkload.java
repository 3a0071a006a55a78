package org.inquest.lab.sweep.workload;

import java.util.List;
import java.util.Optional;
import org.inquest.lab.module.ModuleSources;

/// Workloads that a test writes.
public final class MadeWorkload {
  private MadeWorkload() {}

  /// One of these steps, without a disk.
  ///
  /// @param source C
  public static Workload ofSteps(String name, String source) {
    return new Workload(
        name,
        "",
        "",
        false,
        Optional.empty(),
        192,
        1,
        false,
        Workload.Programs.NONE,
        ModuleSources.NONE,
        List.of(),
        source);
  }

  /// The same with another source.
  public static Workload with(Workload like, String source) {
    return new Workload(
        like.name(),
        like.title(),
        like.needs(),
        like.here(),
        like.disk(),
        like.memoryMegabytes(),
        like.cpus(),
        like.children(),
        like.programs(),
        like.modules(),
        like.command(),
        source);
  }
}
