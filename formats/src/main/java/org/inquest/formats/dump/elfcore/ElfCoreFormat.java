package org.inquest.formats.dump.elfcore;

import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.dump.DumpFormat;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.dump.ElfNotes;
import org.inquest.formats.dump.OpenedDump;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// ELF64 little-endian cores of a kernel.
public final class ElfCoreFormat implements DumpFormat {
  private static final int PAGE_SIZE = 4096;
  private static final int MOST_HEADERS = 1 << 22;
  private static final int MOST_NOTE_SEGMENTS = 64;

  @Override
  public String name() {
    return "elf";
  }

  @Override
  public boolean probe(ByteSource source) {
    return ElfHeader.probe(source);
  }

  @Override
  public OpenedDump open(List<ByteSource> sources) {
    ByteSource source = sources.getFirst();
    if (sources.size() > 1) {
      throw new UsageError(
          source.name() + ": an ELF core is one file; only split kdump files are opened together");
    }
    ElfHeader header = ElfHeader.read(source);
    List<String> gaps = new ArrayList<>(source.gaps());
    SegmentTable segments = new SegmentTable();
    List<ElfNote> notes = new ArrayList<>();
    readSegments(source, header, segments, notes, gaps);
    CoreOrigin origin = CoreOrigin.of(source.name(), notes);
    segments.seal();
    if (segments.count() == 0) {
      throw new MalformedInput(
          source.name(),
          header.phoff(),
          "memory segments with physical addresses",
          // makedumpfile writes the program headers of a flattened core at its end.
          source.gaps().isEmpty() ? "none" : "none: the file is cut off");
    }
    boolean incomplete = (header.flags() & ElfHeader.INCOMPLETE) != 0;
    if (incomplete) {
      gaps.add(source.name() + ": incomplete: makedumpfile ran out of space while writing it");
    }
    Optional<String> vmcoreinfo = ElfNotes.vmcoreinfo(notes);
    ElfPages pages =
        new ElfPages(
            source,
            segments,
            pageSize(vmcoreinfo),
            origin == CoreOrigin.QEMU ? PageStatus.ZERO : PageStatus.FILTERED_OR_ZERO,
            incomplete ? PageStatus.LOST : PageStatus.ABSENT);
    cutOff(source, segments, gaps);
    return new OpenedDump(
        "ELF core (" + origin.words() + ")",
        header.machine(),
        pages,
        vmcoreinfo,
        List.copyOf(notes),
        Optional.empty(),
        Optional.empty(),
        List.copyOf(gaps),
        sources);
  }

  private static void readSegments(
      ByteSource source,
      ElfHeader header,
      SegmentTable segments,
      List<ElfNote> notes,
      List<String> gaps) {
    if (header.phentsize() < ElfSegment.SIZE) {
      throw new MalformedInput(
          source.name(), 54, "program headers of 56 bytes", header.phentsize() + " bytes");
    }
    long room = Math.max(0, source.size() - header.phoff()) / header.phentsize();
    if (header.phoff() <= 0 || room == 0 || header.phnum() == 0) {
      throw new MalformedInput(
          source.name(), 32, "program headers within the file", "none: cut off or damaged");
    }
    if (header.phnum() > room) {
      gaps.add(source.name() + ": cut off within its program headers; the memory after is lost");
    }
    int count = (int) Math.min(header.phnum(), Math.min(room, MOST_HEADERS));
    int noteSegments = 0;
    int skipped = 0;
    for (int i = 0; i < count; i++) {
      long at = header.phoff() + (long) i * header.phentsize();
      ElfSegment segment = ElfSegment.read(source.cursor(at, ElfSegment.SIZE));
      if (segment.type() == ElfSegment.PT_LOAD) {
        skipped += segments.add(segment) || segment.memsz() == 0 ? 0 : 1;
      } else if (segment.type() == ElfSegment.PT_NOTE && noteSegments++ < MOST_NOTE_SEGMENTS) {
        readNotes(source, segment, notes, gaps);
      }
    }
    if (skipped > 0) {
      gaps.add(source.name() + ": " + skipped + " segments have no usable physical address");
    }
  }

  private static void readNotes(
      ByteSource source, ElfSegment segment, List<ElfNote> notes, List<String> gaps) {
    long there = Math.min(segment.filesz(), source.size() - segment.offset());
    if (segment.offset() < 0 || there < segment.filesz() || segment.filesz() < 0) {
      gaps.add(source.name() + ": the notes (registers, VMCOREINFO) lie outside the file");
    }
    if (segment.offset() >= 0 && there > 0) {
      notes.addAll(ElfNotes.read(source.slice(segment.offset(), there), ByteOrder.LITTLE_ENDIAN));
    }
  }

  private static int pageSize(Optional<String> vmcoreinfo) {
    if (vmcoreinfo.isEmpty()) {
      return PAGE_SIZE;
    }
    OptionalLong size = VmcoreInfo.parse(vmcoreinfo.get()).auto("PAGESIZE");
    long bytes = size.orElse(PAGE_SIZE);
    return bytes >= PAGE_SIZE && bytes <= 1 << 16 && Long.bitCount(bytes) == 1
        ? (int) bytes
        : PAGE_SIZE;
  }

  private static void cutOff(ByteSource source, SegmentTable segments, List<String> gaps) {
    long lost = segments.storedBeyond(source.size());
    if (lost > 0) {
      gaps.add(
          source.name()
              + ": cut off: the file ends at 0x"
              + Long.toHexString(source.size())
              + ", "
              + (lost + 1023) / 1024
              + " KiB of memory behind that are lost");
    }
  }
}
