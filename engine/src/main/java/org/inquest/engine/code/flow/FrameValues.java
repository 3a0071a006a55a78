package org.inquest.engine.code.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.RegisterNames;
import org.inquest.engine.code.x86.X86Registers;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;

/// Values of a stack's frames that were in registers and are still somewhere: in a slot of the
/// frame itself, in a register that no function called since has touched, or in the slot where one
/// of them saved it. Nothing is taken from debug information.
///
/// A value is only given where the code proves it by the ABI; see [Value#proven].
public final class FrameValues {
  /// What `__switch_to_asm` pushes (arch/x86/entry/entry_64.S), from the lowest address: `struct
  /// inactive_task_frame`.
  private static final List<Integer> SWITCHED =
      List.of(15, 14, 13, 12, X86Registers.RBX, X86Registers.RBP);

  private static final int WORD = 8;

  private final TargetFunctions functions;
  private final VirtualMemory memory;
  private final List<Frame> frames;

  /// A value and where it was found.
  ///
  /// @param bytes how many low bytes of it are the value's
  /// @param place in words: `in rbx`, `saved at 0xffff...`
  /// @param proven whether nothing but the ABI was assumed
  public record Value(long value, int bytes, String place, boolean proven) {}

  /// A value that a function computed or was given on the way.
  ///
  /// @param origin where it comes from, what was read from memory as it was then
  public record Local(Origin origin, Value value) {}

  /// @param frames of one stack, innermost first
  public FrameValues(Target target, TargetFunctions functions, List<Frame> frames) {
    this.functions = functions;
    this.memory = target.memory();
    this.frames = List.copyOf(frames);
  }

  /// An argument as a frame's function was called with it. Empty where it can't be proven.
  ///
  /// @param level of the frame, 0 is innermost
  /// @param index of the argument, from 0
  public Optional<Value> argument(int level, int index) {
    Optional<Place> at = place(level);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    List<Value> found = new ArrayList<>();
    for (Location candidate : at.get().candidates()) {
      Traced traced = at.get().trace(candidate);
      if (traced.origin() instanceof Origin.Argument a && a.index() == index) {
        read(level, candidate, traced.proven())
            .map(v -> new Value(v.value(), a.bytes(), v.place(), v.proven()))
            .ifPresent(found::add);
      }
    }
    passed(level, index).ifPresent(found::add);
    // Two ways that disagree mean that something did not keep to the ABI.
    boolean agree = found.stream().allMatch(v -> same(v, found.getFirst()));
    return !found.isEmpty() && agree ? Optional.of(best(found)) : Optional.empty();
  }

  /// What a frame's function holds besides its arguments: results of calls, words that it read. A
  /// value that is in several places is given once, one that they disagree on (it changes in a
  /// loop) not at all.
  ///
  /// @param level of the frame, 0 is innermost
  public List<Local> locals(int level) {
    Optional<Place> at = place(level);
    if (at.isEmpty()) {
      return List.of();
    }
    Map<Origin, List<Value>> found = new LinkedHashMap<>();
    for (Location candidate : at.get().candidates()) {
      Traced traced = at.get().trace(candidate);
      int bytes = width(traced.origin());
      if (bytes > 0) {
        read(level, candidate, traced.proven())
            .map(v -> new Value(v.value(), bytes, v.place(), v.proven()))
            .ifPresent(v -> found.computeIfAbsent(traced.origin(), _ -> new ArrayList<>()).add(v));
      }
    }
    return found.entrySet().stream()
        .filter(e -> e.getValue().stream().allMatch(v -> same(v, e.getValue().getFirst())))
        .map(e -> new Local(e.getKey(), best(e.getValue())))
        .toList();
  }

  /// How many low bytes of a value are the origin's; 0 for origins that are no local's.
  private static int width(Origin origin) {
    return switch (origin) {
      case Origin.Result _, Origin.PerCpu _ -> WORD;
      case Origin.Load l -> l.bytes();
      case Origin.Sum s -> width(s.of()) == WORD ? WORD : 0;
      case Origin.Merged m ->
          m.of().stream().filter(o -> !nothing(o)).mapToInt(FrameValues::width).min().orElse(0);
      case Origin.Argument _,
          Origin.CallersRegister _,
          Origin.Constant _,
          Origin.StackAddress _,
          Origin.Unknown _ ->
          0;
    };
  }

  private static boolean nothing(Origin origin) {
    return origin instanceof Origin.Constant c && c.value() == 0;
  }

  private static boolean same(Value one, Value other) {
    int bits = 8 * Math.min(one.bytes(), other.bytes());
    return (one.value() ^ other.value()) << Long.SIZE - bits == 0;
  }

  private static Value best(List<Value> found) {
    return found.stream()
        .filter(v -> v.proven() && v.bytes() == WORD)
        .findFirst()
        .or(() -> found.stream().filter(v -> v.bytes() == WORD).findFirst())
        .orElse(found.getFirst());
  }

  /// A frame's function and the instruction it is at.
  private record Place(ValueFlow flow, int index, boolean exact) {
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

  private Optional<Place> place(int level) {
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

  /// An argument that its caller took from a place that still holds it.
  private Optional<Value> passed(int level, int index) {
    Optional<Place> callee = place(level);
    if (callee.isEmpty() || level + 1 >= frames.size() || frames.get(level + 1).exact()) {
      return Optional.empty();
    }
    Optional<Place> caller = place(level + 1);
    int register = callee.get().flow().code().isa().calls().argument(index);
    if (caller.isEmpty() || register < 0) {
      return Optional.empty();
    }
    Place at = caller.get();
    Instruction call = at.flow().code().instruction(at.index());
    if (!call.hasTarget() || call.target() != callee.get().flow().code().entry()) {
      return Optional.empty();
    }
    return at.flow()
        .held(at.index(), Location.register(register))
        .flatMap(held -> value(level + 1, held));
  }

  private Optional<Value> value(int level, ValueFlow.Held held) {
    String by = "as " + name(level) + " passed it, ";
    return switch (held) {
      case ValueFlow.Held.In in ->
          read(level, in.place(), true)
              .map(v ->
                  new Value(
                      v.value() + in.delta(), in.place().bytes(), by + v.place(), v.proven()));
      case ValueFlow.Held.Number n ->
          Optional.of(new Value(n.value(), WORD, by + "a constant", true));
      case ValueFlow.Held.Slot s -> {
        OptionalLong address = address(level, s.offset());
        yield address.isPresent()
            ? Optional.of(
                new Value(address.getAsLong(), WORD, by + "the address of a local variable", true))
            : Optional.empty();
      }
    };
  }

  private String name(int level) {
    FunctionCode code = place(level).orElseThrow().flow().code();
    return new OriginText(code).place(code.entry()) + "()";
  }

  private Optional<Value> read(int level, Location location, boolean proven) {
    if (location.kind() == Location.Kind.REGISTER) {
      return register(level, (int) location.number())
          .map(v -> new Value(v.value(), v.bytes(), v.place(), v.proven() && proven));
    }
    OptionalLong at = address(level, location.number());
    OptionalLong value = at.isPresent() ? memory.findLong(at.getAsLong()) : at;
    return value.isPresent()
        ? Optional.of(new Value(value.getAsLong(), WORD, "in " + hex(at.getAsLong()), proven))
        : Optional.empty();
  }

  /// The address of a slot. The unwinder found the return address by tables, the code's stack
  /// pointer leads to it too: where they disagree, nothing is known.
  private OptionalLong address(int level, long offset) {
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

  /// What the call instruction calls that a frame waits for; empty where it calls through a
  /// pointer, and for frames that wait for none.
  ///
  /// @param level of the frame, 0 is innermost
  public OptionalLong callee(int level) {
    Optional<Place> at = place(level);
    if (at.isEmpty() || at.get().exact()) {
      return OptionalLong.empty();
    }
    Instruction call = at.get().flow().code().instruction(at.get().index());
    return call.hasTarget() ? OptionalLong.of(call.target()) : OptionalLong.empty();
  }

  /// What a frame has in a register, by the machine's name of it. Empty where it can't be told:
  /// most often because functions called since need not have kept it.
  ///
  /// @param level of the frame, 0 is innermost
  public Optional<Value> register(int level, String name) {
    Optional<Place> at = place(level);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    RegisterNames names = at.get().flow().code().isa().registers();
    for (int r = 0; r < Long.numberOfTrailingZeros(~names.general()); r++) {
      if (names.name(r, 0).equals(name)) {
        return register(level, r);
      }
    }
    return Optional.empty();
  }

  /// What a frame has in a register that calls keep, or, where the frame's registers were saved, in
  /// any.
  private Optional<Value> register(int level, int register) {
    Frame frame = frames.get(level);
    Optional<Place> at = place(level);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    String name = at.get().flow().code().isa().registers().name(register, 0);
    OptionalLong saved = frame.registers().map(r -> r.find(name)).orElse(OptionalLong.empty());
    if (saved.isPresent()) {
      return Optional.of(new Value(saved.getAsLong(), WORD, "in " + name, true));
    }
    if (frame.exact()) {
      return Optional.empty();
    }
    return level == 0 ? switchedOut(frame, register) : savedBelow(level - 1, register, name);
  }

  private Optional<Value> switchedOut(Frame frame, int register) {
    int i = SWITCHED.indexOf(register);
    if (i < 0 || frame.origin() != Frame.Origin.REGISTERS || frame.returnSlot() == 0) {
      return Optional.empty();
    }
    long at = frame.returnSlot() - (long) (SWITCHED.size() - i) * WORD;
    OptionalLong value = memory.findLong(at);
    return value.isPresent()
        ? Optional.of(new Value(value.getAsLong(), WORD, "in " + hex(at), true))
        : Optional.empty();
  }

  /// What a called frame's function was given in a register that it must give back: still there, or
  /// where it saved it.
  private Optional<Value> savedBelow(int level, int register, String name) {
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
            .map(v -> new Value(v.value(), WORD, name + " " + v.place(), v.proven()));
      }
    }
    return Optional.empty();
  }

  private static String hex(long value) {
    return "0x" + Long.toHexString(value);
  }
}
