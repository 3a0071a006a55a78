package org.inquest.formats.testkit;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes small ELF files with sections, symbols and relocations: objects, modules, programs.
public final class ElfObject {
  private static final int SHF_WRITE = 1;
  private static final int SHF_ALLOC = 2;
  private static final int SHF_EXECINSTR = 4;
  private static final int SHT_NOTE = 7;
  private static final int SHT_NOBITS = 8;

  /// In place of a section's number.
  private static final int DYNAMIC = -1;

  private final int type;
  private final int machine;
  private final List<Section> sections = new ArrayList<>();
  private final List<Symbol> symbols = new ArrayList<>();
  private final List<Rela> relas = new ArrayList<>();
  private boolean loaded;
  private boolean stripped;

  private record Section(
      String name,
      int type,
      long flags,
      long address,
      byte[] bytes,
      long size,
      int link,
      int info,
      int entry) {}

  private record Symbol(String name, int info, int section, long value, long size) {}

  private record Rela(int section, long offset, int type, int symbol, long addend) {}

  /// @param type 1 for relocatable, 2 for a program
  public ElfObject(int type, int machine) {
    this.type = type;
    this.machine = machine;
    sections.add(new Section("", 0, 0, 0, new byte[0], 0, 0, 0, 0));
    symbols.add(new Symbol("", 0, 0, 0, 0));
  }

  /// Adds a section of code; its number is the count of sections before it, from 1.
  public ElfObject text(String name, long address, byte[] bytes) {
    return section(name, 1, SHF_ALLOC | SHF_EXECINSTR, address, bytes, bytes.length);
  }

  public ElfObject data(String name, long address, byte[] bytes) {
    return section(name, 1, SHF_ALLOC | SHF_WRITE, address, bytes, bytes.length);
  }

  /// Adds read-only data.
  public ElfObject readOnly(String name, long address, byte[] bytes) {
    return section(name, 1, SHF_ALLOC, address, bytes, bytes.length);
  }

  /// Adds notes, as they lie in the file.
  public ElfObject notes(String name, byte[] bytes) {
    return section(name, SHT_NOTE, SHF_ALLOC, 0, bytes, bytes.length);
  }

  public ElfObject zeros(String name, long address, long size) {
    return section(name, SHT_NOBITS, SHF_ALLOC | SHF_WRITE, address, new byte[0], size);
  }

  private ElfObject section(
      String name, int kind, long flags, long address, byte[] bytes, long size) {
    sections.add(new Section(name, kind, flags, address, bytes, size, 0, 0, 0));
    return this;
  }

  /// Adds a global symbol; its number is the count of symbols before it, from 1.
  ///
  /// @param kind `STT_*`
  /// @param section by number; 0 for another file's
  public ElfObject symbol(String name, int kind, int section, long value, long size) {
    symbols.add(new Symbol(name, 1 << 4 | kind, section, value, size));
    return this;
  }

  /// Adds a relocation of a section.
  public ElfObject rela(int section, long offset, int kind, int symbol, long addend) {
    relas.add(new Rela(section, offset, kind, symbol, addend));
    return this;
  }

  /// Adds a relocation that is loaded with the program, for the dynamic linker.
  ///
  /// @param place an address
  public ElfObject dynamic(long place, int kind, int symbol, long addend) {
    return rela(DYNAMIC, place, kind, symbol, addend);
  }

  /// With program headers: one to load each section that is in memory, and those that point at
  /// notes and at `.eh_frame_hdr`.
  public ElfObject loaded() {
    loaded = true;
    return this;
  }

  /// Without section headers.
  public ElfObject withoutSections() {
    stripped = true;
    return this;
  }

  /// The file: header, sections' bytes, section headers, program headers.
  public byte[] bytes() {
    List<Section> all = new ArrayList<>(sections);
    int table = all.size();
    ByteArrayOutputStream names = new ByteArrayOutputStream();
    names.write(0);
    all.add(new Section(".symtab", 2, 0, 0, symbolTable(names), -1, table + 1, 0, 24));
    all.add(new Section(".strtab", 3, 0, 0, names.toByteArray(), -1, 0, 0, 0));
    for (int i = 1; i < sections.size(); i++) {
      byte[] bytes = relaTable(i);
      if (bytes.length > 0) {
        all.add(new Section(".rela" + sections.get(i).name, 4, 0, 0, bytes, -1, table, i, 24));
      }
    }
    byte[] dynamic = relaTable(DYNAMIC);
    if (dynamic.length > 0) {
      all.add(new Section(".rela.dyn", 4, SHF_ALLOC, 0, dynamic, -1, table, 0, 24));
    }
    ByteArrayOutputStream headerNames = new ByteArrayOutputStream();
    headerNames.write(0);
    int[] nameAt = new int[all.size() + 1];
    for (int i = 1; i < all.size(); i++) {
      nameAt[i] = put(headerNames, all.get(i).name);
    }
    nameAt[all.size()] = put(headerNames, ".shstrtab");
    all.add(new Section(".shstrtab", 3, 0, 0, headerNames.toByteArray(), -1, 0, 0, 0));
    byte[] file = assemble(all, nameAt);
    byte[] whole = loaded ? withPrograms(file, all) : file;
    if (stripped) {
      ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).putLong(40, 0).putInt(60, 0);
    }
    return whole;
  }

  private static byte[] withPrograms(byte[] file, List<Section> all) {
    ByteBuffer out =
        ByteBuffer.allocate(file.length + 56 * 2 * all.size()).order(ByteOrder.LITTLE_ENDIAN);
    out.put(file);
    int count = 0;
    int at = 64;
    for (Section s : all) {
      if ((s.flags & SHF_ALLOC) != 0) {
        program(out, 1, s, at);
        count++;
        int points = s.type == SHT_NOTE ? 4 : s.name.equals(".eh_frame_hdr") ? 0x6474e550 : 0;
        if (points != 0) {
          program(out, points, s, at);
          count++;
        }
      }
      at += s.bytes.length + 7 & ~7;
    }
    out.putLong(32, file.length).putShort(54, (short) 56).putShort(56, (short) count);
    return out.array();
  }

  private static void program(ByteBuffer out, int type, Section s, int at) {
    boolean code = (s.flags & SHF_EXECINSTR) != 0;
    out.putInt(type).putInt(code ? 5 : 4).putLong(at).putLong(s.address).putLong(s.address);
    out.putLong(s.bytes.length).putLong(s.size < 0 ? s.bytes.length : s.size).putLong(4096);
  }

  private byte[] assemble(List<Section> all, int[] nameAt) {
    int size = 64;
    for (Section section : all) {
      size += section.bytes.length + 7 & ~7;
    }
    ByteBuffer file = ByteBuffer.allocate(size + 64 * all.size()).order(ByteOrder.LITTLE_ENDIAN);
    file.put(new byte[] {0x7f, 'E', 'L', 'F', 2, 1, 1}).position(16);
    file.putShort((short) type).putShort((short) machine).putInt(1).putLong(0);
    file.putLong(0).putLong(size).putInt(0).putShort((short) 64);
    file.putShort((short) 0).putShort((short) 0).putShort((short) 64);
    file.putShort((short) all.size()).putShort((short) (all.size() - 1));
    int at = 64;
    for (int i = 0; i < all.size(); i++) {
      Section s = all.get(i);
      file.put(at, s.bytes);
      file.position(size + 64 * i);
      file.putInt(nameAt[i]).putInt(s.type).putLong(s.flags).putLong(s.address);
      file.putLong(i == 0 ? 0 : at).putLong(s.size < 0 ? s.bytes.length : s.size);
      file.putInt(s.link).putInt(s.info).putLong(16).putLong(s.entry);
      at += s.bytes.length + 7 & ~7;
    }
    return file.array();
  }

  private byte[] symbolTable(ByteArrayOutputStream names) {
    ByteBuffer out = ByteBuffer.allocate(24 * symbols.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Symbol s : symbols) {
      out.putInt(s.name.isEmpty() ? 0 : put(names, s.name)).put((byte) s.info).put((byte) 0);
      out.putShort((short) s.section).putLong(s.value).putLong(s.size);
    }
    return out.array();
  }

  private byte[] relaTable(int section) {
    List<Rela> own = relas.stream().filter(r -> r.section == section).toList();
    ByteBuffer out = ByteBuffer.allocate(24 * own.size()).order(ByteOrder.LITTLE_ENDIAN);
    for (Rela r : own) {
      out.putLong(r.offset).putInt(r.type).putInt(r.symbol).putLong(r.addend);
    }
    return out.array();
  }

  private static int put(ByteArrayOutputStream names, String name) {
    int at = names.size();
    names.writeBytes((name + "\0").getBytes(StandardCharsets.UTF_8));
    return at;
  }
}
