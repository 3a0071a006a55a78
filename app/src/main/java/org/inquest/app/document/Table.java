package org.inquest.app.document;

import java.util.List;

/// Rows of the same kind.
///
/// @param columns one for each value of a row
/// @param rows each as long as `columns`
/// @param headed whether a person needs the column titles; a log explains itself
public record Table(List<Column> columns, List<List<Value>> rows, boolean headed)
    implements Document {

  /// A table with column titles.
  public static Table of(List<Column> columns, List<List<Value>> rows) {
    return new Table(columns, rows, true);
  }
}
