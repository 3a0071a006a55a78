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

/// What a function calls, in the order of its code; of calls through pointers what they may reach.
public final class CodeCalleesCommand implements CodeFileCommand {

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code callees",
        "what a function calls, jumps to, hands out; also through pointers",
        "FUNCTION",
        List.of(),
        List.of(
            new CommandInfo.Example("code callees schedule", "what it calls"),
            new CommandInfo.Example(
                "code callees vfs_write", "with the file systems' functions it may reach"),
            new CommandInfo.Example("code callees --json schedule", "the same for a program")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("callees: usage: " + line(info().usage()));
    }
    CodeGraph graph = session.codeFile().graph();
    IndirectRows indirect = new IndirectRows(session.codeFile().image(), graph);
    List<List<Value>> rows = new ArrayList<>();
    for (int function : CodeFunction.named(graph, arguments.operands().getFirst())) {
      for (int edge = graph.firstOut(function); edge < graph.endOut(function); edge++) {
        int target = graph.target(edge);
        if (target == CodeGraph.NONE) {
          rows.addAll(indirect.of(function, edge));
        } else {
          rows.add(
              CodeFunction.explained(
                  CodeFunction.row(graph, 1, edge, graph.name(function), graph.name(target)), ""));
        }
      }
    }
    return CodeFunction.explainedTable("CALLER", rows);
  }
}
