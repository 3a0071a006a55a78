package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Graph;
import org.inquest.app.document.Group;
import org.inquest.app.document.Text;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.Neighbourhood;
import org.inquest.formats.fault.UsageError;

/// The calls around a function, or in a whole small file, as a drawing.
public final class CodeGraphCommand implements CodeFileCommand {
  private static final Option DEPTH =
      Option.value("--depth", "N", "so many calls in each direction; 1 without it");
  private static final Option DOT = Option.flag("--dot", "as text for Graphviz");
  private static final int MAX_FUNCTIONS = 250;
  private static final int MAX_DEPTH = 100;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code graph",
        "the calls around a function as a graph; a drawing with --html PAGE",
        "[FUNCTION]",
        List.of(DEPTH, DOT),
        List.of(
            new CommandInfo.Example("code graph --html=calls.html vfs_write", "a page to look at"),
            new CommandInfo.Example("code graph --dot --depth 2 vfs_write", "for Graphviz")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() > 1) {
      throw new UsageError("graph: usage: " + line(info().usage()));
    }
    CodeGraph calls = session.codeFile().graph();
    int depth =
        Math.clamp(arguments.value(DEPTH).map(AddressExpression::number).orElse(1L), 0, MAX_DEPTH);
    int[] middle =
        arguments.operands().isEmpty()
            ? own(calls)
            : CodeFunction.named(calls, arguments.operands().getFirst());
    Neighbourhood around = Neighbourhood.of(calls, middle, depth, MAX_FUNCTIONS);
    Graph graph = graph(calls, around);
    Document shown = arguments.has(DOT) ? Text.lines(GraphvizText.lines(graph)) : graph;
    if (!around.omitted()) {
      return shown;
    }
    String more = "There are more functions than the " + MAX_FUNCTIONS + " shown here.";
    // In Graphviz' language a comment.
    Document note = arguments.has(DOT) ? Text.lines(List.of("// " + more)) : Text.paragraph(more);
    return Group.of("graph", shown, note);
  }

  /// The functions with code of their own in the file.
  private static int[] own(CodeGraph calls) {
    return IntStream.range(0, calls.size())
        .filter(f -> calls.owner(f) == f && calls.end(f) != calls.start(f))
        .toArray();
  }

  private static Graph graph(CodeGraph calls, Neighbourhood around) {
    List<Integer> numbers = List.copyOf(around.distances().keySet());
    List<Graph.Node> nodes = new ArrayList<>();
    around
        .distances()
        .forEach((function, distance) -> {
          nodes.add(new Graph.Node(calls.name(function), distance));
        });
    List<Graph.Link> links = new ArrayList<>();
    for (int edge : around.edges()) {
      links.add(
          new Graph.Link(
              numbers.indexOf(calls.source(edge)),
              numbers.indexOf(calls.target(edge)),
              calls.kind(edge).verb()));
    }
    return new Graph(nodes, links);
  }
}
