package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Stack;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeImages;
import org.inquest.engine.code.typed.OriginExpression;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.TypeSource;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.fault.InquestException;

/// What the functions of a stack were called with and what else they hold, as far as their machine
/// code proves it, with the types of prototypes and structures in BTF.
final class CodeVariables {
  /// Bytes of a register.
  private static final int WORD = 8;

  /// Longer descriptions of where a value came from help nobody.
  private static final int MAX_EXPRESSION = 72;

  /// What compilers keep in every frame against overwritten return addresses: no variable of the
  /// source (arch/x86/include/asm/stackprotector.h).
  private static final String GUARD = "stack_c";

  /// What gcc calls the part of a function that rarely runs.
  private static final String COLD = ".cold";

  private final Target target;
  private final TargetFunctions functions;
  private final CodeImage image;

  CodeVariables(Target target, TargetFunctions functions) {
    this.target = target;
    this.functions = functions;
    this.image = CodeImages.of(target);
  }

  /// Those of one frame: arguments first, and only of functions whose arguments the compiler did
  /// not change.
  List<Stack.Variable> of(List<Frame> frames, int level) {
    Frame frame = frames.get(level);
    if (frame.registers().map(r -> r.user()).orElse(false)) {
      return List.of();
    }
    List<Stack.Variable> found = new ArrayList<>();
    try {
      Optional<Symbol> symbol = target.symbols().at(frame.lookupPc());
      if (symbol.isPresent()) {
        FrameValues values = new FrameValues(target, functions, frames);
        prototype(symbol.get()).ifPresent(t -> arguments(t, values, level, found));
        locals(plainName(symbol.get()), values, level, found);
      }
    } catch (InquestException e) {
      // Types or code that contradict themselves: what was found before that is good.
      return found;
    }
    return found;
  }

  private void arguments(
      FunctionType type, FrameValues values, int level, List<Stack.Variable> found) {
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
  }

  private Stack.Variable argument(
      int number, FunctionType.Parameter parameter, FrameValues.Value value) {
    String shown = low(value.value(), (int) Math.max(1, parameter.type().size()));
    return new Stack.Variable(number, "", declared(parameter), shown, value.place(), sure(value));
  }

  private void locals(String function, FrameValues values, int level, List<Stack.Variable> found) {
    OriginExpression names = new OriginExpression(image, target.types(), function);
    for (FrameValues.Local local : values.locals(level)) {
      Optional<String> expression = names.of(local.origin());
      if (expression.isPresent()
          && expression.get().length() <= MAX_EXPRESSION
          && !expression.get().contains(GUARD)) {
        Optional<Type> type = names.type(local.origin());
        OptionalLong size =
            type.isPresent() && type.get().size() > 0
                ? OptionalLong.of(type.get().size())
                : OptionalLong.empty();
        int bytes = (int) Math.min(local.value().bytes(), size.orElse(WORD));
        found.add(
            new Stack.Variable(
                0,
                "",
                type.map(t -> "(" + t.name() + ") ").orElse("") + expression.get(),
                low(local.value().value(), bytes),
                local.value().place(),
                sure(local.value())));
      }
    }
  }

  /// The low bytes of a word, with its name where it is the address of something that has one.
  private String low(long value, int bytes) {
    int bits = Math.min(WORD, bytes) * Byte.SIZE;
    long shown = value << Long.SIZE - bits >>> Long.SIZE - bits;
    Optional<Symbol> symbol =
        shown < 0 ? target.symbols().at(shown).filter(s -> s.address() == shown) : Optional.empty();
    return Hex.prefixed(shown) + symbol.map(s -> " <" + s.name() + ">").orElse("");
  }

  private static String sure(FrameValues.Value value) {
    return value.proven() ? "certain" : "likely";
  }

  private static String declared(FunctionType.Parameter parameter) {
    Type type = parameter.type();
    return parameter.name().isEmpty() ? type.name() : type.declare(parameter.name());
  }

  /// The name of the function that a cold part belongs to, or the symbol's own.
  private static String plainName(Symbol symbol) {
    int cold = symbol.name().indexOf(COLD);
    return cold < 0 ? symbol.name() : symbol.name().substring(0, cold);
  }

  /// Names with another suffix are of functions that the compiler made of others, with other
  /// arguments.
  private Optional<FunctionType> prototype(Symbol symbol) {
    String name = plainName(symbol);
    if (name.indexOf('.') >= 0) {
      return Optional.empty();
    }
    return symbol.module().isEmpty()
        ? target.types().function(name)
        : target.types().module(symbol.module()).flatMap((TypeSource t) -> t.function(name));
  }
}
