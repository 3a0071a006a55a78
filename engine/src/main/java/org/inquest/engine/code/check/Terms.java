package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The values that occur in one function, each once, as numbers: a value that is computed again in
/// the same way has the same number. For one thread.
///
/// Memory is taken to keep its content unless the function itself writes to the same address: that
/// two loads from one place give the same value is an assumption, and the right one for telling
/// which paths can't be.
final class Terms {
  /// More than a path through the largest functions makes; behind it all values are [#unknown].
  private static final int MAX = 1 << 16;

  /// What a [Kind#PAIR] is that was added up.
  static final int ADDED = -1;

  /// How a value comes about.
  enum Kind {
    /// Nothing is known, not even that two of them are the same.
    UNKNOWN,
    CONSTANT,
    /// What a register held at the entry.
    INPUT,
    /// What a call returned: its site, and which time round.
    RESULT,
    /// The bytes at an address: address, size.
    LOAD,
    /// A term and a number.
    SUM,
    /// The low bytes of a term, the rest 0.
    LOW,
    /// The low bytes of a term, with the sign in the rest.
    SIGNED,
    /// Both terms' bits.
    AND,
    /// 1 or 0: whether the outcome of a comparison (a, b) is in a set.
    TRUTH,
    /// Two terms, in a way that is only known to be the same each time: an index, a shift.
    PAIR,
    /// What an instruction that is not followed computed: its address and register.
    MADE
  }

  record Term(Kind kind, int a, int b, long value) {}

  private final List<Term> all = new ArrayList<>();
  private final Map<Term, Integer> numbers = new HashMap<>();
  private final int unknown;

  Terms() {
    this.unknown = of(Kind.UNKNOWN, 0, 0, 0);
  }

  int unknown() {
    return unknown;
  }

  int of(Kind kind, int a, int b, long value) {
    Term term = new Term(kind, a, b, value);
    Integer known = numbers.get(term);
    if (known != null) {
      return known;
    }
    if (all.size() >= MAX) {
      return unknown;
    }
    numbers.put(term, all.size());
    all.add(term);
    return all.size() - 1;
  }

  Term get(int term) {
    return all.get(term);
  }

  int constant(long value) {
    return of(Kind.CONSTANT, 0, 0, value);
  }

  boolean isConstant(int term) {
    return get(term).kind == Kind.CONSTANT;
  }

  boolean isUnknown(int term) {
    return term == unknown;
  }

  int sum(int term, long add) {
    Term t = get(term);
    if (add == 0 || isUnknown(term)) {
      return term;
    }
    return switch (t.kind) {
      case CONSTANT -> constant(t.value + add);
      case SUM -> t.value + add == 0 ? t.a : of(Kind.SUM, t.a, 0, t.value + add);
      default -> of(Kind.SUM, term, 0, add);
    };
  }

  /// The low bytes of a value.
  int low(int term, int size) {
    Term t = get(term);
    if (size >= Long.BYTES || isUnknown(term)) {
      return term;
    }
    long mask = (1L << 8 * size) - 1;
    return switch (t.kind) {
      case CONSTANT -> constant(t.value & mask);
      case TRUTH -> term;
      case LOW -> t.b <= size ? term : low(t.a, size);
      case SIGNED -> t.b >= size ? low(t.a, size) : of(Kind.LOW, term, size, 0);
      case LOAD -> t.b <= size ? term : load(t.a, size);
      default -> of(Kind.LOW, term, size, 0);
    };
  }

  int signed(int term, int size) {
    Term t = get(term);
    if (t.kind == Kind.CONSTANT) {
      int shift = Long.SIZE - 8 * size;
      return constant(t.value << shift >> shift);
    }
    return size >= Long.BYTES || isUnknown(term) ? term : of(Kind.SIGNED, low(term, size), size, 0);
  }

  int load(int address, int size) {
    return isUnknown(address) ? unknown : of(Kind.LOAD, address, size, 0);
  }

  /// Both values' bits. A test of one byte of memory is the same whether the compiler loads the
  /// byte or the word around it.
  int and(int term, int other) {
    Term a = get(term);
    Term b = get(other);
    if (a.kind == Kind.CONSTANT && b.kind != Kind.CONSTANT) {
      return and(other, term);
    }
    if (isUnknown(term) || isUnknown(other)) {
      return unknown;
    }
    if (a.kind == Kind.CONSTANT) {
      return constant(a.value & b.value);
    }
    if (b.kind == Kind.CONSTANT && b.value == 0xffff_ffffL) {
      return low(term, Integer.BYTES);
    }
    if (b.kind == Kind.CONSTANT && a.kind == Kind.LOAD && a.b > 1 && b.value != 0) {
      int shift = Long.numberOfTrailingZeros(b.value) & ~7;
      if ((b.value >>> shift & ~0xffL) == 0) {
        return of(Kind.AND, load(sum(a.a, shift / 8), 1), constant(b.value >>> shift & 0xff), 0);
      }
    }
    return of(Kind.AND, term, other, 0);
  }

  int pair(int a, int b, long how) {
    return isUnknown(a) || isUnknown(b) ? unknown : of(Kind.PAIR, a, b, how);
  }

  /// Whether a value can't be computed again: what it rests on was returned by a call or made by an
  /// instruction that is not followed. Nobody asks about it again when no register and no word of
  /// memory holds it.
  boolean isGoneWhenForgotten(int term) {
    Term t = get(term);
    return switch (t.kind) {
      case RESULT, MADE -> true;
      case LOW, SIGNED -> isGoneWhenForgotten(t.a);
      default -> false;
    };
  }

  /// The term that a sum adds to.
  int base(int term) {
    Term t = get(term);
    return t.kind == Kind.SUM ? t.a : term;
  }

  /// The value that a shortened one is a part of.
  int whole(int term) {
    Term t = get(term);
    return t.kind == Kind.LOW || t.kind == Kind.SIGNED ? whole(t.a) : term;
  }
}
