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
    FunctionTree tree = new FunctionTree(described(), names, this::fileName, spans);
    attempt(() -> program.ifPresent(p -> p.run(rows)));
    attempt(tree::read);
    rows.finish();
    attempt(spans::finish);
    PlaceWriter out = new PlaceWriter(tree.bytes());
    merge(rows, spans, covered(title), out);
    return out.finish();
  }

  /// The unit with the functions: a skeleton's are in another file.
  private Unit described() {
    try {
      return unit.split().orElse(unit);
    } catch (InquestException e) {
      gaps.accept(e.getMessage());
      return unit;
    }
  }

  /// What the unit says it covers: what is between, alignment as a rule, its line rows run on into.
  /// One that says nothing covers whatever it has.
  private FunctionSpans covered(String title) {
    FunctionSpans covered = new FunctionSpans(title);
    attempt(() -> {
      unit.attributes().ranges(covered.of(1));
      covered.finish();
    });
    return covered;
  }

  /// What was read before the damage counts.
  private void attempt(Runnable reading) {
    try {
      reading.run();
    } catch (InquestException e) {
      gaps.accept(e.getMessage());
    }
  }

  private void merge(LineRows rows, FunctionSpans spans, FunctionSpans covered, PlaceWriter out) {
    int row = 0;
    int span = 0;
    int part = 0;
    int file = 0;
    int line = 0;
    int column = 0;
    int function = 0;
    boolean inside = covered.size() == 0;
    while (row < rows.size() || span < spans.size() || part < covered.size()) {
      long address = row < rows.size() ? rows.address(row) : -1;
      if (span < spans.size() && Long.compareUnsigned(spans.start(span), address) < 0) {
        address = spans.start(span);
      }
      if (part < covered.size() && Long.compareUnsigned(covered.start(part), address) < 0) {
        address = covered.start(part);
      }
      for (; row < rows.size() && rows.address(row) == address; row++) {
        file = rows.file(row) == 0 ? 0 : fileName(rows.file(row) - 1);
        line = rows.line(row);
        column = rows.column(row);
      }
      for (; span < spans.size() && spans.start(span) == address; span++) {
        function = spans.function(span);
      }
      for (; part < covered.size() && covered.start(part) == address; part++) {
        inside = covered.function(part) != 0;
      }
      if (inside) {
        out.place(address, function, file, line, column);
      } else {
        out.place(address, 0, 0, 0, 0);
      }
    }
  }

  /// The number in the pool of a file's path; 0 for a file that the program does not have.
  private int fileName(int file) {
    if (file < 0 || file >= fileNames.length) {
      return 0;
    }
    int known = fileNames[file];
    if (known < 0) {
      known = program.map(p -> names.number(pathOf(p, file))).orElse(0);
      fileNames[file] = known;
    }
    return known;
  }

  private String pathOf(LineProgram lines, int file) {
    try {
      String name = lines.name(file);
      return new SourceFile(name.startsWith("/") ? "" : unit.folder(), name).text();
    } catch (InquestException e) {
      gaps.accept(e.getMessage());
      return "";
    }
  }
}
