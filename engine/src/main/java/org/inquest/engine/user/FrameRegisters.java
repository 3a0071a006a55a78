package org.inquest.engine.user;

import java.util.OptionalLong;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.arch.UserStacks;
import org.inquest.engine.debug.frame.RuleContext;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.cfi.FrameAddressRule;
import org.inquest.formats.cfi.FrameRow;
import org.inquest.formats.cfi.RegisterRule;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.location.ExpressionMachine;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.Word;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;

/// The registers of one frame of a program by DWARF's numbers, as far as they are known, and how
/// those of its caller follow by call frame information (DWARF 5, 6.4.1). Immutable.
final class FrameRegisters {
  private final UserStacks machine;
  private final long[] values;
  private final long known;

  private FrameRegisters(UserStacks machine, long[] values, long known) {
    this.machine = machine;
    this.values = values;
    this.known = known;
  }

  static FrameRegisters of(UserStacks machine, Registers start) {
    DwarfRegisters registers = machine.registers();
    long[] values = new long[registers.names().size()];
    long known = 0;
    for (int i = 0; i < values.length; i++) {
      OptionalLong value = start.find(registers.names().get(i));
      if (value.isPresent()) {
        values[i] = value.getAsLong();
        known |= 1L << i;
      }
    }
    return new FrameRegisters(machine, values, known);
  }

  /// All of them.
  static FrameRegisters all(UserStacks machine, long[] values) {
    return new FrameRegisters(machine, values, -1);
  }

  long pc() {
    return values[machine.programCounter()];
  }

  long sp() {
    return values[machine.registers().stackPointer()];
  }

  OptionalLong framePointer() {
    return find(machine.framePointer());
  }

  private OptionalLong find(int number) {
    return number >= 0 && number < values.length && (known >>> number & 1) != 0
        ? OptionalLong.of(values[number])
        : OptionalLong.empty();
  }

  private long get(int number) {
    return find(number)
        .orElseThrow(
            () -> new NotFound("value of", machine.registers().name(number), "the frames below"));
  }

  /// The caller's, where no more is known than these.
  FrameRegisters caller(long pc, long sp, OptionalLong framePointer) {
    long[] next = new long[values.length];
    next[machine.programCounter()] = pc;
    next[machine.registers().stackPointer()] = sp;
    long mask = 1L << machine.programCounter() | 1L << machine.registers().stackPointer();
    if (framePointer.isPresent()) {
      next[machine.framePointer()] = framePointer.getAsLong();
      mask |= 1L << machine.framePointer();
    }
    return new FrameRegisters(machine, next, mask);
  }

  /// The caller's by the rules of this frame's function.
  ///
  /// @throws MemoryFault where a word that was saved is not there
  /// @throws org.inquest.formats.fault.InquestException where the rules make no sense, or ask for a
  ///   register that is not known
  FrameRegisters caller(FrameRow row, AddressReader memory) {
    RuleContext context = new Context(memory);
    long address =
        switch (row.address()) {
          case FrameAddressRule.Offset o -> get(o.register()) + o.offset();
          case FrameAddressRule.Computed c ->
              known(ExpressionMachine.compute(c.expression(), context));
          case FrameAddressRule.Unknown _ ->
              throw new NotFound("rule", "for the frame's address", "call frame information");
        };
    long[] next = new long[values.length];
    long mask = 0;
    for (int i = 0; i < values.length; i++) {
      OptionalLong value = restored(i, row, address, context, memory);
      if (value.isPresent()) {
        next[i] = value.getAsLong();
        mask |= 1L << i;
      }
    }
    int pc = machine.programCounter();
    if (row.returnRegister() != pc) {
      next[pc] = restored(row.returnRegister(), row, address, context, memory).orElse(0);
      mask |= 1L << pc;
    }
    return new FrameRegisters(machine, next, mask);
  }

  /// Where the return address of this frame's function is saved; 0 if not in memory.
  long returnSlot(FrameRow row, FrameRegisters caller) {
    return row.rule(row.returnRegister()) instanceof RegisterRule.SavedAt at
            && row.rule(machine.registers().stackPointer()) instanceof RegisterRule.Unspecified
        ? caller.sp() + at.offset()
        : 0;
  }

  private OptionalLong restored(
      int number, FrameRow row, long address, RuleContext context, AddressReader memory) {
    return switch (row.rule(number)) {
      case RegisterRule.Unspecified _ -> unspecified(number, address);
      case RegisterRule.Undefined _ -> OptionalLong.empty();
      case RegisterRule.SameValue _ -> find(number);
      case RegisterRule.SavedAt at -> saved(number, address + at.offset(), memory);
      case RegisterRule.OffsetValue at -> OptionalLong.of(address + at.offset());
      case RegisterRule.InRegister in -> find(in.register());
      case RegisterRule.SavedAtComputed at ->
          saved(number, computed(at.expression(), context, address), memory);
      case RegisterRule.ComputedValue at ->
          OptionalLong.of(computed(at.expression(), context, address));
    };
  }

  private OptionalLong unspecified(int number, long address) {
    if (number == machine.registers().stackPointer()) {
      return OptionalLong.of(address);
    }
    return machine.registers().kept().contains(machine.registers().name(number))
        ? find(number)
        : OptionalLong.empty();
  }

  /// A register that is not needed may be lost without harm; where to go on from may not.
  private OptionalLong saved(int number, long at, AddressReader memory) {
    try {
      return OptionalLong.of(memory.readLong(at));
    } catch (MemoryFault e) {
      if (number == machine.programCounter() || number == machine.registers().stackPointer()) {
        throw e;
      }
      return OptionalLong.empty();
    }
  }

  private static long computed(Expression expression, RuleContext context, long address) {
    return known(ExpressionMachine.compute(expression, context, address));
  }

  private static long known(Word word) {
    return switch (word) {
      case Word.Known known -> known.value();
      case Word.Unknown(Missing.Memory memory) -> throw memory.fault();
      case Word.Unknown(Missing why) -> throw new NotFound("value:", why.words(), "the frame");
    };
  }

  /// What expressions may ask for.
  private final class Context implements RuleContext {
    private final AddressReader memory;

    Context(AddressReader memory) {
      this.memory = memory;
    }

    @Override
    public Word register(int number) {
      OptionalLong value = find(number);
      return value.isPresent()
          ? Word.of(value.getAsLong())
          : Word.unknown(
              new Missing.Register(number, machine.registers().name(number) + ": not saved"));
    }

    @Override
    public long memory(long address, int bytes) {
      byte[] read = new byte[bytes];
      memory.read(address, read, 0, bytes);
      long value = 0;
      for (int i = bytes - 1; i >= 0; i--) {
        value = value << Byte.SIZE | read[i] & 0xff;
      }
      return value;
    }
  }
}
