package org.inquest.engine.code.flow;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.x86.X86Registers;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.Frame;

/// Where the registers and slots of a stack's frames are now: in the frame itself, in a register
/// that no function called since has touched, or in the slot where one of them saved it.
final class FramePlaces {
  /// What `__switch_to_asm` pushes (arch/x86/entry/entry_64.S), from the lowest address: `struct
  /// inactive_task_frame`.
  private static final List<Integer> SWITCHED =
      List.of(15, 14, 13, 12, X86Registers.RBX, X86Registers.RBP);

  private static final int WORD = 8;

  private final VirtualMemory memory;
  private final TargetFunctions functions;
  private final List<Frame> frames;

  FramePlaces(VirtualMemory memory, TargetFunctions functions, List<Frame> frames) {
    this.memory = memory;
    this.functions = functions;
    this.frames = frames;
  }

  /// A frame's function and the instruction it is at.
  record Place(ValueFlow flow, int index, boolean exact) {
    Traced trace(Location location) {
      Instruction insn = flow.code().instruction(index);
      return exact ? flow.before(insn.address(), location) : flow.duringCall(insn.end(), location);
    }

    /// What holds its value while the frame waits for a call to come back.
    List<Location> candidates() {
      List<Location> all = new ArrayList<>();
      long kept = ~flow.code().isa().calls().clobbered();
      for (int r = 0;
          r < Long.numberOfTrailingZeros(~flow.code().isa().registers().general());
          r++) {
        if (exact || (kept >>> r & 1) != 0) {
          all.add(Location.register(r));
        }
      }
      all.addAll(flow.slots(index));
      return all;
    }
  }

  /// Empty for frames of user code and guesses, and where the function can't be read.
  Optional<Place> place(int level) {
    Frame frame = frames.get(level);
    boolean user = frame.registers().map(r -> r.user()).orElse(false);
    if (user || frame.guess()) {
      return Optional.empty();
    }
    Optional<ValueFlow> flow = functions.at(frame.lookupPc());
    int index =
        flow.map(f ->
                frame.exact() ? f.code().indexAt(frame.pc()) : f.code().indexBefore(frame.pc()))
            .orElse(FunctionCode.NONE);
    return index == FunctionCode.NONE
        ? Optional.empty()
        : Optional.of(new Place(flow.get(), index, frame.exact()));
  }

  /// What a frame has in a place.
  ///
  /// @param proven whether it is certain that what is looked for is there
  Optional<FrameValues.Value> read(int level, Location location, boolean proven) {
    if (location.kind() == Location.Kind.REGISTER) {
      return register(level, (int) location.number())
          .map(v -> new FrameValues.Value(v.value(), v.bytes(), v.place(), v.proven() && proven));
    }
    OptionalLong at = address(level, location.number());
    OptionalLong value = at.isPresent() ? memory.findLong(at.getAsLong()) : at;
    return value.isPresent()
        ? Optional.of(
            new FrameValues.Value(value.getAsLong(), WORD, "in " + hex(at.getAsLong()), proven))
        : Optional.empty();
  }

  /// The address of a slot. The unwinder found the return address by tables, the code's stack
  /// pointer leads to it too: where they disagree, nothing is known.
  OptionalLong address(int level, long offset) {
    Optional<Place> at = place(level);
    OptionalLong height = at.map(p -> p.flow().stackHeight(p.index())).orElse(OptionalLong.empty());
    if (height.isEmpty()) {
      return OptionalLong.empty();
    }
    long entry = frames.get(level).sp() - height.getAsLong();
    boolean agrees =
        level + 1 < frames.size()
            && !frames.get(level + 1).exact()
            && frames.get(level + 1).returnSlot() == entry;
    return agrees ? OptionalLong.of(entry + offset) : OptionalLong.empty();
  }

  /// What a frame has in a register that calls keep, or, where the frame's registers were saved, in
  /// any.
  Optional<FrameValues.Value> register(int level, int register) {
    Frame frame = frames.get(level);
    Optional<Place> at = place(level);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    String name = at.get().flow().code().isa().registers().name(register, 0);
    OptionalLong saved = frame.registers().map(r -> r.find(name)).orElse(OptionalLong.empty());
    if (saved.isPresent()) {
      return Optional.of(new FrameValues.Value(saved.getAsLong(), WORD, "in " + name, true));
    }
    if (frame.exact()) {
      return Optional.empty();
    }
    return level == 0 ? switchedOut(frame, register) : savedBelow(level - 1, register, name);
  }

  private Optional<FrameValues.Value> switchedOut(Frame frame, int register) {
    int i = SWITCHED.indexOf(register);
    if (i < 0 || frame.origin() != Frame.Origin.REGISTERS || frame.returnSlot() == 0) {
      return Optional.empty();
    }
    long at = frame.returnSlot() - (long) (SWITCHED.size() - i) * WORD;
    OptionalLong value = memory.findLong(at);
    return value.isPresent()
        ? Optional.of(new FrameValues.Value(value.getAsLong(), WORD, "in " + hex(at), true))
        : Optional.empty();
  }

  /// What a called frame's function was given in a register that it must give back: still there, or
  /// where it saved it.
  private Optional<FrameValues.Value> savedBelow(int level, int register, String name) {
    Optional<Place> at = place(level);
    Origin wanted = new Origin.CallersRegister(register);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    Location own = Location.register(register);
    if (at.get().trace(own).origin().equals(wanted)) {
      return register(level, register);
    }
    for (Location slot : at.get().flow().slots(at.get().index())) {
      Traced traced = at.get().trace(slot);
      if (traced.origin().equals(wanted)) {
        // A saved register lies above all variables; that some of them have addresses is no doubt.
        return read(level, slot, true)
            .map(v -> new FrameValues.Value(v.value(), WORD, name + " " + v.place(), v.proven()));
      }
    }
    return Optional.empty();
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
