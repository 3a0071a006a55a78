package org.inquest.lab.sweep.probe;

import java.util.ArrayList;
import java.util.List;

/// Finds disks' and partitions' switches: `make-it-fail` (block/genhd.c, block/partitions/core.c)
/// and `io-timeout-fail`.
final class Disks {
  private Disks() {}

  private static final String FOLDER = "/sys/block";
  private static final int MOST = 2_000;

  static List<DiskKnob> find(KernelProbe.Looker look) {
    List<DiskKnob> out = new ArrayList<>();
    for (String disk : look.names(FOLDER)) {
      List<String> files = look.names(FOLDER + "/" + disk);
      for (String file : files) {
        String path = FOLDER + "/" + disk + "/" + file;
        if (file.equals("make-it-fail") || file.equals("io-timeout-fail")) {
          add(look, path, out);
        } else if (file.startsWith(disk) && files.contains("make-it-fail")) {
          add(look, path + "/make-it-fail", out);
        }
      }
    }
    return out;
  }

  private static void add(KernelProbe.Looker look, String path, List<DiskKnob> out) {
    if (out.size() < MOST) {
      look.text(path).ifPresent(value -> out.add(new DiskKnob(path, value)));
    }
  }
}
