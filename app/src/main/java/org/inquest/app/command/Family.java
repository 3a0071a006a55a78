package org.inquest.app.command;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.UsageError;

/// Commands that share their first word: `lab run`, `lab list`. The word alone shows them.
public interface Family extends InquestCommand {

  @Override
  default boolean needsDump() {
    return false;
  }

  @Override
  default Document run(Session session, Arguments arguments) {
    String name = info().name();
    if (!arguments.operands().isEmpty()) {
      throw new UsageError(
          "no command "
              + name
              + " "
              + arguments.operands().getFirst()
              + "; 'inquest "
              + name
              + "' shows them");
    }
    List<List<Value>> rows = new ArrayList<>();
    for (InquestCommand command : Commands.all()) {
      CommandInfo info = command.info();
      if (info.name().startsWith(name + " ")) {
        rows.add(List.of(Value.of("inquest " + info.name()), Value.of(info.summary())));
      }
    }
    return Table.of(
        List.of(Column.left("command", "COMMAND"), Column.left("summary", "WHAT IT DOES")), rows);
  }
}
