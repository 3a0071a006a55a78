package org.inquest.engine.debug;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.formats.dwarf.LineProgram;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.fault.InquestException;

/// Makes the [PlaceTable] of a unit: line rows and function ranges become one list of addresses
/// from which on file, line, column or function are others. Of a unit whose lines are damaged the
/// functions are told, and the other way round.
final class UnitFlattener {
  private final NamePool names;
  private final Unit unit;
  private final Optional<LineProgram> program;
  private final int[] fileNames;

  private final Consumer<String> gaps;

  private UnitFlattener(Unit unit, NamePool names, Consumer<String> gaps) {
    this.unit = unit;
    this.names = names;
    this.gaps = gaps;
    this.program = program();
    this.fileNames = new int[program.map(LineProgram::fileCount).orElse(0)];
    Arrays.fill(fileNames, -1);
  }

  /// @param gaps told of what is damaged, a sentence each
  static UnitPlaces flatten(Unit unit, NamePool names, Consumer<String> gaps) {
    return new UnitFlattener(unit, names, gaps).flatten();
  }

  private Optional<LineProgram> program() {
    try {
      return unit.lines();
    } catch (InquestException e) {
      gaps.accept(e.getMessage());
      return Optional.empty();
    }
  }

  private UnitPlaces flatten() {
    String title = "the unit at 0x" + Long.toHexString(unit.header().offset());
    LineRows rows = new LineRows(title);
    FunctionSpans spans = new FunctionSpans(title);
    FunctionTree tree = new FunctionTree(unit, names, this::fileName, spans);
    attempt(() -> program.ifPresent(p -> p.run(rows)));
    attempt(tree::read);
    rows.finish();
    attempt(spans::finish);
    PlaceWriter out = new PlaceWriter(tree.bytes());
    merge(rows, spans, out);
    return out.finish();
  }

  /// What was read before the damage counts.
  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (InquestException e) {
      gaps.accept(e.getMessage());
    }
  }

  private void merge(LineRows rows, FunctionSpans spans, PlaceWriter out) {
    int row = 0;
    int span = 0;
    int file = 0;
    int line = 0;
    int column = 0;
    int function = 0;
    while (row < rows.size() || span < spans.size()) {
      long address = row < rows.size() ? rows.address(row) : spans.start(span);
      if (span < spans.size() && Long.compareUnsigned(spans.start(span), address) < 0) {
        address = spans.start(span);
      }
      for (; row < rows.size() && rows.address(row) == address; row++) {
        file = rows.file(row) == 0 ? 0 : fileName(rows.file(row) - 1);
        line = rows.line(row);
        column = rows.column(row);
      }
      for (; span < spans.size() && spans.start(span) == address; span++) {
        function = spans.function(span);
      }
      out.place(address, function, file, line, column);
    }
  }

  /// The number in the pool of a file's path; 0 for a file that the program does not have.
  private int fileName(int file) {
    if (file < 0 || file >= fileNames.length) {
      return 0;
    }
    int known = fileNames[file];
    if (known < 0) {
      known = program.map(p -> names.number(path(p, file))).orElse(0);
      fileNames[file] = known;
    }
    return known;
  }

  private String path(LineProgram lines, int file) {
    try {
      return lines.path(file);
    } catch (InquestException e) {
      gaps.accept(e.getMessage());
      return "";
    }
  }
}
