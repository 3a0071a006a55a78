package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Stack;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.debug.frame.DebugObjects;
import org.inquest.engine.debug.frame.FrameScope;
import org.inquest.engine.debug.frame.FrameVariable;
import org.inquest.engine.debug.frame.FrameVariable.Value;
import org.inquest.engine.debug.frame.FrameVariables;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Scalar;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.fault.InquestException;

/// The variables of a stack's functions by debugging information, beside what their machine code
/// tells: where both know an argument and do not agree, both are shown.
final class DebugVariables {
  private final Target target;
  private final DebugObjects objects;
  private final TargetFunctions functions;
  private final ShortValues values;
  private List<Frame> frames = List.of();
  private Optional<FrameVariables> current = Optional.empty();

  DebugVariables(Target target, DebugObjects objects, TargetFunctions functions) {
    this.target = target;
    this.objects = objects;
    this.functions = functions;
    this.values = new ShortValues(target.symbols());
  }

  /// Those of one frame, the innermost inlined function's first.
  ///
  /// @param byCode what the machine code tells; all there is where no debugging information is
  List<Stack.Variable> of(List<Frame> stack, int level, List<Stack.Variable> byCode) {
    List<FrameScope> scopes = of(stack).at(level);
    if (scopes.isEmpty()) {
      return byCode;
    }
    List<Stack.Variable> rows = new ArrayList<>();
    for (FrameScope scope : scopes) {
      for (FrameVariable variable : scope.variables()) {
        Stack.Variable row = row(variable, scope.inlined() ? scope.function() : "");
        boolean passed = !scope.inlined() && row.argument() > 0;
        rows.add(passed ? beside(row, variable, byCode) : row);
      }
    }
    for (Stack.Variable local : byCode) {
      if (local.argument() == 0 && rows.stream().noneMatch(r -> same(r, local))) {
        rows.add(local);
      }
    }
    return rows;
  }

  private FrameVariables of(List<Frame> stack) {
    Optional<FrameVariables> known = current;
    if (known.isEmpty() || !frames.equals(stack)) {
      frames = stack;
      known = Optional.of(new FrameVariables(target, objects, functions, stack));
      current = known;
    }
    return known.get();
  }

  private Stack.Variable row(FrameVariable variable, String function) {
    int argument = variable.argument();
    String declaration =
        variable.name().isEmpty()
            ? variable.type().name()
            : variable.type().declare(variable.name());
    return switch (variable.value()) {
      case Value.Known known -> known(argument, function, declaration, known);
      case Value.OptimisedOut out ->
          new Stack.Variable(argument, function, declaration, "", out.words(), "optimised out");
      case Value.NotInDump missing ->
          new Stack.Variable(
              argument, function, declaration, "", missing.words(), "not in the dump");
      case Value.Unknown unknown ->
          new Stack.Variable(argument, function, declaration, "", unknown.words(), "unknown");
    };
  }

  private Stack.Variable known(
      int argument, String function, String declaration, Value.Known known) {
    try {
      String value = values.of(known.object());
      String sure = known.sure() ? "certain" : "likely";
      return new Stack.Variable(argument, function, declaration, value, known.place(), sure);
    } catch (InquestException e) {
      return new Stack.Variable(argument, function, declaration, "", e.getMessage(), "unknown");
    }
  }

  /// An argument as it is now, and as the function was called with it where that is something else.
  private static Stack.Variable beside(
      Stack.Variable row, FrameVariable variable, List<Stack.Variable> byCode) {
    Optional<Stack.Variable> called =
        byCode.stream().filter(v -> v.argument() == row.argument()).findFirst();
    if (called.isEmpty()) {
      return row;
    }
    String then = called.get().value();
    if (row.value().isEmpty()) {
      String place = "when it was called, " + called.get().place() + "; now " + row.confidence();
      return new Stack.Variable(
          row.argument(),
          row.function(),
          row.declaration(),
          then,
          place,
          called.get().confidence());
    }
    Optional<String> now = number(variable);
    return now.isEmpty() || now.get().equals(word(then))
        ? row
        : new Stack.Variable(
            row.argument(),
            row.function(),
            row.declaration(),
            row.value(),
            row.place() + "; it was called with " + then,
            row.confidence());
  }

  /// A number as the machine code's values are written.
  private static Optional<String> number(FrameVariable variable) {
    Scalar scalar = variable.type().scalar();
    if (scalar == null || !(variable.value() instanceof Value.Known known)) {
      return Optional.empty();
    }
    int unused = Long.SIZE - Math.min(Long.BYTES, scalar.size()) * Byte.SIZE;
    try {
      return Optional.of(Hex.prefixed(known.object().asLong() << unused >>> unused));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static boolean same(Stack.Variable one, Stack.Variable other) {
    return !one.value().isEmpty() && word(one.value()).equals(word(other.value()));
  }

  private static String word(String value) {
    int end = value.indexOf(' ');
    return end < 0 ? value : value.substring(0, end);
  }
}
