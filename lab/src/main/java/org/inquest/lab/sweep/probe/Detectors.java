package org.inquest.lab.sweep.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What a kernel has that notices what a failure did.
final class Detectors {
  private Detectors() {}

  private static final String YES = "yes";
  private static final String NO = "no";

  static List<Detector> of(KernelProbe.Looker look, Mounts mounts, String release) {
    Optional<String> config = look.text("/boot/config-" + release);
    List<Detector> out = new ArrayList<>();
    out.add(new Detector("KASAN", option(config, "KASAN"), "use after free, out of bounds"));
    out.add(
        new Detector(
            "lockdep",
            seen(look.text("/proc/lockdep_stats").isPresent()),
            "locks kept or taken in the wrong order on an error path"));
    boolean leaks = mounts.debugfs().map(d -> look.names(d).contains("kmemleak")).orElse(false);
    out.add(new Detector("kmemleak", seen(leaks), "memory that an error path forgot"));
    out.add(
        new Detector(
            "hung tasks",
            look.text("/proc/sys/kernel/hung_task_timeout_secs")
                .map(s -> s.equals("0") ? "off" : "after " + s + " s")
                .orElse(NO),
            "tasks that wait for ever"));
    boolean counts =
        mounts
            .tracefs()
            .map(t -> look.names(t + "/events/kmem/kmem_cache_alloc").contains("hist"))
            .orElse(false);
    out.add(
        new Detector(
            "counting by stack",
            counts ? YES : mounts.tracefs().isEmpty() ? "tracefs is not mounted" : NO,
            "which sites a workload reaches, before anything fails"));
    return out;
  }

  private static String option(Optional<String> config, String name) {
    return config
        .map(text -> text.contains("\nCONFIG_" + name + "=y") ? YES : NO)
        .orElse("not known: no file of build options");
  }

  private static String seen(boolean there) {
    return there ? YES : NO;
  }
}
