package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.code.check.Program;
import org.inquest.engine.code.check.StackDepths;
import org.inquest.engine.code.check.StackDepths.Chain;
import org.inquest.engine.code.check.StackDepths.Link;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.formats.fault.UsageError;

/// How much stack functions take: each alone, and with what they call.
public final class CodeStackCommand implements CodeFileCommand {
  private static final Option FROM =
      Option.value("--from", "FUNCTION", "the deepest chain of calls that begins there");
  private static final Option TOP = Option.value("--top", "N", "so many lines; 20 without it");
  private static final int DEFAULT_TOP = 20;
  private static final int MAX_TOP = 100_000;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "code stack",
        "the functions and the chains of calls that take the most stack",
        "",
        List.of(FROM, TOP),
        List.of(
            new CommandInfo.Example(
                "code stack --top 10", "the deepest chains, the largest frames"),
            new CommandInfo.Example("code stack --from vfs_write", "one chain, call by call")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("stack: usage: " + line(info().usage()));
    }
    Program program = session.codeFile().program();
    StackDepths depths = StackDepths.of(program);
    if (arguments.value(FROM).isPresent()) {
      List<Document> parts = new ArrayList<>();
      for (int function : CodeFunction.named(program.graph(), arguments.value(FROM).get())) {
        parts.add(chain(program, depths.from(function)));
      }
      return new Group("chains", parts);
    }
    int top =
        Math.clamp(
            arguments.value(TOP).map(AddressExpression::number).orElse((long) DEFAULT_TOP),
            1,
            MAX_TOP);
    return Group.of(
        "stack",
        new Heading("The deepest chains of calls"),
        deepest(program.graph(), depths, top),
        new Heading("The largest frames"),
        frames(program.graph(), depths, top));
  }

  private static Document deepest(CodeGraph graph, StackDepths depths, int top) {
    List<List<Value>> rows = new ArrayList<>();
    for (Chain chain : depths.deepest(top)) {
      Link last = chain.links().getLast();
      rows.add(
          List.of(
              Value.of(chain.bytes()),
              Value.of(chain.links().size()),
              Value.of(graph.name(chain.links().getFirst().function())),
              Value.of(graph.name(last.function())),
              Value.of(notes(chain))));
    }
    return Table.of(
        List.of(
            Column.right("bytes", "BYTES"),
            Column.right("functions", "FUNCTIONS"),
            Column.left("from", "FROM"),
            Column.left("to", "DOWN TO"),
            Column.left("not_counted", "NOT COUNTED")),
        rows);
  }

  private static Document frames(CodeGraph graph, StackDepths depths, int top) {
    List<List<Value>> rows = new ArrayList<>();
    IntStream.range(0, graph.size())
        .filter(f -> graph.owner(f) == f && graph.end(f) != graph.start(f))
        .boxed()
        .sorted(Comparator.comparingInt(f -> -depths.frame(f)))
        .limit(top)
        .forEach(f ->
            rows.add(
                List.of(
                    Value.of(depths.frame(f)),
                    Value.address(graph.start(f)),
                    Value.of(graph.name(f)),
                    Value.of(depths.isDynamic(f) ? "alloca" : ""))));
    return Table.of(
        List.of(
            Column.right("bytes", "BYTES"),
            Column.right("address", "ADDRESS"),
            Column.left("function", "FUNCTION"),
            Column.left("not_counted", "NOT COUNTED")),
        rows);
  }

  private static Document chain(Program program, Chain chain) {
    List<List<Value>> rows = new ArrayList<>();
    int total = 0;
    for (Link link : chain.links()) {
      total += link.bytes();
      boolean last = link.site() == 0;
      rows.add(
          List.of(
              Value.of(total),
              Value.of(link.bytes()),
              Value.address(last ? program.graph().start(link.function()) : link.site()),
              Value.of(last ? program.graph().name(link.function()) : program.place(link.site()))));
    }
    Table table =
        Table.of(
            List.of(
                Column.right("total", "TOTAL"),
                Column.right("bytes", "BYTES"),
                Column.right("address", "ADDRESS"),
                Column.left("place", "CALL AT")),
            rows);
    String notes = notes(chain);
    String more = notes.isEmpty() ? "." : "; not counted: " + notes + ".";
    return Group.of("chain", Text.paragraph(chain.bytes() + " bytes of stack" + more), table);
  }

  private static String notes(Chain chain) {
    List<String> notes = new ArrayList<>();
    if (chain.recursive()) {
      notes.add("recursion");
    }
    if (chain.dynamic()) {
      notes.add("alloca");
    }
    return String.join(", ", notes);
  }
}
