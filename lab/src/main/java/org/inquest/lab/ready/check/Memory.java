package org.inquest.lab.ready.check;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Look;

/// Sizes in `/proc/meminfo`, in bytes.
final class Memory {
  private static final String FILE = "/proc/meminfo";

  private Memory() {}

  /// RAM the kernel manages.
  static Look<Long> total(HostFiles host) {
    return host.text(FILE).as(t -> Optional.ofNullable(parse(t).get("MemTotal")), "MemTotal");
  }

  /// What a dump holds from which zero, free, page-cache and user pages are left out: at most what
  /// is in use for anything else, before compression.
  static Look<Long> keptByFilter(HostFiles host) {
    return host.text(FILE).as(t -> kernelPart(parse(t)), "MemTotal, MemFree, Cached and AnonPages");
  }

  /// "23.4 GB".
  static String text(long bytes) {
    return bytes >= 10L << 30
        ? (bytes >> 30) + " GB"
        : bytes >= 1L << 30 ? (bytes * 10 / (1L << 30)) / 10.0 + " GB" : (bytes >> 20) + " MB";
  }

  private static Optional<Long> kernelPart(Map<String, Long> sizes) {
    Long total = sizes.get("MemTotal");
    Long free = sizes.get("MemFree");
    Long cached = sizes.get("Cached");
    Long user = sizes.get("AnonPages");
    if (total == null || free == null || cached == null || user == null) {
      return Optional.empty();
    }
    return Optional.of(Math.max(0, total - free - cached - user));
  }

  private static Map<String, Long> parse(String text) {
    Map<String, Long> sizes = new HashMap<>();
    for (String line : text.lines().toList()) {
      String[] words = line.split("[:\\s]+");
      if (words.length >= 2 && words[1].matches("\\d{1,15}")) {
        sizes.put(words[0], Long.parseLong(words[1]) << 10);
      }
    }
    return sizes;
  }
}
