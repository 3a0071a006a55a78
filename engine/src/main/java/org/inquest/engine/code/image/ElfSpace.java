package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.LoadSegment;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;

/// The memory that an ELF file describes: which of its bytes are at which address.
final class ElfSpace {
  /// Thread-local zeros, `.tbss`: they overlap what follows them and are no memory of the image.
  private static final long SHF_TLS = 0x400;

  /// Ten times the text of a large browser.
  private static final int MAX_PART = 1 << 30;

  /// Zeros without bytes in the file, all together: a kernel's `.bss` has a tenth. The file's size
  /// bounds everything else.
  private static final int MAX_ZEROS = 1 << 28;

  /// What a relocatable file's sections may fill: as much as lies above [ModuleFile#BASE], less
  /// some room for imports.
  private static final long MAX_LAID_OUT = 768L << 20;

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
  private final List<String> gaps;

  /// Of each section of the file its index in [#parts], or -1.
  private final int[] partOf;

  private ElfSpace(Collector collected) {
    this.file = collected.file;
    List<Part> sorted = new ArrayList<>(collected.parts);
    sorted.sort(Comparator.comparing(p -> p.section().address(), Long::compareUnsigned));
    this.parts = List.copyOf(sorted);
    this.sections = this.parts.stream().map(Part::section).toList();
    this.gaps = List.copyOf(collected.gaps);
    this.partOf = new int[file.sections().size()];
    Arrays.fill(partOf, -1);
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).number() >= 0) {
        partOf[parts.get(i).number()] = i;
      }
    }
  }

  /// Takes parts and sees to it that a file can't describe more memory than it has bytes for: what
  /// walks over all parts then ends in a time that its size bounds.
  private static final class Collector {
    private final ElfFile file;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> gaps = new ArrayList<>();
    private long stored;
    private long zeros;

    Collector(ElfFile file) {
      this.file = file;
    }

    /// @param claimed bytes in the file, as its header says
    void add(CodeSection section, int number, long offset, long claimed, long bias) {
      long fileSize = file.bytes().size();
      long there = Math.min(claimed, Math.max(0, fileSize - offset));
      if (claimed < 0 || offset < 0 || section.size() < claimed) {
        throw new MalformedInput(
            file.bytes().name(), -1, "a section in the file", section.name() + " outside of it");
      }
      long size = claimed > there ? there : section.size();
      if (claimed > there) {
        gaps.add(section.name() + " is cut off by the end of the file");
      }
      if (size - there > MAX_ZEROS - zeros) {
        gaps.add(section.name() + " was left out after its stored bytes: it has too many zeros");
        size = there;
      }
      stored += there;
      zeros += size - there;
      if (stored > 2 * fileSize) {
        throw new MalformedInput(
            file.bytes().name(),
            -1,
            "sections one behind the other",
            "sections that overlap, " + stored + " bytes in a file of " + fileSize);
      }
      CodeSection kept =
          new CodeSection(
              section.name(), section.address(), size, section.executable(), section.writable());
      parts.add(new Part(kept, number, offset, there, bias));
    }
  }

  /// The memory of a linked file; by its program headers where its section headers were stripped.
  ///
  /// @throws MalformedInput where the headers describe more than the file can have
  static ElfSpace ofLinked(ElfFile file) {
    Collector out = new Collector(file);
    for (ElfSection s : file.sections()) {
      if (inMemory(s)) {
        add(out, s, s.address(), 0);
      }
    }
    if (out.parts.isEmpty()) {
      for (LoadSegment s : file.segments()) {
        String name = "segment " + out.parts.size();
        out.add(
            new CodeSection(name, s.address(), s.size(), s.executable(), s.writable()),
            -1,
            s.offset(),
            Math.min(s.fileSize(), s.size()),
            0);
      }
    }
    return new ElfSpace(out);
  }

  /// The memory of a relocatable file, which gets addresses here: each section begins a page of its
  /// own, so that the last digits of an address are those of the offset in the section.
  ///
  /// @param base address of the first section
  /// @param placement the addresses that are known
  /// @throws MalformedInput where the headers describe more than the file can have
  static ElfSpace laidOut(ElfFile file, long base, Placement placement) {
    Collector out = new Collector(file);
    long used = 0;
    for (ElfSection s : file.sections()) {
      OptionalLong known = inMemory(s) ? placement.section(s.name()) : OptionalLong.empty();
      if (known.isPresent()) {
        add(out, s, known.getAsLong(), known.getAsLong());
      } else if (inMemory(s)) {
        long alignment = Math.max(4096, Long.highestOneBit(Math.clamp(s.alignment(), 1, 1 << 21)));
        used = (used + alignment - 1) & -alignment;
        if (Long.compareUnsigned(s.size(), MAX_LAID_OUT - used) > 0) {
          throw new MalformedInput(
              file.bytes().name(), -1, "the sections of a module", "more than memory has room for");
        }
        add(out, s, base + used, base + used);
        used += s.size();
      }
    }
    return new ElfSpace(out);
  }

  private static boolean inMemory(ElfSection s) {
    boolean threads = (s.flags() & SHF_TLS) != 0 && !s.hasBytes();
    return s.allocated() && s.size() != 0 && !threads;
  }

  /// Code that the program may write is data with a wrong flag: the `.data` of a kernel of 7.2,
  /// where the linker merged the flags.
  private static void add(Collector out, ElfSection s, long address, long bias) {
    boolean code = s.executable() && !s.writable();
    out.add(
        new CodeSection(s.name(), address, s.size(), code, s.writable()),
        s.index(),
        s.offset(),
        s.hasBytes() ? s.size() : 0,
        bias);
  }

  /// What of the memory could not be had, a sentence each.
  List<String> gaps() {
    return gaps;
  }

  /// The index in [#parts] of a section of the file; -1 where it is not in memory.
  int partOf(int section) {
    return section >= 0 && section < partOf.length ? partOf[section] : -1;
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
  Optional<CodeSection> sectionAt(long address) {
    int i = indexAt(address);
    return i < 0 ? Optional.empty() : Optional.of(sections.get(i));
  }

  /// The part that an address lies in.
  ///
  /// @throws MemoryFault where there is none
  Part partAt(long address) {
    int i = indexAt(address);
    if (i < 0) {
      throw new MemoryFault(address, false, MemoryFault.Reason.NOT_MAPPED);
    }
    return parts.get(i);
  }

  private int indexAt(long address) {
    int low = 0;
    int high = parts.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      CodeSection section = parts.get(middle).section();
      if (section.contains(address)) {
        return middle;
      }
      if (Long.compareUnsigned(section.address(), address) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return -1;
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
