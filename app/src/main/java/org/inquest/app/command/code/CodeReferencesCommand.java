package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Value;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.formats.fault.UsageError;

/// Everything that mentions a function: calls, code that takes its address, data that holds it.
public final class CodeReferencesCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code references",
        "calls of a function, and where its address is taken or stored",
        "FUNCTION",
        List.of(),
        List.of(
            new CommandInfo.Example("code references ext4_file_open", "which table holds it"),
            new CommandInfo.Example("code references nmi_cpu_busy", "who hands it out")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("references: usage: " + line(info().usage()));
    }
    CodeImage image = session.codeFile().image();
    CodeGraph graph = session.codeFile().graph();
    List<List<Value>> rows = new ArrayList<>();
    for (int function : CodeFunction.named(graph, arguments.operands().getFirst())) {
      String name = graph.name(function);
      for (int n = 0; n < graph.incomingCount(function); n++) {
        int edge = graph.incoming(function, n);
        rows.add(CodeFunction.row(graph, 1, edge, graph.name(graph.source(edge)), name));
      }
      for (long word : graph.data().of(function)) {
        StringBuilder place = new StringBuilder();
        image.names().append(word, place);
        rows.add(
            List.of(
                Value.of(1),
                Value.address(word),
                Value.of(place.toString()),
                Value.of("holds the address of"),
                Value.of(name)));
      }
    }
    return CodeFunction.table("WHERE", rows);
  }
}
