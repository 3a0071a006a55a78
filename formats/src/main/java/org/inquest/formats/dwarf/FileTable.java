package org.inquest.formats.dwarf;

import java.util.Arrays;
import java.util.Optional;

/// The folders and files of a line program's header: DWARF 2 to 4 (DWARF 4, 6.2.4) and the tables
/// of DWARF 5 with described entries (6.2.4.1). Names are read when they are asked for.
final class FileTable {
  private static final int CONTENT_PATH = 1;
  private static final int CONTENT_FOLDER = 2;

  /// Beyond what any unit has; a kernel's has 1,500.
  private static final int MAX_ENTRIES = 1 << 17;

  /// Of names: their form and value. Of files also the number of their folder.
  private int[] forms = new int[64];

  private long[] names = new long[64];
  private long[] folders = new long[64];
  private int count;

  private FileTable() {}

  /// A table of DWARF 2 to 4, which ends with an empty name. Its entries count from 1, so the first
  /// one is left empty.
  ///
  /// @param files whether folder, time and length follow each name
  static FileTable old(DebugBytes in, boolean files) {
    FileTable table = new FileTable();
    table.add(in, 0, 0, 0);
    while (true) {
      long at = in.offset();
      if (in.u8() == 0) {
        return table;
      }
      in.skipText();
      long folder = 0;
      if (files) {
        folder = in.uleb();
        in.skipLeb();
        in.skipLeb();
      }
      table.add(in, Form.STRING, at, folder);
    }
  }

  /// A table of DWARF 5.
  static FileTable described(DebugBytes in, UnitHeader header) {
    int described = in.u8();
    long[] contents = new long[described];
    int[] forms = new int[described];
    for (int i = 0; i < described; i++) {
      contents[i] = in.uleb();
      forms[i] = (int) Math.min(in.uleb() & Long.MAX_VALUE, 0xffff);
    }
    long entries = in.uleb();
    if (entries < 0 || entries > MAX_ENTRIES || entries > in.left()) {
      throw in.malformed("at most as many files as bytes", Long.toUnsignedString(entries));
    }
    FileTable table = new FileTable();
    for (long i = 0; i < entries; i++) {
      table.addDescribed(in, contents, forms, header);
    }
    return table;
  }

  private void addDescribed(DebugBytes in, long[] contents, int[] described, UnitHeader header) {
    int form = 0;
    long name = 0;
    long folder = 0;
    for (int i = 0; i < contents.length; i++) {
      if (contents[i] == CONTENT_PATH) {
        form = described[i];
        name = in.offset();
      } else if (contents[i] == CONTENT_FOLDER) {
        folder = number(in.at(in.offset()), described[i]);
      }
      Form.skip(in, described[i], header);
    }
    add(in, form, name, folder);
  }

  /// Folders are written as data1, data2 or udata.
  private static long number(DebugBytes in, int form) {
    return switch (form) {
      case Form.DATA1 -> in.u8();
      case Form.DATA2 -> in.u16();
      case Form.DATA4 -> in.u32();
      default -> in.uleb();
    };
  }

  private void add(DebugBytes in, int form, long name, long folder) {
    if (count == MAX_ENTRIES) {
      throw in.malformed("at most " + MAX_ENTRIES + " files", "more");
    }
    if (count == forms.length) {
      forms = Arrays.copyOf(forms, count * 2);
      names = Arrays.copyOf(names, count * 2);
      folders = Arrays.copyOf(folders, count * 2);
    }
    forms[count] = form;
    names[count] = name;
    folders[count++] = folder;
  }

  int size() {
    return count;
  }

  /// The number of a file's folder in the table of folders; that of none for no file.
  long folder(int i) {
    return i >= 0 && i < count ? folders[i] : -1;
  }

  /// A name; empty where there is none.
  ///
  /// @param header of the line program, where the table is
  Optional<String> name(long i, DebugBytes header, Unit unit) {
    if (i < 0 || i >= count || forms[(int) i] == 0) {
      return Optional.empty();
    }
    int form = forms[(int) i];
    DebugBytes in = header.at(names[(int) i]);
    int offsets = unit.header().offsetSize();
    return switch (form) {
      case Form.STRING -> Optional.of(in.text());
      case Form.STRP, Form.LINE_STRP -> unit.text(form, in.unsigned(offsets));
      case Form.STRX -> unit.text(form, in.uleb());
      case Form.STRX1 -> unit.text(form, in.u8());
      case Form.STRX2 -> unit.text(form, in.u16());
      case Form.STRX3 -> unit.text(form, in.u24());
      case Form.STRX4 -> unit.text(form, in.u32());
      default -> Optional.empty();
    };
  }
}
