package org.inquest.app.render;

import java.io.IOException;
import java.io.Writer;
import java.util.List;
import org.inquest.app.document.Column;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;

/// A table as lines of aligned columns, two spaces between them.
final class TextTable {
  private static final String GAP = "  ";

  private final Table table;
  private final Palette palette;
  private final Gaps gaps;
  private final int[] widths;

  TextTable(Table table, Palette palette, Gaps gaps) {
    this.table = table;
    this.palette = palette;
    this.gaps = gaps;
    this.widths = new int[table.columns().size()];
  }

  void write(Writer out, String indent) throws IOException {
    measure();
    List<Column> columns = table.columns();
    StringBuilder line = new StringBuilder(120);
    if (table.headed()) {
      for (int i = 0; i < widths.length; i++) {
        cell(line, columns.get(i).title(), i);
      }
      out.write(indent);
      out.write(palette.paint(Palette.Role.HEAD, line.toString().stripTrailing()));
      out.write('\n');
    }
    for (List<Value> row : table.rows()) {
      line.setLength(0);
      for (int i = 0; i < widths.length; i++) {
        Value value = row.get(i);
        if (value instanceof Value.Missing(String why)) {
          gaps.add(why);
        }
        cell(line, Escapes.cell(value.text()), i);
      }
      out.write(indent);
      out.write(line.toString().stripTrailing());
      out.write('\n');
    }
  }

  private void measure() {
    List<Column> columns = table.columns();
    if (table.headed()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = columns.get(i).title().length();
      }
    }
    for (List<Value> row : table.rows()) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], Escapes.cell(row.get(i).text()).length());
      }
    }
  }

  private void cell(StringBuilder line, String text, int column) {
    if (column > 0) {
      line.append(GAP);
    }
    int fill = widths[column] - text.length();
    if (table.columns().get(column).align() == Column.Align.RIGHT) {
      line.repeat(' ', fill).append(text);
    } else if (column == widths.length - 1) {
      line.append(text);
    } else {
      line.append(text).repeat(' ', fill);
    }
  }
}
