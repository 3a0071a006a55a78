package org.inquest.engine.code.check;

import org.inquest.engine.code.check.Terms.Term;
import org.jspecify.annotations.Nullable;

/// The address of a lock as a function computes it from its arguments, to be computed anew in a
/// caller.
sealed interface LockPlace {
  int MAX_DEPTH = 5;

  /// An address, or a number that stands for a lock without one.
  record Number(long value) implements LockPlace {}

  /// What a register holds at the call.
  record Input(int register) implements LockPlace {}

  record Load(LockPlace at, int size) implements LockPlace {}

  record Sum(LockPlace to, long add) implements LockPlace {}

  /// The place that a term means; null where it depends on more than arguments.
  static @Nullable LockPlace of(Terms terms, int term) {
    return of(terms, term, 0);
  }

  private static @Nullable LockPlace of(Terms terms, int number, int depth) {
    Term term = terms.get(number);
    if (depth > MAX_DEPTH) {
      return null;
    }
    return switch (term.kind()) {
      case CONSTANT -> new Number(term.value());
      case INPUT -> new Input(term.a());
      case LOAD -> {
        LockPlace at = of(terms, term.a(), depth + 1);
        yield at == null ? null : new Load(at, term.b());
      }
      case SUM -> {
        LockPlace to = of(terms, term.a(), depth + 1);
        yield to == null ? null : new Sum(to, term.value());
      }
      default -> null;
    };
  }

  /// The term that it means at a call.
  default int term(Terms terms, PathState state) {
    return switch (this) {
      case Number(long value) -> terms.constant(value);
      case Input(int register) -> state.register(register);
      case Load(LockPlace at, int size) -> state.load(at.term(terms, state), size);
      case Sum(LockPlace to, long add) -> terms.sum(to.term(terms, state), add);
    };
  }
}
