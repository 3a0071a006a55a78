package org.inquest.formats.dwarf.location;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.Unit;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.jspecify.annotations.Nullable;

/// Runs one expression. It takes a bounded number of steps, whatever the expression says.
///
/// ```java
/// ValuePlace place = ExpressionMachine.locate(expression, context);
/// ```
public final class ExpressionMachine {
  /// Operations, those of called expressions counted with them. Only forged ones loop for long.
  private static final int MAX_STEPS = 10_000;

  private static final int MAX_CALLS = 16;
  private static final int MAX_PIECES = 1024;

  private final ExpressionContext context;
  private final List<ValuePlace.Piece> pieces = new ArrayList<>();
  private final OperandStack stack;
  private DebugBytes in;
  private Expression running;
  private int steps;
  private int calls;

  /// What the last operation said about the place; null as long as the stack's top is its address.
  private @Nullable ValuePlace place;

  private @Nullable Missing missing;

  private ExpressionMachine(Expression expression, ExpressionContext context) {
    this.context = context;
    this.running = expression;
    this.in = expression.read();
    this.stack = new OperandStack(in);
  }

  /// Where a variable is that an expression describes.
  ///
  /// @throws MalformedInput where the expression makes no sense
  public static ValuePlace locate(Expression expression, ExpressionContext context) {
    if (expression.isEmpty()) {
      return new ValuePlace.OptimisedOut();
    }
    ExpressionMachine machine = new ExpressionMachine(expression, context);
    machine.run();
    return machine.missing != null ? new ValuePlace.Lost(machine.missing) : machine.result();
  }

  /// The number that an expression computes: what it leaves on the stack, or what the register has
  /// that it names.
  ///
  /// @param initial pushed before it begins
  /// @throws MalformedInput where the expression makes no sense
  public static Word compute(Expression expression, ExpressionContext context, long... initial) {
    ExpressionMachine machine = new ExpressionMachine(expression, context);
    for (long value : initial) {
      machine.stack.push(value);
    }
    machine.run();
    if (machine.missing != null) {
      return Word.unknown(machine.missing);
    }
    return switch (machine.place) {
      case null -> Word.of(machine.stack.pop());
      case ValuePlace.InRegister r -> context.register(r.register());
      case ValuePlace.Computed c -> Word.of(c.value());
      default -> throw expression.read().malformed("an expression for a number", "a location");
    };
  }

  private ValuePlace result() {
    if (pieces.isEmpty()) {
      ValuePlace named = place;
      return named != null ? named : new ValuePlace.InMemory(stack.pop());
    }
    if (place != null || stack.size() > 0) {
      throw in.malformed("a size behind each part of a value", "none");
    }
    return new ValuePlace.Pieces(pieces);
  }

  private void run() {
    while (missing == null && in.left() > 0) {
      if (++steps > MAX_STEPS) {
        throw in.malformed("an expression that ends", MAX_STEPS + " operations");
      }
      int operation = in.u8();
      if (place != null && !endsPlace(operation)) {
        throw in.malformed("nothing behind a location but a part's size", "more");
      }
      step(operation);
    }
  }

  private static boolean endsPlace(int operation) {
    return switch (operation) {
      case Operation.PIECE, Operation.BIT_PIECE, Operation.NOP, Operation.GNU_UNINIT -> true;
      default -> false;
    };
  }

  private void step(int operation) {
    if (operation >= Operation.LIT0 && operation <= Operation.LIT31) {
      stack.push(operation - Operation.LIT0);
    } else if (operation >= Operation.REG0 && operation <= Operation.REG31) {
      place = new ValuePlace.InRegister(operation - Operation.REG0);
    } else if (operation >= Operation.BREG0 && operation <= Operation.BREG31) {
      based(context.register(operation - Operation.BREG0), in.sleb());
    } else if (Arithmetic.computes(operation)) {
      binary(operation);
    } else if (operation >= Operation.CONST1U && operation <= Operation.CONSTS) {
      constant(operation);
    } else if (operation >= Operation.EQ && operation <= Operation.NE) {
      long second = stack.pop();
      BaseType type = stack.type();
      stack.push(Arithmetic.holds(operation, type, stack.pop(), second) ? 1 : 0);
    } else {
      other(operation);
    }
  }

  private void constant(int operation) {
    stack.push(
        switch (operation) {
          case Operation.CONST1U -> in.u8();
          case Operation.CONST1S -> (byte) in.u8();
          case Operation.CONST2U -> in.u16();
          case Operation.CONST2S -> (short) in.u16();
          case Operation.CONST4U -> in.u32();
          case Operation.CONST4S -> in.s32();
          case Operation.CONSTU -> in.uleb();
          case Operation.CONSTS -> in.sleb();
          default -> in.u64();
        });
  }

  private void binary(int operation) {
    long second = stack.pop();
    BaseType type = stack.type();
    long first = stack.pop();
    if (Arithmetic.undefined(operation, type, second)) {
      missing = new Missing.Undefined("its expression divides by zero");
    } else {
      stack.push(Arithmetic.compute(operation, type, first, second), type);
    }
  }

  private void other(int operation) {
    switch (operation) {
      case Operation.DUP -> stack.copy(0);
      case Operation.DROP -> stack.pop();
      case Operation.OVER -> stack.copy(1);
      case Operation.PICK -> stack.copy(in.u8());
      case Operation.SWAP -> stack.swap();
      case Operation.ROT -> stack.rotate();
      case Operation.ABS, Operation.NEG, Operation.NOT -> unary(operation);
      case Operation.PLUS_UCONST -> {
        BaseType type = stack.type();
        stack.push(type.fit(stack.pop() + in.uleb()), type);
      }
      case Operation.SKIP -> jump(true);
      case Operation.BRA -> jump(stack.pop() != 0);
      case Operation.NOP, Operation.GNU_UNINIT -> {}
      case Operation.ADDR -> stack.push(context.relocated(in.unsigned(running.addressSize())));
      case Operation.ADDRX, Operation.GNU_ADDR_INDEX ->
          stack.push(context.relocated(unit().indexedAddress(in.uleb())));
      case Operation.CONSTX, Operation.GNU_CONST_INDEX ->
          stack.push(unit().indexedAddress(in.uleb()));
      case Operation.DEREF -> dereference(running.addressSize(), BaseType.GENERIC);
      case Operation.DEREF_SIZE -> dereference(in.u8(), BaseType.GENERIC);
      case Operation.BREGX -> {
        Word base = context.register(registerNumber());
        based(base, in.sleb());
      }
      case Operation.FBREG -> based(context.frameBase(), in.sleb());
      case Operation.CALL_FRAME_CFA -> based(context.frameAddress(), 0);
      case Operation.REGX -> place = new ValuePlace.InRegister(registerNumber());
      default -> entries(operation);
    }
  }

  /// Operations that name entries, types or other expressions.
  private void entries(int operation) {
    switch (operation) {
      case Operation.CALL2 -> call(unit().header().offset() + in.u16());
      case Operation.CALL4 -> call(unit().header().offset() + in.u32());
      case Operation.CALL_REF -> call(in.unsigned(running.offsetSize()));
      case Operation.ENTRY_VALUE, Operation.GNU_ENTRY_VALUE -> {
        DebugBytes block = in.take(in.uleb());
        based(
            context.entryValue(
                new Expression(block, running.version(), running.offsetSize(), running.unit())),
            0);
      }
      case Operation.GNU_PARAMETER_REF ->
          based(context.parameter(unit().header().offset() + in.u32()), 0);
      case Operation.GNU_VARIABLE_VALUE ->
          based(context.variable(in.unsigned(running.offsetSize())), 0);
      case Operation.CONST_TYPE, Operation.GNU_CONST_TYPE -> {
        BaseType type = type(in.uleb());
        DebugBytes block = in.take(in.u8());
        if (missing == null) {
          stack.push(type.fit(block.unsigned(type.bytes())), type);
        }
      }
      case Operation.REGVAL_TYPE, Operation.GNU_REGVAL_TYPE -> {
        Word value = context.register(registerNumber());
        push(value, type(in.uleb()));
      }
      case Operation.DEREF_TYPE, Operation.GNU_DEREF_TYPE -> {
        int bytes = in.u8();
        dereference(bytes, type(in.uleb()));
      }
      case Operation.CONVERT, Operation.GNU_CONVERT -> {
        BaseType to = type(in.uleb());
        BaseType from = stack.type();
        stack.push(to.convert(from, stack.pop()), to);
      }
      case Operation.REINTERPRET, Operation.GNU_REINTERPRET -> {
        BaseType to = type(in.uleb());
        stack.push(to.fit(stack.pop()), to);
      }
      default -> places(operation);
    }
  }

  /// Operations that end a location, and those nobody can answer.
  private void places(int operation) {
    switch (operation) {
      case Operation.STACK_VALUE -> place = new ValuePlace.Computed(stack.pop());
      case Operation.IMPLICIT_VALUE -> place = new ValuePlace.Literal(in.take(in.uleb()));
      case Operation.IMPLICIT_POINTER, Operation.GNU_IMPLICIT_POINTER -> {
        long entry =
            in.unsigned(running.version() == 2 ? running.addressSize() : running.offsetSize());
        place = new ValuePlace.PointerTo(entry, in.sleb());
      }
      case Operation.PIECE -> piece(in.uleb(), Byte.SIZE, 0);
      case Operation.BIT_PIECE -> {
        long bits = in.uleb();
        piece(bits, 1, in.uleb());
      }
      case Operation.FORM_TLS_ADDRESS, Operation.GNU_PUSH_TLS_ADDRESS ->
          missing = new Missing.Unsupported("it is thread-local");
      case Operation.PUSH_OBJECT_ADDRESS ->
          missing = new Missing.Unsupported("it is part of an object that is not told");
      case Operation.XDEREF, Operation.XDEREF_SIZE, Operation.XDEREF_TYPE ->
          missing = new Missing.Unsupported("it is in another address space");
      default -> missing = new Missing.Unsupported("operation 0x" + Integer.toHexString(operation));
    }
  }

  private void unary(int operation) {
    BaseType type = stack.type();
    long value = stack.pop();
    long result =
        switch (operation) {
          case Operation.ABS -> Arithmetic.absolute(type, value);
          case Operation.NEG -> Arithmetic.negated(type, value);
          default -> type.fit(~value);
        };
    stack.push(result, type);
  }

  private void jump(boolean taken) {
    int distance = (short) in.u16();
    if (taken) {
      in.seek(in.offset() + distance);
    }
  }

  private void dereference(int bytes, BaseType type) {
    long address = stack.pop();
    if (bytes != 1 && bytes != 2 && bytes != 4 && bytes != Long.BYTES) {
      throw in.malformed("1, 2, 4 or 8 bytes of memory", Integer.toString(bytes));
    }
    if (missing == null) {
      try {
        stack.push(type.fit(context.memory(address, bytes)), type);
      } catch (MemoryFault e) {
        missing = new Missing.Memory(e);
      }
    }
  }

  private void based(Word base, long offset) {
    switch (base) {
      case Word.Known known -> stack.push(known.value() + offset);
      case Word.Unknown unknown -> missing = unknown.why();
    }
  }

  private void push(Word word, BaseType type) {
    switch (word) {
      case Word.Known known -> stack.push(type.fit(known.value()), type);
      case Word.Unknown unknown -> missing = unknown.why();
    }
  }

  private int registerNumber() {
    return Math.clamp(in.uleb(), -1, Integer.MAX_VALUE);
  }

  private BaseType type(long offset) {
    BaseType type = BaseType.read(unit(), offset);
    if (!type.fits()) {
      missing = new Missing.Unsupported("it is computed with numbers wider than 8 bytes");
      return BaseType.GENERIC;
    }
    return type;
  }

  private Unit unit() {
    return running
        .unit()
        .orElseThrow(() -> in.malformed("an operation without a unit", "one that needs one"));
  }

  /// The called expression goes on with this one's stack.
  private void call(long entry) {
    Optional<Expression> called = context.located(entry);
    if (called.isEmpty()) {
      return;
    }
    if (++calls > MAX_CALLS) {
      throw in.malformed("at most " + MAX_CALLS + " calls", "more");
    }
    Expression caller = running;
    DebugBytes back = in;
    running = called.get();
    in = running.read();
    run();
    running = caller;
    in = back;
  }

  private void piece(long size, int unit, long shift) {
    boolean fits =
        size >= 0 && size <= Integer.MAX_VALUE && shift >= 0 && shift <= Integer.MAX_VALUE;
    if (!fits || pieces.size() == MAX_PIECES) {
      throw in.malformed("a part of a value", "one too large or too many");
    }
    ValuePlace named = place;
    place = null;
    ValuePlace part =
        named != null
            ? named
            : stack.size() == 0
                ? new ValuePlace.OptimisedOut()
                : new ValuePlace.InMemory(stack.pop());
    pieces.add(new ValuePlace.Piece(part, size * unit, shift));
  }
}
