package org.inquest.engine.code.check;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.function.Predicate;
import org.inquest.engine.code.check.ValueState.Turn;
import org.inquest.engine.code.graph.CodeGraph;
import org.jspecify.annotations.Nullable;

/// What is known at one point of a path through a function. Changed as the path goes on; [#copy] it
/// where paths part.
final class PathState {
  static final int REGISTERS = 16;

  /// A lock that the path has taken.
  ///
  /// @param kind of lock, as [LockTable] numbers them
  /// @param lock the term of its address
  /// @param site of the call that took it
  record Held(int kind, int lock, long site) {}

  /// What flags were set by: `cmp a, b` on so many bytes.
  record Flags(int a, int b, int size, Means means) {
    /// Which of the flags mean what a comparison's would.
    enum Means {
      ALL,
      /// Only whether it was zero.
      ZERO,
      /// The carry is set where a is not 0.
      CARRY
    }

    /// The outcomes of the comparison under which a condition holds, or [Outcomes#UNKNOWN].
    ///
    /// @param condition as in a mnemonic behind `j`, `set` or `cmov`
    int outcomes(String condition) {
      int mask = Outcomes.of(condition);
      int equal = Outcomes.EQUAL;
      int other = Outcomes.ALL & ~equal;
      return switch (means) {
        case ALL -> mask;
        case ZERO -> mask == equal || mask == other ? mask : Outcomes.UNKNOWN;
        case CARRY ->
            mask == Outcomes.of("b") ? other : mask == Outcomes.of("ae") ? equal : Outcomes.UNKNOWN;
      };
    }
  }

  /// What a comparison is about.
  record Pair(int a, int b, int size) {}

  private record Slot(int value, int size) {}

  private final Terms terms;
  private final int[] registers;
  private final Known<Integer, Slot> memory;
  private final Known<Pair, Integer> facts;
  private final Known<Integer, Integer> equal;

  /// The largest number, unsigned, that a value can be: what is no error in a pointer is none of
  /// the errors either.
  private final Known<Integer, Long> atMost;

  /// Terms from which the addresses of objects that are there are counted.
  private final Known<Integer, Boolean> objects;

  long address;
  @Nullable Flags flags;
  List<Held> held = List.of();

  /// Acquisitions that were undone.
  List<Held> released = List.of();

  /// Releases of what this function did not take.
  List<Held> dropped = List.of();

  @Nullable Turn came;

  /// The function in whose middle code of this one stands, as the tests of alternatives do
  /// (`.altinstr_aux`); [org.inquest.engine.code.graph.CodeGraph#NONE] in the function itself.
  int guest = CodeGraph.NONE;

  /// Jumps backwards so far.
  int loops;

  /// Whether the path found a pointer in memory to be 0 right after a call had returned one that is
  /// not: mostly it is the same pointer, stored by the callee and read again.
  boolean readAgain;

  /// Sites that took a lock while one of theirs was held: loops that take many.
  List<Long> many = List.of();

  /// Whether the last condition was that a call returned a pointer other than 0.
  boolean pointerReturned;

  /// Whether a call on the path may have released what is held, or taken something, unseen.
  boolean vague;

  PathState(Terms terms, long address) {
    this.terms = terms;
    this.address = address;
    this.registers = new int[REGISTERS];
    this.memory = new Known<>();
    this.facts = new Known<>();
    this.equal = new Known<>();
    this.atMost = new Known<>();
    this.objects = new Known<>();
    for (int i = 0; i < REGISTERS; i++) {
      registers[i] = terms.of(Terms.Kind.INPUT, i, 0, 0);
    }
  }

  private PathState(PathState other) {
    this.terms = other.terms;
    this.registers = other.registers.clone();
    this.memory = other.memory.copy();
    this.facts = other.facts.copy();
    this.equal = other.equal.copy();
    this.atMost = other.atMost.copy();
    this.objects = other.objects.copy();
    this.address = other.address;
    this.flags = other.flags;
    this.held = other.held;
    this.released = other.released;
    this.dropped = other.dropped;
    this.came = other.came;
    this.loops = other.loops;
    this.guest = other.guest;
    this.vague = other.vague;
    this.readAgain = other.readAgain;
    this.many = other.many;
    this.pointerReturned = other.pointerReturned;
  }

  PathState copy() {
    return new PathState(this);
  }

  int register(int number) {
    return number >= 0 && number < REGISTERS ? registers[number] : terms.unknown();
  }

  void register(int number, int term) {
    if (number >= 0 && number < REGISTERS) {
      registers[number] = term;
    }
  }

  int load(int addressTerm, int size) {
    Slot slot = memory.get(addressTerm);
    if (slot != null && slot.size >= size) {
      return terms.low(slot.value, size);
    }
    return slot == null ? terms.load(addressTerm, size) : terms.unknown();
  }

  void store(int addressTerm, int value, int size) {
    if (!terms.isUnknown(addressTerm)) {
      memory.put(addressTerm, new Slot(value, size));
    }
  }

  /// What a comparison may still turn out to be.
  int possible(Pair pair) {
    int mask = Outcomes.possible(terms, pair.a, pair.b, pair.size);
    if (pair.size == Long.BYTES
        && terms.isConstant(pair.b)
        && terms.get(pair.b).value() == 0
        && objects.get(terms.base(pair.a)) != null) {
      mask &= ~Outcomes.EQUAL;
    }
    Long bound = atMost.get(pair.a);
    if (bound != null
        && pair.size == Long.BYTES
        && terms.isConstant(pair.b)
        && Long.compareUnsigned(bound, terms.get(pair.b).value()) < 0) {
      mask &= Outcomes.of("b");
    }
    Integer known = facts.get(pair);
    if (known != null) {
      mask &= known;
    }
    Integer value = equal.get(pair.a);
    if (value != null && terms.isConstant(pair.b)) {
      mask &= Outcomes.of(terms.get(value).value(), terms.get(pair.b).value(), pair.size);
    }
    return mask;
  }

  /// Takes note that there is an object at an address: neither it, nor the address of anything else
  /// that is counted from the same place, is 0.
  void exists(int term) {
    if (!terms.isUnknown(term) && !terms.isConstant(term)) {
      objects.put(terms.base(term), true);
    }
  }

  /// Takes note that a comparison turned out in one of some ways.
  void learn(Pair pair, int mask) {
    if (terms.isUnknown(pair.a) || terms.isUnknown(pair.b)) {
      return;
    }
    Integer known = facts.get(pair);
    facts.put(pair, known == null ? mask : known & mask);
    boolean notAbove = (mask & Outcomes.of("a")) == 0;
    if (notAbove && pair.size == Long.BYTES && terms.isConstant(pair.b)) {
      long most = terms.get(pair.b).value();
      Long bound = atMost.get(pair.a);
      if (bound == null || Long.compareUnsigned(most, bound) < 0) {
        atMost.put(pair.a, most);
      }
    }
    if (mask == Outcomes.EQUAL && terms.isConstant(pair.b)) {
      equal.put(pair.a, pair.b);
    }
  }

  /// The number that a value is known to be; null where it is not.
  @Nullable Long number(int term) {
    Integer constant = terms.isConstant(term) ? Integer.valueOf(term) : equal.get(term);
    return constant == null ? null : Long.valueOf(terms.get(constant).value());
  }

  /// Leaves out what nobody can ask about again.
  void forgetTheGone() {
    if (!facts.hasKey(pair -> terms.isGoneWhenForgotten(pair.a))
        && !equal.hasKey(terms::isGoneWhenForgotten)) {
      return;
    }
    BitSet kept = new BitSet();
    for (int value : registers) {
      kept.set(terms.whole(value));
    }
    for (Slot slot : memory.values()) {
      kept.set(terms.whole(slot.value));
    }
    Predicate<Integer> forgotten =
        term -> terms.isGoneWhenForgotten(term) && !kept.get(terms.whole(term));
    facts.removeKeysIf(pair -> forgotten.test(pair.a));
    equal.removeKeysIf(forgotten);
  }

  /// A number for all that decides how the path can go on.
  long fingerprint() {
    long hash = address;
    hash = hash * 31 + Arrays.hashCode(registers);
    hash = hash * 1_000_003 + memory.hashCode();
    hash = hash * 1_000_003 + facts.hashCode();
    hash = hash * 1_000_003 + held.hashCode();
    hash = hash * 1_000_003 + released.hashCode();
    hash = hash * 31 + dropped.hashCode();
    return hash * 31 + (flags == null ? 0 : flags.a() * 31 + flags.b() + flags.size());
  }
}
