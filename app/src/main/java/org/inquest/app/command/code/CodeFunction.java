package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.document.Column;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.NotFound;

/// Functions of a graph as people name them, and edges as they are shown.
final class CodeFunction {
  private CodeFunction() {}

  /// All functions of a name; static ones may share it.
  ///
  /// @throws NotFound where there is none
  static int[] named(CodeGraph graph, String name) {
    int[] found = graph.named(name);
    if (found.length == 0) {
      throw new NotFound("function", name, "the functions of the file");
    }
    return found;
  }

  /// The columns of [#row].
  static List<Column> columns(String function) {
    return List.of(
        Column.right("depth", "DEPTH"),
        Column.right("address", "ADDRESS"),
        Column.left("function", function),
        Column.left("how", "HOW"),
        Column.left("other", "OF"));
  }

  /// An edge.
  ///
  /// @param one the function that the row is about
  /// @param other the one nearer to the function asked about
  static List<Value> row(CodeGraph graph, int depth, int edge, String one, String other) {
    return List.of(
        Value.of(depth),
        Value.address(graph.site(edge)),
        Value.of(one),
        Value.of(graph.kind(edge).verb()),
        Value.of(other));
  }

  static Table table(String function, List<List<Value>> rows) {
    return Table.of(columns(function), rows);
  }

  /// A row with a reason behind it.
  static List<Value> explained(List<Value> row, String why) {
    List<Value> all = new ArrayList<>(row);
    all.add(Value.of(why));
    return List.copyOf(all);
  }

  /// A table of [#explained] rows.
  static Table explainedTable(String function, List<List<Value>> rows) {
    List<Column> columns = new ArrayList<>(columns(function));
    columns.add(Column.left("why", "WHY"));
    return Table.of(columns, rows);
  }
}
