package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.LoadSegment;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;

/// The memory that an ELF file describes: which of its bytes are at which address.
final class ElfSpace {
  /// Thread-local zeros, `.tbss`: they overlap what follows them and are no memory of the image.
  private static final long SHF_TLS = 0x400;

  /// Ten times the text of a large browser.
  private static final int MAX_PART = 1 << 30;

  /// A part and where its bytes are.
  ///
  /// @param number of the file's section, or -1
  /// @param offset in the file
  /// @param fileSize bytes in the file; those behind are zero
  /// @param bias what is added to values of symbols: in a relocatable file they count from the
  ///   section's start
  record Part(CodeSection section, int number, long offset, long fileSize, long bias) {}

  private final ElfFile file;
  private final List<Part> parts;
  private final List<CodeSection> sections;

  private ElfSpace(ElfFile file, List<Part> parts) {
    this.file = file;
    parts.sort(Comparator.comparing(p -> p.section().address(), Long::compareUnsigned));
    this.parts = List.copyOf(parts);
    this.sections = this.parts.stream().map(Part::section).toList();
  }

  /// The memory of a linked file; by its program headers where its section headers were stripped.
  static ElfSpace ofLinked(ElfFile file) {
    List<Part> parts = new ArrayList<>();
    for (ElfSection s : file.sections()) {
      if (inMemory(s)) {
        parts.add(part(s, s.address(), 0));
      }
    }
    if (parts.isEmpty()) {
      for (LoadSegment s : file.segments()) {
        String name = "segment " + parts.size();
        parts.add(
            new Part(
                new CodeSection(name, s.address(), s.size(), s.executable(), s.writable()),
                -1,
                s.offset(),
                Math.min(s.fileSize(), s.size()),
                0));
      }
    }
    return new ElfSpace(file, parts);
  }

  /// The memory of a relocatable file, which gets addresses here: each section begins a page of its
  /// own, so that the last digits of an address are those of the offset in the section.
  ///
  /// @param base address of the first section
  static ElfSpace laidOut(ElfFile file, long base) {
    List<Part> parts = new ArrayList<>();
    long at = base;
    for (ElfSection s : file.sections()) {
      if (inMemory(s)) {
        long alignment = Math.max(4096, Long.highestOneBit(Math.min(s.alignment(), 1 << 21)));
        at = (at + alignment - 1) & -alignment;
        parts.add(part(s, at, at));
        at += s.size();
      }
    }
    return new ElfSpace(file, parts);
  }

  private static boolean inMemory(ElfSection s) {
    boolean threads = (s.flags() & SHF_TLS) != 0 && !s.hasBytes();
    return s.allocated() && s.size() != 0 && !threads;
  }

  /// Code that the program may write is data with a wrong flag: the `.data` of a kernel of 7.2,
  /// where the linker merged the flags.
  private static Part part(ElfSection s, long address, long bias) {
    boolean code = s.executable() && !s.writable();
    return new Part(
        new CodeSection(s.name(), address, s.size(), code, s.writable()),
        s.index(),
        s.offset(),
        s.hasBytes() ? s.size() : 0,
        bias);
  }

  /// By address.
  List<CodeSection> sections() {
    return sections;
  }

  /// By address.
  List<Part> parts() {
    return parts;
  }

  /// The part that an address lies in.
  ///
  /// @throws MemoryFault where there is none
  Part partAt(long address) {
    int low = 0;
    int high = parts.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      CodeSection section = parts.get(middle).section();
      if (section.contains(address)) {
        return parts.get(middle);
      }
      if (Long.compareUnsigned(section.address(), address) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    throw new MemoryFault(address, false, MemoryFault.Reason.NOT_MAPPED);
  }

  /// Copies bytes, across parts that touch.
  ///
  /// @throws MemoryFault at the first byte that the file does not have
  void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      Part part = partAt(address + done);
      long within = address + done - part.section().address();
      int chunk = (int) Math.min(length - done, part.section().size() - within);
      copy(part, within, target, offset + done, chunk);
      done += chunk;
    }
  }

  /// All bytes of one part, as they are in the file.
  ///
  /// @throws Unsupported where it has more than an array can hold
  byte[] bytes(Part part) {
    if (part.section().size() > MAX_PART) {
      throw new Unsupported(
          file.bytes().name() + ": section " + part.section().name() + " is too large");
    }
    byte[] out = new byte[(int) part.section().size()];
    copy(part, 0, out, 0, out.length);
    return out;
  }

  /// Copies bytes of one part as they are in the file.
  void copy(Part part, long within, byte[] target, int offset, int length) {
    int stored = Math.clamp(part.fileSize() - within, 0, length);
    if (stored > 0) {
      file.bytes().copy(part.offset() + within, target, offset, stored);
    }
    Arrays.fill(target, offset + stored, offset + length, (byte) 0);
  }
}
