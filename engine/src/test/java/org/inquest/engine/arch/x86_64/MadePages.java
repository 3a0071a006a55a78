package org.inquest.engine.arch.x86_64;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.Map;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.dump.PhysicalPages;

/// Physical pages made of the words a test names.
final class MadePages implements PhysicalPages {
  private final Map<Long, ByteBuffer> pages = new HashMap<>();

  MadePages word(long address, long value) {
    pages
        .computeIfAbsent(
            address >>> 12, _ -> ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN))
        .putLong((int) address & 0xfff, value);
    return this;
  }

  @Override
  public int pageSize() {
    return 4096;
  }

  @Override
  public long limit() {
    return 1 << 20;
  }

  @Override
  public PageStatus status(long frame) {
    return pages.containsKey(frame) ? PageStatus.PRESENT : PageStatus.FILTERED;
  }

  @Override
  public PageStatus read(long frame, byte[] target) {
    ByteBuffer page = pages.get(frame);
    if (page == null) {
      return PageStatus.FILTERED;
    }
    page.get(0, target);
    return PageStatus.PRESENT;
  }
}
