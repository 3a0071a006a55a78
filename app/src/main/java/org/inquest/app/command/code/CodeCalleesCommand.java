package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Value;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.UsageError;

/// What a function calls, in the order of its code; calls through pointers have a `?`.
public final class CodeCalleesCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code callees",
        "what a function calls, jumps to and takes the address of",
        "FUNCTION",
        List.of(),
        List.of(
            new CommandInfo.Example("code callees schedule", "what it calls"),
            new CommandInfo.Example("code callees --json schedule", "the same for a program")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("callees: usage: " + line(info().usage()));
    }
    CodeGraph graph = session.graph();
    List<List<Value>> rows = new ArrayList<>();
    for (int function : CodeFunction.named(graph, arguments.operands().getFirst())) {
      for (int edge = graph.firstOut(function); edge < graph.endOut(function); edge++) {
        int target = graph.target(edge);
        String callee = target == CodeGraph.NONE ? "?" : graph.name(target);
        rows.add(CodeFunction.row(graph, 1, edge, graph.name(function), callee));
      }
    }
    return CodeFunction.table("CALLER", rows);
  }
}
