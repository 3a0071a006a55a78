package org.inquest.formats.dwarf;

import org.inquest.formats.fault.Unsupported;

/// The program in `.debug_line` that makes a unit's line table (DWARF 5, 6.2): from addresses to
/// file, line and column.
public final class LineProgram {
  private static final int COPY = 1;
  private static final int ADVANCE_PC = 2;
  private static final int ADVANCE_LINE = 3;
  private static final int SET_FILE = 4;
  private static final int SET_COLUMN = 5;
  private static final int CONST_ADD_PC = 8;
  private static final int FIXED_ADVANCE_PC = 9;
  private static final int END_SEQUENCE = 1;
  private static final int SET_ADDRESS = 2;
  private static final int DEFINE_FILE = 3;

  private final Unit unit;
  private final DebugBytes bytes;
  private final UnitHeader sizes;
  private final FileTable folders;
  private final FileTable files;
  private final long program;
  private final int step;
  private final int operations;
  private final int lineBase;
  private final int lineRange;
  private final int opcodeBase;
  private final int[] operands;

  /// @param in behind the version
  private LineProgram(Unit unit, DebugBytes in, UnitHeader sizes) {
    this.unit = unit;
    this.bytes = in;
    this.sizes = sizes;
    long headerLength = in.unsigned(sizes.offsetSize());
    this.program = in.offset() + headerLength;
    this.step = in.u8();
    this.operations = Math.max(1, sizes.version() >= 4 ? in.u8() : 1);
    in.u8(); // default_is_stmt: rows for which no breakpoint should be set tell places as well
    this.lineBase = (byte) in.u8();
    this.lineRange = in.u8();
    this.opcodeBase = in.u8();
    this.operands = new int[Math.max(1, opcodeBase)];
    for (int i = 1; i < opcodeBase; i++) {
      operands[i] = in.u8();
    }
    if (sizes.version() == 5) {
      this.folders = FileTable.described(in, sizes);
      this.files = FileTable.described(in, sizes);
    } else {
      this.folders = FileTable.old(in, false);
      this.files = FileTable.old(in, true);
    }
  }

  /// Reads the header of a program.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it is cut off or makes no sense
  /// @throws Unsupported for another version
  static LineProgram read(Unit unit, long offset) {
    DebugSection section = unit.lineSection();
    DebugBytes in = section.at(offset);
    boolean wide = false;
    long length = in.u32();
    if (length == 0xffff_ffffL) {
      wide = true;
      length = in.u64();
    }
    if (length < 0 || length > in.left()) {
      throw in.malformed("a line program of " + Long.toUnsignedString(length) + " bytes", "less");
    }
    DebugBytes all = section.part(offset, in.offset() - offset + length).seek(in.offset());
    int version = all.u16();
    if (version < 2 || version > 5) {
      throw new Unsupported(
          section.name()
              + " at offset 0x"
              + Long.toHexString(offset)
              + ": a line program of version "
              + version
              + "; 2 to 5 are read");
    }
    int addressSize = unit.header().addressSize();
    if (version == 5) {
      addressSize = all.u8();
      all.u8(); // segment selectors have no user on our machines
    }
    UnitHeader sizes =
        new UnitHeader(offset, all.offset(), version, wide, 0, 0, addressSize, 0, 0, 0);
    return new LineProgram(unit, all, sizes);
  }

  /// How many numbers of files there are; valid ones are below.
  public int fileCount() {
    return files.size();
  }

  /// The name of a file as the compiler was told it: meant from [Unit#folder] on unless it begins
  /// with a slash; empty for a number that no file has.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where a name lies outside its section
  public String name(int file) {
    String name = files.name(file, bytes, unit).orElse("");
    if (name.isEmpty() || name.startsWith("/")) {
      return name;
    }
    // Folder 0 is the unit's: before DWARF 5 the table does not hold it, and then it does.
    String folder = folders.name(files.folder(file), bytes, unit).orElse("");
    return folder.isEmpty() || folder.equals(unit.folder()) ? name : folder + "/" + name;
  }

  /// Runs the program.
  ///
  /// A program gives one row for each of its bytes at most.
  ///
  /// @throws org.inquest.formats.fault.MalformedInput where it is cut off or makes no sense; the
  ///   rows before were given
  public void run(LineSink sink) {
    DebugBytes in = bytes.at(program);
    if (lineRange == 0) {
      throw in.malformed("a line range", "0");
    }
    State state = new State();
    while (in.left() > 0) {
      int opcode = in.u8();
      if (opcode >= opcodeBase) {
        int adjusted = opcode - opcodeBase;
        state.advance(adjusted / lineRange);
        state.line += lineBase + adjusted % lineRange;
        state.give(sink, false);
      } else if (opcode == 0) {
        extended(in, state, sink);
      } else {
        standard(in, opcode, state, sink);
      }
    }
  }

  private void standard(DebugBytes in, int opcode, State state, LineSink sink) {
    switch (opcode) {
      case COPY -> state.give(sink, false);
      case ADVANCE_PC -> state.advance(in.uleb());
      case ADVANCE_LINE -> state.line += (int) in.sleb();
      case SET_FILE -> state.file = (int) in.uleb();
      case SET_COLUMN -> state.column = (int) in.uleb();
      case CONST_ADD_PC -> state.advance((255 - opcodeBase) / lineRange);
      case FIXED_ADVANCE_PC -> {
        state.address += in.u16();
        state.operation = 0;
      }
      default -> {
        // Flags that nobody here asks for, and opcodes to come: the header tells their operands.
        for (int i = 0; i < operands[opcode]; i++) {
          in.skipLeb();
        }
      }
    }
  }

  private void extended(DebugBytes in, State state, LineSink sink) {
    long length = in.uleb();
    long end = in.offset() + length;
    if (length <= 0 || length > in.left()) {
      throw in.malformed("an extended opcode", Long.toUnsignedString(length) + " bytes of it");
    }
    switch (in.u8()) {
      case END_SEQUENCE -> {
        state.give(sink, true);
        state.reset();
      }
      case SET_ADDRESS -> {
        state.address = in.unsigned((int) length - 1);
        state.operation = 0;
      }
      case DEFINE_FILE -> throw in.malformed("files in the header", "one in the program");
      default -> {
        // Discriminators and others' own: passed over.
      }
    }
    in.seek(end);
  }

  /// The registers of the machine that runs the program (DWARF 5, 6.2.2).
  private final class State {
    long address;
    int operation;
    int file = 1;
    int line = 1;
    int column;

    void advance(long count) {
      if (operations == 1) {
        address += count * step;
        return;
      }
      long all = operation + count;
      address += step * Long.divideUnsigned(all, operations);
      operation = (int) Long.remainderUnsigned(all, operations);
    }

    void give(LineSink sink, boolean end) {
      sink.row(address, file, line, column, end);
    }

    void reset() {
      address = 0;
      operation = 0;
      file = 1;
      line = 1;
      column = 0;
    }
  }

  /// The version of the program, 2 to 5; it may differ from the unit's.
  public int version() {
    return sizes.version();
  }
}
