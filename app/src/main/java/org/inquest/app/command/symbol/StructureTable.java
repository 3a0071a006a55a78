package org.inquest.app.command.symbol;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.engine.type.Member;
import org.inquest.engine.type.StructSearch;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;

/// The structures of a size, or with a member of a type, as a table.
///
/// @param hex whether sizes are hexadecimal
record StructureTable(boolean hex) {

  /// @param size `192` or `128-192`
  /// @param member a type
  /// @throws UsageError where the size is none
  /// @throws NotFound where no structure fits
  Document of(Types types, Optional<String> size, Optional<String> member) {
    StructSearch search = search(size, member);
    List<StructSearch.Hit> hits = search.in(types);
    if (hits.isEmpty()) {
      throw new NotFound(
          "structure",
          (size.map(s -> "of size " + s + " ").orElse("")
                  + member.map(m -> "with a member " + m).orElse(""))
              .strip(),
          "the types of the kernel and its modules");
    }
    List<Column> columns =
        new ArrayList<>(List.of(Column.right("size", "SIZE"), Column.left("type", "TYPE")));
    if (member.isPresent()) {
      columns.add(Column.left("members", "MEMBER"));
    }
    return Table.of(columns, hits.stream().map(hit -> row(hit, member.isPresent())).toList());
  }

  private static StructSearch search(Optional<String> size, Optional<String> member) {
    String range = size.orElse("0-" + Long.MAX_VALUE);
    int dash = range.indexOf('-');
    long least = AddressExpression.number(dash < 0 ? range : range.substring(0, dash));
    long most = dash < 0 ? least : AddressExpression.number(range.substring(dash + 1));
    if (least < 0 || most < least) {
      throw new UsageError("whatis: -r: no size, nor a range of sizes: " + range);
    }
    return new StructSearch(least, most, member.map(StructSearch::memberType));
  }

  private List<Value> row(StructSearch.Hit hit, boolean members) {
    List<Value> row = new ArrayList<>();
    long size = hit.type().size();
    row.add(hex ? Value.of(Hex.prefixed(size)) : Value.of(size));
    row.add(Value.of(hit.type().name()));
    if (members) {
      row.add(Value.of(hit.members().stream().map(Member::name).collect(joining(", "))));
    }
    return row;
  }
}
