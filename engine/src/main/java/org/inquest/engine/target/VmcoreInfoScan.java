package org.inquest.engine.target;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.inquest.engine.memory.PhysicalMemory;

/// Finds VMCOREINFO where no note brought it: the kernel keeps the text in a page of its own
/// (`vmcoreinfo_data`, kernel/vmcore_info.c).
final class VmcoreInfoScan {
  private static final byte[] START = "OSRELEASE=".getBytes(StandardCharsets.US_ASCII);

  /// Pages looked at: 64 GiB of memory. A larger dump without the note is told so.
  private static final long MAX_PAGES = 16L << 20;

  private VmcoreInfoScan() {}

  static Optional<String> find(PhysicalMemory physical) {
    long limit = Math.min(physical.pages().limit(), MAX_PAGES);
    byte[] page = new byte[physical.pageSize()];
    for (long frame = 0; frame < limit; frame++) {
      if (physical.pages().status(frame).readable()
          && physical.pages().read(frame, page).readable()
          && Arrays.equals(page, 0, START.length, START, 0, START.length)) {
        String text = new String(page, StandardCharsets.UTF_8);
        int end = text.indexOf('\0');
        String clean = end < 0 ? text : text.substring(0, end);
        if (clean.contains("SYMBOL(swapper_pg_dir)=")) {
          return Optional.of(clean);
        }
      }
    }
    return Optional.empty();
  }
}
