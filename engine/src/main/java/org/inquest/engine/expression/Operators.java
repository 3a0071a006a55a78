package org.inquest.engine.expression;

import java.util.Optional;
import org.inquest.engine.expression.Result.Computed;
import org.inquest.engine.expression.Result.Stored;
import org.inquest.engine.object.KObject;
import org.inquest.engine.type.ArrayType;
import org.inquest.engine.type.ForwardType;
import org.inquest.engine.type.FunctionType;
import org.inquest.engine.type.IntType;
import org.inquest.engine.type.PointerType;
import org.inquest.engine.type.Scalar;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.VoidType;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.fault.UsageError;
import org.jspecify.annotations.Nullable;

/// C's operators (ISO C, 6.5), on 64-bit numbers: an overflow wraps, as in the kernel.
///
/// @param scope completes structs that are only declared
record Operators(Scope scope) {
  private static final IntType LONG = new IntType("long", 8, true, false, false);
  private static final IntType UNSIGNED_LONG = new IntType("unsigned long", 8, false, false, false);
  private static final IntType INT = new IntType("int", 4, true, false, false);

  /// A number as it was typed.
  static Result number(long value, boolean signed) {
    return new Computed(signed ? LONG : UNSIGNED_LONG, value);
  }

  /// `*x`: what a pointer points to; of an array the first element.
  Result follow(Result pointer) {
    return element(pointer, 0);
  }

  /// `x[i]`.
  Result element(Result array, long index) {
    if (array instanceof Stored(KObject object)
        && object.type().underlying() instanceof ArrayType) {
      return new Stored(object.index(index));
    }
    if (!(array.type().underlying() instanceof PointerType pointer)) {
      throw new UsageError("* and [] need a pointer or an array, not " + array.type().name());
    }
    Type target = complete(pointer.target());
    if (target.underlying() instanceof VoidType || target.underlying() instanceof ForwardType) {
      throw new UsageError(
          "what " + array.type().name() + " points to is not described: cast it first");
    }
    return new Stored(new KObject(scope.memory(), target, array.number() + index * target.size()));
  }

  /// A struct that is only declared where the pointer was, and defined elsewhere.
  private Type complete(Type type) {
    return type.underlying() instanceof ForwardType forward
        ? Optional.of(forward.name()).flatMap(scope::type).orElse(type)
        : type;
  }

  /// `&x`.
  static Result address(Result of) {
    if (of instanceof Stored(KObject object)) {
      return new Computed(new PointerType(object.type()), object.address());
    }
    throw new UsageError("& needs something in memory");
  }

  /// `x.name` and `x->name`: as people type either for the other, both do what the type asks.
  Result member(Result of, String name) {
    Result struct = of.isPointer() ? follow(of) : of;
    if (struct instanceof Stored(KObject object)) {
      return new Stored(object.member(name));
    }
    throw new UsageError(of.type().name() + " has no members");
  }

  /// `(type) x`.
  Result cast(Type to, Result of) {
    Scalar scalar = to.scalar();
    if (scalar != null) {
      return new Computed(to, fit(value(of), scalar));
    }
    if (of instanceof Stored(KObject object) && to.size() > 0) {
      return new Stored(object.cast(to));
    }
    throw new UsageError("can't be cast to " + to.name() + ": " + of.type().name());
  }

  private static long fit(long value, Scalar scalar) {
    int unused = Long.SIZE - 8 * Math.clamp(scalar.size(), 1, 8);
    return scalar.signed() ? value << unused >> unused : value << unused >>> unused;
  }

  /// A number; an array or a function stands for its address, as in C.
  static long value(Result of) {
    if (of instanceof Stored(KObject object)
        && (object.type().underlying() instanceof ArrayType
            || object.type().underlying() instanceof FunctionType)) {
      return object.address();
    }
    return of.number();
  }

  /// `-x`, `~x`, `!x`, `+x`.
  static Result unary(String operator, Result of) {
    long value = value(of);
    return switch (operator) {
      case "-" -> new Computed(LONG, -value);
      case "~" -> new Computed(wide(of.type(), LONG), ~value);
      case "!" -> truth(value == 0);
      default -> new Computed(wide(of.type(), LONG), value);
    };
  }

  /// An operator between two values. Numbers added to a pointer count what it points to.
  Result binary(String operator, Result left, Result right) {
    Type pointed = pointed(left);
    if (pointed != null && (operator.equals("+") || operator.equals("-"))) {
      return arithmetic(operator, left, pointed, right);
    }
    long a = value(left);
    long b = value(right);
    IntType type = wide(left.type(), right.type());
    return switch (operator) {
      case "+" -> pointed(right) != null ? binary("+", right, left) : new Computed(type, a + b);
      case "-" -> new Computed(type, a - b);
      case "*" -> new Computed(type, a * b);
      case "/", "%" -> divide(operator, type, a, b);
      case "&" -> new Computed(type, a & b);
      case "|" -> new Computed(type, a | b);
      case "^" -> new Computed(type, a ^ b);
      case "<<" -> new Computed(type, b < 0 || b > 63 ? 0 : a << b);
      case ">>" -> new Computed(type, b < 0 || b > 63 ? 0 : type.signed() ? a >> b : a >>> b);
      case "&&" -> truth(a != 0 && b != 0);
      case "||" -> truth(a != 0 || b != 0);
      case "==" -> truth(a == b);
      case "!=" -> truth(a != b);
      default ->
          truth(compare(operator, type.signed() ? Long.compare(a, b) : Long.compareUnsigned(a, b)));
    };
  }

  private static boolean compare(String operator, int order) {
    return switch (operator) {
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new Unsupported("the operator " + operator);
    };
  }

  private static Result divide(String operator, IntType type, long a, long b) {
    if (b == 0) {
      throw new UsageError("division by zero");
    }
    boolean quotient = operator.equals("/");
    if (type.signed()) {
      return new Computed(type, quotient ? a / b : a % b);
    }
    return new Computed(type, quotient ? Long.divideUnsigned(a, b) : Long.remainderUnsigned(a, b));
  }

  private Result arithmetic(String operator, Result pointer, Type pointed, Result other) {
    // GCC lets void have one byte, and the kernel counts on it.
    long size = Math.max(1, complete(pointed).size());
    long base = value(pointer);
    long change = value(other);
    if (pointed(other) != null) {
      return new Computed(LONG, (base - change) / size);
    }
    return new Computed(
        new PointerType(pointed),
        operator.equals("+") ? base + change * size : base - change * size);
  }

  /// What a pointer points to or an array is of; null where it is neither.
  private static @Nullable Type pointed(Result of) {
    return switch (of.type().underlying()) {
      case PointerType pointer -> pointer.target();
      case ArrayType array -> array.element();
      default -> null;
    };
  }

  private static Result truth(boolean value) {
    return new Computed(INT, value ? 1 : 0);
  }

  /// Computed with 64 bits: unsigned where one side is, and is as wide.
  private static IntType wide(Type left, Type right) {
    return isUnsignedLong(left) || isUnsignedLong(right) ? UNSIGNED_LONG : LONG;
  }

  private static boolean isUnsignedLong(Type type) {
    Scalar scalar = type.scalar();
    return scalar == null || scalar.size() >= 8 && !scalar.signed();
  }
}
