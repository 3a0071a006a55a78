package org.inquest.engine.user;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.arch.UserStacks;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Frame.Origin;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.unwind.Stack.End;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.cfi.FrameEntry;
import org.inquest.formats.cfi.FrameRow;
import org.inquest.formats.cfi.RegisterRule;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.Unsupported;

/// Walks the stack of a program by the call frame information of what is mapped (DWARF 5, 6.4).
/// Code without any is left by what the kernel saved for a signal, by a frame pointer, or by a
/// return address that is searched for on the stack and marked as a guess.
///
/// The walk ends ([End#BOTTOM]) where call frame information says that there is no caller, as that
/// of `_start` and of a thread's first function does, or where the return address is 0.
public final class UserUnwinder {
  /// As many calls of a function that calls itself as a stack of 8 MB holds are more; nobody reads
  /// these.
  private static final int MAX_FRAMES = 2048;

  /// Words searched for a return address.
  private static final int MAX_SCAN = 512;

  /// Bytes of code that show what a function begins with, or where a handler returns to.
  private static final int LONGEST_PROLOGUE = 16;

  private final UserStacks machine;
  private final AddressReader memory;
  private final ProgramSpace space;

  /// @param memory the process's
  /// @param space what is mapped in it
  public UserUnwinder(UserStacks machine, AddressReader memory, ProgramSpace space) {
    this.machine = machine;
    this.memory = memory;
    this.space = space;
  }

  /// The frames from registers on, innermost first; the first one holds them.
  public Stack unwind(Registers start) {
    Optional<String> unsupported = machine.unsupported(start);
    if (unsupported.isPresent()) {
      Frame only = new Frame(start.pc(), start.sp(), 0, Origin.REGISTERS, true, Optional.of(start));
      return new Stack(List.of(only), End.LOST, unsupported.get());
    }
    return new Walk(start).run();
  }

  /// A place in code.
  private record Place(long pc, long sp) {}

  /// The state of one walk.
  private final class Walk {
    private final List<Frame> frames = new ArrayList<>();
    private final Set<Place> seen = new HashSet<>();
    private FrameRegisters registers;
    private boolean exact = true;
    private End end = End.LIMIT;
    private String detail = "";

    /// Why the first frame that had to be guessed had no rules.
    private String gap = "";

    Walk(Registers start) {
      registers = FrameRegisters.of(machine, start);
      frames.add(new Frame(start.pc(), start.sp(), 0, Origin.REGISTERS, true, Optional.of(start)));
    }

    Stack run() {
      try {
        while (frames.size() < MAX_FRAMES && step()) {
          // Each step adds a frame.
        }
      } catch (MemoryFault e) {
        stop(End.FAULT, e.getMessage());
      }
      if (end == End.LIMIT) {
        detail = "after " + MAX_FRAMES + " frames";
      }
      if (end != End.BOTTOM && !gap.isEmpty() && !detail.contains(gap)) {
        detail += "; some of its frames are guesses: " + gap;
      }
      return new Stack(List.copyOf(frames), end, detail);
    }

    private boolean stop(End how, String why) {
      end = how;
      detail = why;
      return false;
    }

    private long lookupPc() {
      return exact ? registers.pc() : registers.pc() - 1;
    }

    private boolean step() {
      Optional<Mapping> mapping = space.mapping(lookupPc());
      if (mapping.isEmpty() || !mapping.get().executable()) {
        return outside(mapping);
      }
      String missing =
          space.program(mapping.get()) instanceof ProgramSpace.Found.Missing(String why) ? why : "";
      Optional<FrameEntry> entry = Optional.empty();
      try {
        entry = entry(mapping.get(), lookupPc());
      } catch (InquestException e) {
        missing = "it can't be read: " + e.getMessage();
      }
      try {
        if (entry.isPresent()) {
          return byRules(mapping.get(), entry.get());
        }
      } catch (MalformedInput | NotFound | Unsupported e) {
        missing = e.getMessage();
      }
      if (gap.isEmpty() && !missing.isEmpty()) {
        gap = noRules(mapping.get(), missing);
      }
      return signalReturn() || withoutRules() || lost(mapping.get(), missing);
    }

    private Optional<FrameEntry> entry(Mapping mapping, long address) {
      Optional<Program> program = space.find(mapping);
      OptionalLong linked =
          program.map(p -> p.linked(mapping, address)).orElse(OptionalLong.empty());
      return linked.isEmpty() ? Optional.empty() : program.get().frame(linked.getAsLong());
    }

    private boolean byRules(Mapping mapping, FrameEntry entry) {
      boolean signal = entry.common().signal();
      if (signal && !exact) {
        // Nobody called this code: a handler's return address is where it begins, and what it is
        // about begins a byte before.
        exact = true;
        Frame last = frames.removeLast();
        frames.add(
            new Frame(
                last.pc(), last.sp(), last.returnSlot(), last.origin(), true, last.registers()));
      }
      OptionalLong linked = space.find(mapping).orElseThrow().linked(mapping, lookupPc());
      Optional<FrameRow> row = entry.at(linked.orElse(0));
      if (row.isEmpty()) {
        return lost(mapping, "its call frame information has no rules there");
      }
      if (row.get().rule(row.get().returnRegister()) instanceof RegisterRule.Undefined) {
        return stop(End.BOTTOM, "");
      }
      FrameRegisters caller = registers.caller(row.get(), memory);
      long slot = registers.returnSlot(row.get(), caller);
      return go(caller, slot, signal ? Origin.SIGNAL : Origin.UNWIND_TABLE, signal);
    }

    /// @param next whether the next frame was interrupted, and not left by a call
    private boolean go(FrameRegisters caller, long slot, Origin origin, boolean next) {
      if (caller.pc() == 0) {
        return stop(End.BOTTOM, "");
      }
      if (!next && !isCode(caller.pc() - 1)) {
        return stop(
            End.LOST,
            "the return address 0x" + Long.toHexString(caller.pc()) + " leads to no code");
      }
      if (!seen.add(new Place(caller.pc(), caller.sp()))) {
        return stop(
            End.LOOP, "the frame at 0x" + Long.toHexString(caller.sp()) + " leads to itself");
      }
      registers = caller;
      exact = next;
      frames.add(new Frame(caller.pc(), caller.sp(), slot, origin, next, Optional.empty()));
      return true;
    }

    /// A call of a bad pointer leaves its return address on top of the stack.
    private boolean outside(Optional<Mapping> mapping) {
      String where =
          "0x"
              + Long.toHexString(registers.pc())
              + (mapping.isEmpty() ? " is not mapped" : " is no code");
      if (exact) {
        long from = memory.readLong(registers.sp());
        if (isReturn(from)) {
          long sp = registers.sp();
          FrameRegisters caller = registers.caller(from, sp + Long.BYTES, registers.framePointer());
          return go(caller, sp, Origin.GUESS, false);
        }
      }
      return stop(End.LOST, where);
    }

    private boolean signalReturn() {
      if (!machine.returnsFromSignal(code(registers.pc(), LONGEST_PROLOGUE))) {
        return false;
      }
      long[] saved = machine.savedBySignal(registers.sp(), memory);
      return go(FrameRegisters.all(machine, saved), 0, Origin.SIGNAL, true);
    }

    /// The function itself tells best: by what it begins with, or by who calls it.
    private boolean withoutRules() {
      OptionalLong function = function();
      boolean framed =
          function.isPresent()
              && lookupPc() - function.getAsLong() >= Long.BYTES
              && machine.keepsFramePointer(code(function.getAsLong(), LONGEST_PROLOGUE));
      return framed && framePointer(Origin.FRAME_POINTER)
          || function.isPresent() && calledFrom(function.getAsLong())
          || framePointer(Origin.GUESS)
          || guess();
    }

    /// Where the function that we are in begins, in memory.
    private OptionalLong function() {
      Optional<Mapping> mapping = space.mapping(lookupPc());
      Optional<Program> program = mapping.flatMap(space::find);
      OptionalLong linked =
          program.map(p -> p.linked(mapping.get(), lookupPc())).orElse(OptionalLong.empty());
      if (linked.isEmpty()) {
        return OptionalLong.empty();
      }
      long at = linked.getAsLong();
      return program
          .get()
          .symbolAt(at)
          .map(symbol -> OptionalLong.of(lookupPc() - (at - symbol.address())))
          .orElse(OptionalLong.empty());
    }

    private boolean framePointer(Origin origin) {
      OptionalLong pointer = registers.framePointer();
      if (pointer.isEmpty()
          || Long.compareUnsigned(pointer.getAsLong(), registers.sp()) < 0
          || (pointer.getAsLong() & 7) != 0) {
        return false;
      }
      long at = pointer.getAsLong();
      long from;
      long before;
      try {
        before = memory.readLong(at);
        from = memory.readLong(at + Long.BYTES);
      } catch (MemoryFault e) {
        return false;
      }
      boolean chained = Long.compareUnsigned(before, at) > 0 || before == 0;
      // The caller may use the register for something else; that proves nothing about this frame.
      boolean likely = isReturn(from) && (chained || origin == Origin.FRAME_POINTER);
      if (!likely && !isSignalReturn(from)) {
        return false;
      }
      long slot = at + Long.BYTES;
      FrameRegisters caller = registers.caller(from, slot + Long.BYTES, OptionalLong.of(before));
      return go(caller, slot, origin, false);
    }

    /// By a word that is behind a call of the function that we are in.
    private boolean calledFrom(long function) {
      int longest = machine.longestCall();
      long at = registers.sp() & -Long.BYTES;
      for (int i = 0; i < MAX_SCAN; i++, at += Long.BYTES) {
        long word;
        try {
          word = memory.readLong(at);
        } catch (MemoryFault e) {
          return false;
        }
        if (isReturn(word)
            && machine
                .callTarget(code(word - longest, longest), word)
                .equals(OptionalLong.of(function))) {
          return go(
              registers.caller(word, at + Long.BYTES, registers.framePointer()),
              at,
              Origin.CALL_SITE,
              false);
        }
      }
      return false;
    }

    private boolean guess() {
      long at = registers.sp() & -Long.BYTES;
      for (int i = 0; i < MAX_SCAN; i++, at += Long.BYTES) {
        long word;
        try {
          word = memory.readLong(at);
        } catch (MemoryFault e) {
          return false;
        }
        if (isReturn(word)) {
          FrameRegisters caller = registers.caller(word, at + Long.BYTES, registers.framePointer());
          return go(caller, at, Origin.GUESS, false);
        }
      }
      return false;
    }

    private boolean lost(Mapping mapping, String why) {
      String stack = "";
      try {
        memory.readLong(registers.sp());
      } catch (MemoryFault e) {
        // Then a file with call frame information would not help either.
        stack = "; and of its stack, " + e.getMessage();
      }
      return stop(End.LOST, noRules(mapping, why) + stack);
    }

    private String noRules(Mapping mapping, String why) {
      String place = mapping.name().isEmpty() ? "" : " in " + mapping.name();
      return "no call frame information for 0x"
          + Long.toHexString(registers.pc())
          + place
          + (why.isEmpty() ? "" : ": " + why);
    }
  }

  /// Whether a handler that returns to an address gives the kernel the program back.
  private boolean isSignalReturn(long address) {
    return isCode(address) && machine.returnsFromSignal(code(address, LONGEST_PROLOGUE));
  }

  private boolean isCode(long address) {
    return space.mapping(address).map(Mapping::executable).orElse(false);
  }

  /// Whether an address is behind a call.
  private boolean isReturn(long address) {
    if (address == 0 || !isCode(address - 1)) {
      return false;
    }
    int longest = machine.longestCall();
    return machine.endsInCall(code(address - longest, longest));
  }

  /// Code at an address, from memory or else from the file; empty where there is none.
  private byte[] code(long address, int length) {
    byte[] bytes = new byte[length];
    try {
      memory.read(address, bytes, 0, length);
      return bytes;
    } catch (MemoryFault e) {
      return fromFile(address, length);
    }
  }

  private byte[] fromFile(long address, int length) {
    Optional<Mapping> mapping = space.mapping(address);
    Optional<Program> program = mapping.flatMap(space::find);
    try {
      if (program.isPresent()) {
        OptionalLong linked = program.get().linked(mapping.get(), address);
        if (linked.isPresent()) {
          return program.get().code(linked.getAsLong(), length);
        }
      }
    } catch (InquestException e) {
      // Then there is none.
    }
    return new byte[0];
  }
}
