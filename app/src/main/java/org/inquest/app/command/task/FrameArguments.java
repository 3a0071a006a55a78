package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.document.Stack;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.fault.InquestException;

/// The arguments of a stack's frames as far as their machine code proves them, with the types of
/// the functions' prototypes in BTF.
final class FrameArguments {
  /// Bytes of a register.
  private static final int WORD = 8;

  private final Target target;
  private final TargetFunctions functions;

  FrameArguments(Target target) {
    this.target = target;
    this.functions = new TargetFunctions(target);
  }

  /// Those of one frame; none for a function without a prototype, or whose arguments the compiler
  /// changed.
  List<Stack.Argument> of(List<Frame> frames, int level) {
    Frame frame = frames.get(level);
    if (frame.registers().map(r -> r.user()).orElse(false)) {
      return List.of();
    }
    try {
      Optional<FunctionType> type = target.symbols().at(frame.lookupPc()).flatMap(this::prototype);
      return type.isEmpty() ? List.of() : of(type.get(), frames, level);
    } catch (InquestException e) {
      return List.of();
    }
  }

  private List<Stack.Argument> of(FunctionType type, List<Frame> frames, int level) {
    List<Stack.Argument> found = new ArrayList<>();
    FrameValues values = new FrameValues(target, functions, frames);
    for (int i = 0; i < type.parameters().size(); i++) {
      FunctionType.Parameter parameter = type.parameters().get(i);
      if (parameter.type().size() > WORD) {
        break; // A struct passed by value takes more than one register, or none.
      }
      int number = i + 1;
      values
          .argument(level, i)
          .filter(v -> v.bytes() >= parameter.type().size())
          .ifPresent(v -> found.add(argument(number, parameter, v)));
    }
    return found;
  }

  private static Stack.Argument argument(
      int number, FunctionType.Parameter parameter, FrameValues.Value value) {
    int bits = (int) Math.min(WORD, Math.max(1, parameter.type().size())) * Byte.SIZE;
    long shown = value.value() << Long.SIZE - bits >>> Long.SIZE - bits;
    return new Stack.Argument(
        number, declared(parameter), shown, value.place(), value.proven() ? "certain" : "likely");
  }

  private static String declared(FunctionType.Parameter parameter) {
    Type type = parameter.type();
    return parameter.name().isEmpty() ? type.name() : type.declare(parameter.name());
  }

  /// Names with a suffix are of functions that the compiler made of others, with other arguments; a
  /// cold part is the same function.
  private Optional<FunctionType> prototype(Symbol symbol) {
    String name = symbol.name();
    if (name.contains(".cold")) {
      name = name.substring(0, name.indexOf(".cold"));
    }
    if (name.indexOf('.') >= 0) {
      return Optional.empty();
    }
    String plain = name;
    return symbol.module().isEmpty()
        ? target.types().function(plain)
        : target.types().module(symbol.module()).flatMap((TypeSource t) -> t.function(plain));
  }
}
