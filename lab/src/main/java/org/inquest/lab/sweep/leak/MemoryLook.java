package org.inquest.lab.sweep.leak;

import java.util.List;
import org.inquest.formats.fault.Unavailable;
import org.inquest.lab.sweep.knob.KnobFiles;

/// Looks at a machine's memory from outside of what is tried: once everything that is only kept for
/// later has been given back.
public final class MemoryLook {
  private static final String KMEMLEAK = "/sys/kernel/debug/kmemleak";
  private static final String SLABINFO = "/proc/slabinfo";
  private static final String SLABS = "/sys/kernel/slab";
  private static final String DROP = "/proc/sys/vm/drop_caches";

  /// Younger objects are left out, as their pointers may be in registers (MSECS_MIN_AGE,
  /// mm/kmemleak.c: 5000 ms).
  private static final long AGE_MS = 5500;

  private final KnobFiles files;
  private final boolean kmemleak;

  private MemoryLook(KnobFiles files, boolean kmemleak) {
    this.files = files;
    this.kmemleak = kmemleak;
  }

  /// What this machine has for it: kmemleak, or else counts of its caches.
  ///
  /// @throws Unavailable where it has neither
  public static MemoryLook of(KnobFiles files) {
    boolean kmemleak = files.read(KMEMLEAK).isPresent();
    if (kmemleak) {
      try {
        files.write(KMEMLEAK, "scan=off");
      } catch (Unavailable e) {
        kmemleak = false; // It was switched off when the kernel started, or ran out of memory.
      }
    }
    if (!kmemleak && files.read(SLABINFO).isEmpty()) {
      throw new Unavailable(
          "no leak can be seen: this kernel has neither kmemleak nor " + SLABINFO,
          "a kernel with CONFIG_DEBUG_KMEMLEAK, or CONFIG_SLUB_DEBUG and root");
    }
    return new MemoryLook(files, kmemleak);
  }

  /// Whether it is kmemleak that looks: what it tells is exact.
  public boolean exact() {
    return kmemleak;
  }

  /// What nothing points to any more, told once.
  public List<Unreferenced> unreferenced() {
    pause();
    // A pointer may have moved while the first scan looked: an object is told if both miss it.
    files.write(KMEMLEAK, "scan");
    files.write(KMEMLEAK, "scan");
    List<Unreferenced> all = Unreferenced.parse(files.read(KMEMLEAK).orElse(""));
    files.write(KMEMLEAK, "clear");
    return all;
  }

  /// How many objects are in use.
  public SlabCounts counts() {
    files.write(DROP, "3");
    for (String cache : files.list(SLABS)) {
      // Each CPU keeps a slab whose free objects count as used, until it is asked to give it back.
      if (files.read(SLABS + "/" + cache + "/shrink").isPresent()) {
        shrink(cache);
      }
    }
    return SlabCounts.parse(files.read(SLABINFO).orElse(""));
  }

  private void shrink(String cache) {
    try {
      files.write(SLABS + "/" + cache + "/shrink", "1");
    } catch (Unavailable e) {
      // Then this cache is counted with what the CPUs keep.
    }
  }

  private static void pause() {
    try {
      Thread.sleep(AGE_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
