package org.inquest.app.command.code;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Session;
import org.inquest.app.command.SourceLookup;
import org.inquest.app.document.Column;
import org.inquest.app.document.Value;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceTree;

/// The source of instructions: where it stands, `mm/slub.c:1794`, with the functions inlined there,
/// `include/linux/list.h:134 (__list_del < list_del < free_slab)`, if `-l` asks for them; with `-s`
/// the line itself in a column of its own.
final class SourceColumns {
  private final Optional<SourceLookup> lines;
  private final Optional<SourceTree> tree;
  private final boolean inlined;

  private SourceColumns(Optional<SourceLookup> lines, Optional<SourceTree> tree, boolean inlined) {
    this.lines = lines;
    this.tree = tree;
    this.inlined = inlined;
  }

  /// What the arguments ask for.
  ///
  /// @param lines opens the source lines
  static SourceColumns of(Arguments arguments, Session session, Supplier<SourceLookup> lines) {
    boolean text = arguments.has(DisOptions.TEXT);
    boolean inlined = arguments.has(DisOptions.LINES);
    return new SourceColumns(
        text || inlined ? Optional.of(lines.get()) : Optional.empty(),
        text ? Optional.of(session.sourceTree()) : Optional.empty(),
        inlined);
  }

  /// Their heads; none where lines were not asked for, or there are none.
  List<Column> heads() {
    if (lines.filter(SourceLookup::known).isEmpty()) {
      return List.of();
    }
    Column place = Column.left("source", "SOURCE");
    return tree.isEmpty() ? List.of(place) : List.of(place, Column.left("text", "TEXT"));
  }

  /// The cells of an instruction.
  List<Value> cells(long address) {
    if (lines.isEmpty()) {
      return List.of();
    }
    List<SourceFrame> frames = lines.get().at(address);
    Value place = Value.of(place(frames));
    return tree.isEmpty() ? List.of(place) : List.of(place, Value.of(text(tree.get(), frames)));
  }

  private String place(List<SourceFrame> frames) {
    if (frames.isEmpty() || frames.getFirst().file().name().isEmpty()) {
      return "";
    }
    SourceFrame inner = frames.getFirst();
    String place = inner.file().name() + ":" + (inner.line() == 0 ? "?" : inner.line());
    return frames.size() == 1 || !inlined ? place : place + " (" + chain(frames) + ")";
  }

  private static String chain(List<SourceFrame> frames) {
    return frames.stream().map(SourceFrame::function).collect(Collectors.joining(" < "));
  }

  private static String text(SourceTree tree, List<SourceFrame> frames) {
    return frames.isEmpty()
        ? ""
        : tree.line(frames.getFirst().file(), frames.getFirst().line()).orElse("");
  }
}
