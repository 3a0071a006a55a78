package org.inquest.formats.dump.elfcore;

import java.util.Arrays;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.dump.PhysicalPages;
import org.jspecify.annotations.Nullable;

/// Page frames cut out of segments. A segment need not start or end at a page: firmware takes parts
/// of a page of low memory. Bytes of a page that no segment tells of are zero; where segments
/// disagree the worst answer holds.
final class ElfPages implements PhysicalPages {
  private final ByteSource source;
  private final SegmentTable segments;
  private final int pageSize;
  private final PageStatus shorter;
  private final PageStatus beyond;

  /// @param shorter what `p_filesz < p_memsz` means in this file
  /// @param beyond what is said of frames behind the last segment
  ElfPages(
      ByteSource source,
      SegmentTable segments,
      int pageSize,
      PageStatus shorter,
      PageStatus beyond) {
    this.source = source;
    this.segments = segments;
    this.pageSize = pageSize;
    this.shorter = shorter;
    this.beyond = beyond;
  }

  @Override
  public int pageSize() {
    return pageSize;
  }

  @Override
  public long limit() {
    return (segments.end() + pageSize - 1) / pageSize;
  }

  @Override
  public PageStatus status(long frame) {
    return walk(frame, null);
  }

  @Override
  public PageStatus read(long frame, byte[] target) {
    return walk(frame, target);
  }

  private PageStatus walk(long frame, byte @Nullable [] target) {
    if (frame < 0 || frame >= limit()) {
      return frame < 0 ? PageStatus.ABSENT : beyond;
    }
    long start = frame * pageSize;
    long end = start + pageSize;
    PageStatus worst = PageStatus.ABSENT;
    long at = start;
    while (at < end) {
      int segment = segments.at(at);
      long until;
      if (segment < 0) {
        until = Math.min(end, segments.nextStart(at));
        if (target != null) {
          Arrays.fill(target, (int) (at - start), (int) (until - start), (byte) 0);
        }
      } else {
        boolean stored = at < segments.storedEnd(segment);
        until = Math.min(end, stored ? segments.storedEnd(segment) : segments.end(segment));
        if (!stored) {
          // Another segment may have what this one left out.
          until = Math.min(until, segments.nextStart(at));
        }
        worst = worse(worst, piece(segment, at, until, start, target));
      }
      at = until;
    }
    return worst;
  }

  private PageStatus piece(
      int segment, long from, long to, long pageStart, byte @Nullable [] target) {
    if (segments.offset(segment) == -1) {
      return PageStatus.FILTERED;
    }
    if (from >= segments.storedEnd(segment)) {
      if (target != null) {
        Arrays.fill(target, (int) (from - pageStart), (int) (to - pageStart), (byte) 0);
      }
      return shorter;
    }
    long offset = segments.offset(segment, from);
    if (!source.has(offset, to - from)) {
      return PageStatus.LOST;
    }
    if (target != null) {
      source.copy(offset, target, (int) (from - pageStart), (int) (to - from));
    }
    return PageStatus.PRESENT;
  }

  private static PageStatus worse(PageStatus a, PageStatus b) {
    return rank(a) >= rank(b) ? a : b;
  }

  private static int rank(PageStatus status) {
    return switch (status) {
      case ABSENT -> 0;
      case ZERO -> 1;
      case PRESENT -> 2;
      case FILTERED_OR_ZERO -> 3;
      case FILTERED -> 4;
      case UNDECODABLE -> 5;
      case LOST -> 6;
    };
  }
}
