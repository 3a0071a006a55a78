package org.inquest.formats.dump.kdump;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.dump.DumpFormat;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.dump.OpenedDump;
import org.inquest.formats.fault.UsageError;

/// kdump-compressed files, whole or split.
public final class KdumpFormat implements DumpFormat {

  @Override
  public String name() {
    return "kdump";
  }

  @Override
  public boolean probe(ByteSource source) {
    return KdumpHeader.probe(source);
  }

  @Override
  public OpenedDump open(List<ByteSource> sources) {
    List<KdumpPart> parts = new ArrayList<>(sources.size());
    for (ByteSource source : sources) {
      parts.add(KdumpPart.open(source));
    }
    parts.sort(Comparator.comparingLong(KdumpPart::start));
    for (int i = 1; i < parts.size(); i++) {
      requireSameDump(parts.get(i - 1), parts.get(i));
    }
    KdumpPart first = parts.getFirst();
    List<String> gaps = new ArrayList<>();
    for (KdumpPart part : parts) {
      gaps.addAll(part.gaps());
    }
    missingParts(parts, gaps);
    List<ElfNote> notes = first.notes();
    KdumpHeader header = first.header();
    int level = first.sub().dumpLevel();
    return new OpenedDump(
        describe(header, parts.size()),
        header.elfMachine(),
        new KdumpPages(parts),
        first.vmcoreinfo(notes),
        notes,
        physBase(first.sub(), notes),
        level >= 0 ? Optional.of(level) : Optional.empty(),
        List.copyOf(gaps),
        sources);
  }

  /// QEMU reads the decimal `NUMBER(phys_base)` of VMCOREINFO as hexadecimal (dump/dump.c), so its
  /// field is useless.
  private static Optional<Long> physBase(KdumpSubHeader sub, List<ElfNote> notes) {
    for (ElfNote note : notes) {
      if (note.name().equals("QEMU")) {
        return Optional.empty();
      }
    }
    return Optional.of(sub.physBase());
  }

  private static String describe(KdumpHeader header, int parts) {
    return "kdump compressed (header version "
        + header.version()
        + ", "
        + header.codecName()
        + (parts > 1 ? ", " + parts + " parts)" : ")");
  }

  private static void requireSameDump(KdumpPart first, KdumpPart part) {
    String names = first.source().name() + " and " + part.source().name();
    if (!first.sub().split() || !part.sub().split()) {
      throw new UsageError(names + ": only the parts of one split dump are opened together");
    }
    if (first.header().timestamp() != part.header().timestamp()
        || first.sub().maxMapnr() != part.sub().maxMapnr()
        || first.header().blockSize() != part.header().blockSize()
        || !first.header().release().equals(part.header().release())) {
      throw new UsageError(names + ": parts of different dumps");
    }
    // Parts without any frame are normal: makedumpfile cuts at round addresses.
    if (first.end() > part.start() && part.end() > part.start()) {
      throw new UsageError(names + ": the same part of a split dump twice");
    }
  }

  /// @param parts ordered by first frame
  private static void missingParts(List<KdumpPart> parts, List<String> gaps) {
    long next = 0;
    for (KdumpPart part : parts) {
      if (part.start() > next) {
        gaps.add(missing(next, part.start()));
      }
      next = Math.max(next, part.end());
    }
    long limit = parts.getFirst().sub().maxMapnr();
    if (parts.getFirst().sub().split() && next < limit) {
      gaps.add(missing(next, limit));
    }
  }

  private static String missing(long from, long to) {
    return "part of a split dump: the part with page frames 0x"
        + Long.toHexString(from)
        + " to 0x"
        + Long.toHexString(to - 1)
        + " was not given; its pages are lost";
  }
}
