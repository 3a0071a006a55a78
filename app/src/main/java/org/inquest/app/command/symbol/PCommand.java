package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.engine.expression.Expression;
import org.inquest.engine.expression.Result;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.VoidType;
import org.inquest.formats.fault.UsageError;

/// Values of C expressions.
public final class PCommand implements InquestCommand {
  private static final Option HEX = Option.flag("-x", "numbers in hexadecimal");
  private static final Option DECIMAL = Option.flag("-d", "numbers in decimal (the default)");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "p",
        "the value of a C expression: globals, members, casts",
        "EXPRESSION[:CPUS]",
        List.of(HEX, DECIMAL),
        List.of(
            new CommandInfo.Example("p jiffies", "a global variable"),
            new CommandInfo.Example("p init_task.comm", "a member, pointers are followed"),
            new CommandInfo.Example("p *(struct list_head*)ffffffff82a1b2c0", "memory as a type"),
            new CommandInfo.Example("p runqueues", "where a per-CPU variable's copies are"),
            new CommandInfo.Example("p runqueues.nr_running:a", "of each CPU; :0 of one")));
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().isEmpty()) {
      throw new UsageError("p: usage: inquest VMCORE " + info().usage());
    }
    CpuChoice choice = CpuChoice.of(session, String.join(" ", arguments.operands()));
    boolean hex = arguments.has(HEX);
    if (!choice.chosen()) {
      return value(session, choice.text(), hex);
    }
    List<Document> values = new ArrayList<>();
    for (int cpu : choice.cpus()) {
      values.add(ofCpu(session, choice.text(), cpu, hex));
    }
    return new Group("values", values);
  }

  private static Document value(Session session, String text, boolean hex) {
    GlobalScope scope = new GlobalScope(session, OptionalInt.empty());
    Result result = evaluate(text, scope);
    if (scope.perCpu().contains(text)) {
      return copies(session.target(), text, result);
    }
    if (!scope.perCpu().isEmpty() && result instanceof Result.Stored) {
      throw new UsageError(
          scope.perCpu().iterator().next()
              + " is a per-CPU variable; say of which CPU: "
              + text
              + ":0, or :a for all");
    }
    return new ResultText(session.target(), hex).document(text, result);
  }

  private static Document ofCpu(Session session, String text, int cpu, boolean hex) {
    GlobalScope scope = new GlobalScope(session, OptionalInt.of(cpu));
    Result result = evaluate(text, scope);
    if (scope.perCpu().isEmpty()) {
      throw new UsageError(text + " has no per-CPU variable in it");
    }
    String name =
        scope.perCpu().contains(text) ? "per_cpu(" + text + ", " + cpu + ")" : text + ":" + cpu;
    return new ResultText(session.target(), hex).document(name, result);
  }

  private static Result evaluate(String text, GlobalScope scope) {
    Result result = Expression.evaluate(text, scope);
    if (result.type() instanceof VoidType && result instanceof Result.Stored) {
      throw scope.typeUnknown(text);
    }
    return result;
  }

  private static Document copies(Target target, String name, Result variable) {
    long image = ((Result.Stored) variable).object().address();
    List<List<Value>> rows = new ArrayList<>();
    for (int cpu : target.cpus().online()) {
      rows.add(List.of(Value.of(cpu), Value.address(image + target.cpus().offset(cpu))));
    }
    Table table =
        Table.of(List.of(Column.right("cpu", "CPU"), Column.right("address", "ADDRESS")), rows);
    String declared = variable.type().declare(name) + ";";
    return Group.of("copies", Text.lines(List.of("per-CPU: " + declared)), table);
  }
}
