package org.inquest.engine.debug.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.cfi.FrameAddressRule;
import org.inquest.formats.cfi.FrameRow;
import org.inquest.formats.cfi.RegisterRule;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.location.ExpressionContext;
import org.inquest.formats.dwarf.location.ExpressionMachine;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.Word;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;

/// The registers of each frame of a stack, as they were when the frame's function called the next.
/// Where a frame's registers were saved they are read; else each function between says, in its call
/// frame information, where it saved them, or that it has left them alone.
///
/// The stack itself was walked by the machine's unwind tables, which know more than compilers do:
/// stacks that hand-written code switches, for example. Frame addresses are therefore the walk's.
final class CallerRegisters {
  private final List<Frame> frames;
  private final DebugObjects objects;
  private final DwarfRegisters machine;
  private final VirtualMemory memory;
  private final MachineCode code;
  private final Map<Long, Recovered> known = new HashMap<>();
  private final Map<Integer, Optional<FrameRow>> rows = new HashMap<>();

  /// @param code asked where there is nothing else
  CallerRegisters(
      List<Frame> frames,
      DebugObjects objects,
      DwarfRegisters machine,
      VirtualMemory memory,
      MachineCode code) {
    this.frames = frames;
    this.objects = objects;
    this.machine = machine;
    this.memory = memory;
    this.code = code;
  }

  /// What a register has in a frame.
  ///
  /// @param level of the frame, 0 is innermost
  /// @param number DWARF's number of it
  Recovered register(int level, int number) {
    long key = (long) level << Integer.SIZE | number;
    Recovered found = known.get(key);
    if (found == null) {
      found = find(level, number);
      known.put(key, found);
    }
    return found;
  }

  private Recovered find(int level, int number) {
    Frame frame = frames.get(level);
    if (number == machine.stackPointer()) {
      return stackSwitched(level)
          ? lost(number, "the function switched stacks")
          : Recovered.known(frame.sp(), "the stack pointer");
    }
    String name = machine.name(number);
    OptionalLong saved = frame.registers().map(r -> r.find(name)).orElse(OptionalLong.empty());
    if (saved.isPresent()) {
      return Recovered.known(saved.getAsLong(), "in " + name);
    }
    if (frame.exact()) {
      return lost(number, "what interrupted the function did not save it");
    }
    if (level == 0) {
      return byCode(level, number, "a switched-out task keeps only what functions must give back");
    }
    if (frame.guess() || frames.get(level - 1).guess()) {
      return lost(number, "a frame below is a guess");
    }
    return saved(level, number);
  }

  /// By the rule of the function that this frame called.
  private Recovered saved(int level, int number) {
    Optional<FrameRow> row = row(level - 1);
    if (row.isEmpty()) {
      return byCode(level, number, "nothing tells where functions called since have saved it");
    }
    return switch (row.get().rule(number)) {
      case RegisterRule.Unspecified _ ->
          machine.kept().contains(machine.name(number))
              ? register(level - 1, number)
              : lost(number, "functions called since may have overwritten it");
      case RegisterRule.SameValue _ -> register(level - 1, number);
      case RegisterRule.Undefined _ -> lost(number, "a function called since has overwritten it");
      case RegisterRule.SavedAt at -> based(level - 1, at.offset(), number, true);
      case RegisterRule.OffsetValue at -> based(level - 1, at.offset(), number, false);
      case RegisterRule.InRegister in -> register(level - 1, in.register());
      case RegisterRule.SavedAtComputed at -> computed(level - 1, at.expression(), number, true);
      case RegisterRule.ComputedValue at -> computed(level - 1, at.expression(), number, false);
    };
  }

  private Recovered based(int level, long offset, int number, boolean inMemory) {
    return switch (frameAddress(level)) {
      case Word.Known base -> read(base.value() + offset, number, inMemory);
      case Word.Unknown unknown -> new Recovered(unknown, "", true);
    };
  }

  private Recovered computed(int level, Expression expression, int number, boolean inMemory) {
    if (!(frameAddress(level) instanceof Word.Known base)) {
      return lost(number, "its frame's address is not known");
    }
    try {
      Word word = ExpressionMachine.compute(expression, context(level), base.value());
      return switch (word) {
        case Word.Known at -> read(at.value(), number, inMemory);
        case Word.Unknown unknown -> new Recovered(unknown, "", true);
      };
    } catch (InquestException e) {
      return lost(number, "the rule that tells where it was saved makes no sense");
    }
  }

  private Recovered read(long value, int number, boolean inMemory) {
    if (!inMemory) {
      return Recovered.known(value, machine.name(number));
    }
    try {
      String place = machine.name(number) + " saved at 0x" + Long.toHexString(value);
      return Recovered.known(memory.readLong(value), place);
    } catch (MemoryFault e) {
      return new Recovered(Word.unknown(new Missing.Memory(e)), "", true);
    }
  }

  private Recovered byCode(int level, int number, String otherwise) {
    return code.register(level, machine.name(number))
        .map(v -> new Recovered(Word.of(v.value()), v.place(), v.proven()))
        .orElseGet(() -> lost(number, otherwise));
  }

  private Recovered lost(int number, String why) {
    return new Recovered(
        Word.unknown(new Missing.Register(number, machine.name(number) + ": " + why)), "", true);
  }

  /// The stack pointer before a frame's function was called.
  Word frameAddress(int level) {
    OptionalLong walked = walkedAddress(level);
    return walked.isPresent() ? Word.of(walked.getAsLong()) : ruledAddress(level);
  }

  private OptionalLong walkedAddress(int level) {
    boolean called =
        level + 1 < frames.size()
            && !frames.get(level + 1).exact()
            && !frames.get(level + 1).guess();
    return called ? OptionalLong.of(frames.get(level + 1).sp()) : OptionalLong.empty();
  }

  /// Whether compiler and unwind tables disagree about a frame: assembly in its function changed
  /// the stack pointer behind the compiler's back.
  private boolean stackSwitched(int level) {
    OptionalLong walked = walkedAddress(level);
    return walked.isPresent()
        && ruledAddress(level) instanceof Word.Known ruled
        && ruled.value() != walked.getAsLong();
  }

  private Word ruledAddress(int level) {
    FrameAddressRule rule =
        row(level).map(FrameRow::address).orElseGet(FrameAddressRule.Unknown::new);
    return switch (rule) {
      case FrameAddressRule.Offset o ->
          o.register() == machine.stackPointer()
              ? Word.of(frames.get(level).sp() + o.offset())
              : switch (register(level, o.register()).word()) {
                case Word.Known base -> Word.of(base.value() + o.offset());
                case Word.Unknown unknown -> unknown;
              };
      case FrameAddressRule.Computed c -> {
        try {
          yield ExpressionMachine.compute(c.expression(), context(level));
        } catch (InquestException e) {
          yield unknownFrame();
        }
      }
      case FrameAddressRule.Unknown _ -> unknownFrame();
    };
  }

  private static Word unknownFrame() {
    return Word.unknown(new Missing.Frame("nothing tells where the function's frame is"));
  }

  private Optional<FrameRow> row(int level) {
    return rows.computeIfAbsent(
        level,
        _ -> {
          long pc = frames.get(level).lookupPc();
          return objects.at(pc).flatMap(object -> object.row(pc));
        });
  }

  /// What rules may ask for: registers, as the stack pointer was, and memory.
  private ExpressionContext context(int level) {
    return new RuleContext() {
      @Override
      public Word register(int number) {
        return number == machine.stackPointer()
            ? Word.of(frames.get(level).sp())
            : CallerRegisters.this.register(level, number).word();
      }

      @Override
      public long memory(long address, int bytes) {
        return ValueBytes.read(memory, address, bytes);
      }
    };
  }
}
