package org.inquest.lab.sweep.probe;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.fault.InquestException;
import org.inquest.lab.sweep.knob.KnobFiles;

/// What a kernel can be made to fail at, and what it has to see the consequences.
///
/// @param release as `uname -r` says it, empty where that can't be read
/// @param refusal why nothing can be made to fail; empty where something can
/// @param points where it can fail
/// @param tasks what tasks have
/// @param disks what disks have
/// @param caches what slab caches have
/// @param traits how it behaves
/// @param detectors what sees the consequences
/// @param gaps what could not be looked at
public record KernelProbe(
    String release,
    Optional<Refusal> refusal,
    List<FaultPoint> points,
    TaskKnobs tasks,
    List<DiskKnob> disks,
    CacheKnobs caches,
    List<Trait> traits,
    List<Detector> detectors,
    List<String> gaps) {

  /// Copies its lists.
  public KernelProbe {
    points = List.copyOf(points);
    disks = List.copyOf(disks);
    traits = List.copyOf(traits);
    detectors = List.copyOf(detectors);
    gaps = List.copyOf(gaps);
  }

  /// Looks at a machine. Nothing is written.
  public static KernelProbe of(KnobFiles files) {
    List<String> gaps = new ArrayList<>();
    Looker look = new Looker(files, gaps);
    String release = look.text("/proc/sys/kernel/osrelease").orElse("");
    Mounts mounts = Mounts.of(look);
    List<FaultPoint> points = Points.find(look, mounts.debugfs());
    TaskKnobs tasks =
        new TaskKnobs(
            look.text("/proc/self/make-it-fail").isPresent(),
            look.text("/proc/self/fail-nth").isPresent());
    List<DiskKnob> disks = Disks.find(look);
    CacheKnobs caches = caches(look, points);
    Optional<Refusal> refusal = Refusals.of(look, mounts, points, tasks, release);
    return new KernelProbe(
        release,
        refusal,
        points,
        tasks,
        disks,
        caches,
        Traits.of(points, tasks, caches),
        Detectors.of(look, mounts, release),
        // What can't be looked at for the reason of the refusal needs not be told again.
        refusal.isPresent() ? List.of() : gaps);
  }

  /// A fault point by its name.
  public Optional<FaultPoint> point(String name) {
    return points.stream().filter(p -> p.name().equals(name)).findFirst();
  }

  /// Throws where nothing can be made to fail.
  ///
  /// @throws org.inquest.formats.fault.Unavailable with the remedy
  public void require() {
    if (refusal.isPresent()) {
      throw refusal.get().asError();
    }
  }

  private static CacheKnobs caches(Looker look, List<FaultPoint> points) {
    boolean filter =
        points.stream()
            .anyMatch(p -> p.kind() == PointKind.FAILSLAB && p.path("cache-filter").isPresent());
    List<String> names =
        look.names("/sys/kernel/slab").stream().filter(n -> !n.startsWith(":")).toList();
    boolean writable =
        filter
            && !names.isEmpty()
            && look.writable("/sys/kernel/slab/" + names.getFirst() + "/failslab");
    return new CacheKnobs(names, filter, writable);
  }

  /// Reads, and notes what can't be read.
  record Looker(KnobFiles files, List<String> gaps) {
    Optional<String> text(String path) {
      try {
        return files.read(path);
      } catch (InquestException e) {
        gaps.add(e.getMessage());
        return Optional.empty();
      }
    }

    List<String> names(String folder) {
      try {
        return files.list(folder);
      } catch (InquestException e) {
        gaps.add(e.getMessage());
        return List.of();
      }
    }

    boolean writable(String path) {
      return files.writable(path).orElse(false);
    }
  }
}
