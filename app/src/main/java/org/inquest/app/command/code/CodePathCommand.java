package org.inquest.app.command.code;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.UsageError;

/// The shortest way of calls from one function to another.
public final class CodePathCommand implements CodeFileCommand {
  private static final int NOT_REACHED = -2;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code path",
        "the shortest way of calls from one function to another",
        "FROM TO",
        List.of(),
        List.of(
            new CommandInfo.Example("code path vfs_write schedule", "how a write may sleep"),
            new CommandInfo.Example("code path start_kernel panic", "any two functions")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 2) {
      throw new UsageError("path: usage: " + line(info().usage()));
    }
    String from = arguments.operands().get(0);
    String to = arguments.operands().get(1);
    CodeGraph graph = session.codeFile().graph();
    int[] goals = CodeFunction.named(graph, to);
    int[] by = reach(graph, CodeFunction.named(graph, from));
    for (int goal : goals) {
      if (by[goal] != NOT_REACHED) {
        return CodeFunction.table("CALLER", rows(graph, by, goal));
      }
    }
    return Text.paragraph(
        "No way of calls leads from "
            + from
            + " to "
            + to
            + "; calls through pointers that are not known can't be followed.");
  }

  /// Of each function the edge by which it is reached first; [CodeGraph#NONE] for those at the
  /// start.
  private static int[] reach(CodeGraph graph, int[] starts) {
    int[] by = new int[graph.size()];
    Arrays.fill(by, NOT_REACHED);
    Deque<Integer> open = new ArrayDeque<>();
    for (int start : starts) {
      by[start] = CodeGraph.NONE;
      open.add(start);
    }
    while (!open.isEmpty()) {
      int function = open.remove();
      for (int edge = graph.firstOut(function); edge < graph.endOut(function); edge++) {
        int target = graph.target(edge);
        if (target != CodeGraph.NONE && graph.kind(edge).transfers() && by[target] == NOT_REACHED) {
          by[target] = edge;
          open.add(target);
        }
      }
    }
    return by;
  }

  private static List<List<Value>> rows(CodeGraph graph, int[] by, int goal) {
    List<Integer> edges = new ArrayList<>();
    for (int at = goal; by[at] != CodeGraph.NONE; at = graph.source(by[at])) {
      edges.addFirst(by[at]);
    }
    List<List<Value>> rows = new ArrayList<>();
    for (int edge : edges) {
      rows.add(
          CodeFunction.row(
              graph,
              rows.size() + 1,
              edge,
              graph.name(graph.source(edge)),
              graph.name(graph.target(edge))));
    }
    return rows;
  }
}
