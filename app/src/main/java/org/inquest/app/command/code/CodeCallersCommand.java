package org.inquest.app.command.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Value;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.UsageError;

/// Who calls a function, and who calls those.
public final class CodeCallersCommand implements CodeFileCommand {
  private static final Option DEPTH =
      Option.value("--depth", "N", "callers of callers too, so many levels; 1 without it");
  private static final Option TO_ENTRY =
      Option.flag("--to-entry", "up to functions that nobody is seen to call");

  private static final Option INDIRECT =
      Option.flag("--indirect", "only the calls through pointers that may reach it (x86-64)");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code callers",
        "who calls or jumps to a function",
        "FUNCTION",
        List.of(DEPTH, TO_ENTRY, INDIRECT),
        List.of(
            new CommandInfo.Example("code callers mutex_lock", "all call sites"),
            new CommandInfo.Example(
                "code callers --indirect ext4_file_write_iter", "through which pointers"),
            new CommandInfo.Example("code callers --depth 3 ext4_free_blocks", "three levels")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("callers: usage: " + line(info().usage()));
    }
    long levels = arguments.value(DEPTH).map(AddressExpression::number).orElse(1L);
    if (arguments.has(TO_ENTRY)) {
      levels = Long.MAX_VALUE;
    }
    if (arguments.has(INDIRECT)) {
      if (levels > 1) {
        throw new UsageError("callers: --indirect is about one level");
      }
      return indirect(session, arguments.operands().getFirst());
    }
    CodeGraph graph = session.codeFile().graph();
    List<List<Value>> rows = new ArrayList<>();
    int[] depth = new int[graph.size()];
    Deque<Integer> open = new ArrayDeque<>();
    for (int function : CodeFunction.named(graph, arguments.operands().getFirst())) {
      depth[function] = 1;
      open.add(function);
    }
    while (!open.isEmpty()) {
      int function = open.remove();
      for (int n = 0; n < graph.incomingCount(function); n++) {
        int edge = graph.incoming(function, n);
        if (!graph.kind(edge).transfers()) {
          continue;
        }
        int caller = graph.source(edge);
        rows.add(
            CodeFunction.row(
                graph, depth[function], edge, graph.name(caller), graph.name(function)));
        if (depth[caller] == 0 && depth[function] < levels) {
          depth[caller] = depth[function] + 1;
          open.add(caller);
        }
      }
    }
    return CodeFunction.table("CALLER", rows);
  }

  private static Document indirect(Session session, String name) {
    CodeGraph graph = session.codeFile().graph();
    IndirectRows rows = new IndirectRows(session.codeFile().image(), graph);
    List<Document> parts = new ArrayList<>();
    for (int function : CodeFunction.named(graph, name)) {
      parts.addAll(rows.callers(function));
    }
    return new Group("indirect_callers", parts);
  }
}
