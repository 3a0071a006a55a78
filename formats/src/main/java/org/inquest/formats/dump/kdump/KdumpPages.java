package org.inquest.formats.dump.kdump;

import java.util.List;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.dump.PhysicalPages;

/// The frames of one or more parts.
final class KdumpPages implements PhysicalPages {
  private final List<KdumpPart> parts;
  private final KdumpPart first;

  /// @param parts ordered by first frame, at least one
  KdumpPages(List<KdumpPart> parts) {
    this.parts = parts;
    this.first = parts.getFirst();
  }

  @Override
  public int pageSize() {
    return first.header().blockSize();
  }

  @Override
  public long limit() {
    return first.limit();
  }

  @Override
  public PageStatus status(long frame) {
    PageStatus listed = first.listed(frame);
    if (listed != PageStatus.PRESENT) {
      return listed;
    }
    for (KdumpPart part : parts) {
      if (frame >= part.start() && frame < part.end()) {
        return part.status(frame);
      }
    }
    return PageStatus.LOST; // in a part that was not given
  }

  @Override
  public PageStatus read(long frame, byte[] target) {
    PageStatus listed = first.listed(frame);
    if (listed != PageStatus.PRESENT) {
      return listed;
    }
    for (KdumpPart part : parts) {
      if (frame >= part.start() && frame < part.end()) {
        return part.read(frame, target);
      }
    }
    return PageStatus.LOST;
  }
}
