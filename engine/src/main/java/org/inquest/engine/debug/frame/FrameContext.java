package org.inquest.engine.debug.frame;

import java.util.Optional;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.LocationSink;
import org.inquest.formats.dwarf.location.ExpressionContext;
import org.inquest.formats.dwarf.location.ExpressionMachine;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.ValuePlace;
import org.inquest.formats.dwarf.location.Word;
import org.inquest.formats.fault.MemoryFault;
import org.jspecify.annotations.Nullable;

/// What the expressions of one frame's variables may ask. One object serves one variable: it
/// remembers what its value rests on.
final class FrameContext implements ExpressionContext {
  /// Expressions that ask for other variables' values, which ask for others.
  private static final int MAX_NESTED = 8;

  private final StackFacts stack;
  private final int level;
  private final StackFacts.Place place;
  private final DebugEntries entries;
  private final int nested;
  private boolean sure = true;
  private boolean passed;

  FrameContext(StackFacts stack, int level, StackFacts.Place place) {
    this(stack, level, place, 0);
  }

  private FrameContext(StackFacts stack, int level, StackFacts.Place place, int nested) {
    this.stack = stack;
    this.level = level;
    this.place = place;
    this.entries = place.entries();
    this.nested = nested;
  }

  /// Whether nothing was guessed for the answers until now.
  boolean sure() {
    return sure;
  }

  /// Whether an answer was what the function was called with.
  boolean passed() {
    return passed;
  }

  /// The expression that holds at the frame's address, of an attribute that has one or a list.
  Optional<Expression> here(AttributeValues values, int attribute) {
    long pc = place.object().linked(stack.frame(level).lookupPc());
    Expression[] found = new Expression[1];
    values.locations(
        attribute,
        (low, high, expression) -> {
          boolean everywhere = low == LocationSink.FIRST && high == LocationSink.LAST;
          boolean covers = Long.compareUnsigned(low, pc) <= 0 && Long.compareUnsigned(pc, high) < 0;
          if (found[0] == null && (everywhere || covers)) {
            found[0] = expression;
          }
        });
    return Optional.ofNullable(found[0]);
  }

  @Override
  public Word register(int number) {
    Recovered recovered = stack.registers().register(level, number);
    sure &= recovered.sure();
    return recovered.word();
  }

  @Override
  public long memory(long address, int bytes) {
    return ValueBytes.read(stack.memory(), address, bytes);
  }

  @Override
  public Word frameAddress() {
    return stack.registers().frameAddress(level);
  }

  @Override
  public Word frameBase() {
    AttributeValues values = entries.at(place.function().function()).attributes();
    Optional<Expression> expression = here(values, Attribute.FRAME_BASE);
    FrameContext inner = inner();
    return expression.isEmpty() || inner == null
        ? Word.unknown(new Missing.Frame("debugging information does not tell the frame's base"))
        : ExpressionMachine.compute(expression.get(), inner);
  }

  private @Nullable FrameContext inner() {
    return nested == MAX_NESTED ? null : new FrameContext(stack, level, place, nested + 1);
  }

  @Override
  public Word entryValue(Expression expression) {
    int register = CallSites.register(expression);
    return register < 0
        ? Word.unknown(new Missing.Frame("it was computed from what the function was called with"))
        : taken(stack.passed(level, new CallSites.Parameter.InRegister(register), register));
  }

  @Override
  public Word parameter(long entry) {
    return taken(stack.passed(level, new CallSites.Parameter.Known(entry), -1));
  }

  private Word taken(Recovered value) {
    passed = true;
    sure &= value.sure();
    return value.word();
  }

  @Override
  public Word variable(long entry) {
    AttributeValues values = entries.at(entry).attributes();
    Optional<Expression> expression = here(values, Attribute.LOCATION);
    FrameContext inner = inner();
    if (expression.isEmpty() || inner == null) {
      return Word.unknown(new Missing.Frame("a variable that it depends on was optimised out"));
    }
    ValuePlace found = ExpressionMachine.locate(expression.get(), inner);
    long size = entries.types().of(values).size();
    int bytes = size == 1 || size == 2 || size == 4 ? (int) size : Long.BYTES;
    return found instanceof ValuePlace.InMemory in
        ? inner.read(in.address(), bytes)
        : switch (ValueBytes.of(found, Long.BYTES, inner)) {
          case ValueBytes.Outcome.Whole whole ->
              Word.of(
                  ValueBytes.read(
                      ValueBytes.overlay(whole.bytes(), stack.memory()),
                      CopiedValue.ADDRESS,
                      bytes));
          case ValueBytes.Outcome.Lost lost -> Word.unknown(lost.why());
          case ValueBytes.Outcome.Partly _ ->
              Word.unknown(new Missing.Frame("a variable that it depends on was optimised out"));
        };
  }

  private Word read(long address, int bytes) {
    try {
      return Word.of(memory(address, bytes));
    } catch (MemoryFault e) {
      return Word.unknown(new Missing.Memory(e));
    }
  }

  @Override
  public Optional<Expression> located(long entry) {
    return here(entries.at(entry).attributes(), Attribute.LOCATION);
  }

  @Override
  public long relocated(long address) {
    return place.object().relocated(address);
  }
}
