package org.inquest.formats.elf;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;

/// An ELF file of 64 bits, little endian: a vmlinux, a module, a program, a library (System V gABI,
/// chapters 4 and 5). Opening reads the header and the section headers; everything else is read
/// where it is asked.
public final class ElfFile implements AutoCloseable {
  public static final int ET_REL = 1;
  public static final int ET_EXEC = 2;
  public static final int ET_DYN = 3;
  public static final int ET_CORE = 4;

  private static final int HEADER = 64;
  private static final int PROGRAM_HEADER = 56;

  /// Beyond it only with `-ffunction-sections`, and a kernel so built still has fewer.
  private static final int MAX_SECTIONS = 1 << 20;

  private final ByteSource file;
  private final int type;
  private final int machine;
  private final long entry;
  private final List<LoadSegment> headers;
  private final List<LoadSegment> segments;
  private final List<ElfSection> sections;

  private ElfFile(ByteSource file) {
    this.file = file;
    Cursor header = file.cursor(0, HEADER).seek(16);
    this.type = header.u16();
    this.machine = header.u16();
    this.entry = header.seek(24).u64();
    long programs = header.u64();
    long table = header.u64();
    int programCount = header.seek(56).u16();
    long count = header.seek(60).u16();
    int names = header.u16();
    this.headers = readHeaders(programs, programCount);
    this.segments = headers.stream().filter(h -> h.type() == LoadSegment.PT_LOAD).toList();
    this.sections = table == 0 ? List.of() : findSections(table, count, names);
  }

  /// Reads the headers. The file then belongs to the result, which closes it.
  ///
  /// @throws MalformedInput where it is no ELF file, or its headers lead outside of it
  /// @throws Unsupported for ELF files of 32 bits or big-endian ones
  public static ElfFile read(ByteSource file) {
    if (!file.has(0, HEADER)) {
      throw new MalformedInput(file.name(), 0, "an ELF file", file.size() + " bytes");
    }
    byte[] ident = new byte[6];
    file.copy(0, ident, 0, ident.length);
    if (!ElfMagic.begins(ident)) {
      throw new MalformedInput(file.name(), 0, "an ELF file", "something else");
    }
    if (ident[4] != 2 || ident[5] != 1) {
      throw new Unsupported(
          file.name()
              + ": is an ELF file of "
              + (ident[4] == 1 ? "32 bits" : "big-endian order")
              + "; this version reads those of 64 bits, little endian");
    }
    return new ElfFile(file);
  }

  private List<LoadSegment> readHeaders(long table, int count) {
    List<LoadSegment> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      all.add(LoadSegment.read(file.cursor(table + (long) i * PROGRAM_HEADER, PROGRAM_HEADER)));
    }
    return List.copyOf(all);
  }

  /// A file that lies in a dump's memory may lack the pages of its section headers, which nobody
  /// needs to run it; its program headers still say what is where.
  private List<ElfSection> findSections(long table, long fewCount, int fewNames) {
    try {
      return readSections(table, fewCount, fewNames);
    } catch (MemoryFault e) {
      return List.of();
    }
  }

  private List<ElfSection> readSections(long table, long fewCount, int fewNames) {
    long count = fewCount;
    int names = fewNames;
    // Where the counts do not fit their fields, section header 0 has them (gABI, "Special
    // Sections").
    ElfSection first = ElfSection.read(0, header(table, 0), NameTable.none(file));
    if (count == 0) {
      count = first.size();
    }
    if (names == 0xffff) {
      names = first.link();
    }
    if (count > MAX_SECTIONS || !file.has(table, count * ElfSection.SIZE)) {
      throw new MalformedInput(
          file.name(), table, count + " section headers", "the end of the file");
    }
    NameTable strings = NameTable.none(file);
    if (names > 0 && names < count) {
      ElfSection section = ElfSection.read(names, header(table, names), strings);
      strings = new NameTable(file, section.offset(), section.size());
    }
    List<ElfSection> all = new ArrayList<>((int) count);
    for (int i = 0; i < count; i++) {
      all.add(ElfSection.read(i, header(table, i), strings));
    }
    return List.copyOf(all);
  }

  private Cursor header(long table, int i) {
    return file.cursor(table + (long) i * ElfSection.SIZE, ElfSection.SIZE);
  }

  /// The file's bytes.
  public ByteSource bytes() {
    return file;
  }

  /// `ET_*`.
  public int type() {
    return type;
  }

  /// `EM_*`.
  public int machine() {
    return machine;
  }

  /// `e_entry`.
  public long entry() {
    return entry;
  }

  /// What is loaded into memory, in the file's order.
  public List<LoadSegment> segments() {
    return segments;
  }

  /// All program headers, in the file's order.
  public List<LoadSegment> programHeaders() {
    return headers;
  }

  /// All sections by their number; empty where they were stripped, or are not in the dump that the
  /// file was found in.
  public List<ElfSection> sections() {
    return sections;
  }

  /// The first section of that name.
  public Optional<ElfSection> section(String name) {
    return sections.stream().filter(s -> s.name().equals(name)).findFirst();
  }

  /// The first section of that type.
  public Optional<ElfSection> sectionOfType(int sectionType) {
    return sections.stream().filter(s -> s.type() == sectionType).findFirst();
  }

  /// The symbols of a section of type SYMTAB or DYNSYM.
  ///
  /// @throws MalformedInput where they lie outside the file
  public ElfSymbols symbols(ElfSection table) {
    int link = table.link();
    NameTable names =
        link > 0 && link < sections.size()
            ? new NameTable(file, sections.get(link).offset(), sections.get(link).size())
            : NameTable.none(file);
    return new ElfSymbols(file, table, names);
  }

  /// The relocations of a section of type RELA.
  ///
  /// @throws MalformedInput where they lie outside the file
  public ElfRelocations relocations(ElfSection table) {
    return new ElfRelocations(file, table);
  }

  /// A table of the file. On a cold JVM a buffer is several times faster than a slice, and tables
  /// are read entry by entry.
  ///
  /// @throws MalformedInput where it lies outside the file or is larger than any real one
  static ByteBuffer buffer(ByteSource file, long offset, long size) {
    if (size < 0 || size > Integer.MAX_VALUE) {
      throw new MalformedInput(
          file.name(), offset, "a table", Long.toUnsignedString(size) + " bytes");
    }
    return file.slice(offset, size).asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
  }

  @Override
  public void close() {
    file.close();
  }
}
