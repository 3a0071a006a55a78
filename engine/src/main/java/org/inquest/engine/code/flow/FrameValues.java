package org.inquest.engine.code.flow;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.RegisterNames;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;

/// Values of a stack's frames that were in registers and are still somewhere: in a slot of the
/// frame itself, in a register that no function called since has touched, or in the slot where one
/// of them saved it. Nothing is taken from debug information.
///
/// A value is only given where the code proves it by the ABI; see [Value#proven].
public final class FrameValues {
  private static final int WORD = 8;

  private final FramePlaces places;
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
    this.frames = List.copyOf(frames);
    this.places = new FramePlaces(target.memory(), functions, this.frames);
  }

  /// An argument as a frame's function was called with it. Empty where it can't be proven.
  ///
  /// @param level of the frame, 0 is innermost
  /// @param index of the argument, from 0
  public Optional<Value> argument(int level, int index) {
    Optional<FramePlaces.Place> at = places.place(level);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    List<Value> found = new ArrayList<>();
    for (Location candidate : at.get().candidates()) {
      Traced traced = at.get().trace(candidate);
      if (traced.origin() instanceof Origin.Argument a && a.index() == index) {
        places
            .read(level, candidate, traced.proven())
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
    Optional<FramePlaces.Place> at = places.place(level);
    if (at.isEmpty()) {
      return List.of();
    }
    Map<Origin, List<Value>> found = new LinkedHashMap<>();
    for (Location candidate : at.get().candidates()) {
      Traced traced = at.get().trace(candidate);
      int bytes = width(traced.origin());
      if (bytes > 0) {
        places
            .read(level, candidate, traced.proven())
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

  /// An argument that its caller took from a place that still holds it.
  private Optional<Value> passed(int level, int index) {
    Optional<FramePlaces.Place> callee = places.place(level);
    if (callee.isEmpty() || level + 1 >= frames.size() || frames.get(level + 1).exact()) {
      return Optional.empty();
    }
    Optional<FramePlaces.Place> caller = places.place(level + 1);
    int register = callee.get().flow().code().isa().calls().argument(index);
    if (caller.isEmpty() || register < 0) {
      return Optional.empty();
    }
    FramePlaces.Place at = caller.get();
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
          places
              .read(level, in.place(), true)
              .map(v ->
                  new Value(
                      v.value() + in.delta(), in.place().bytes(), by + v.place(), v.proven()));
      case ValueFlow.Held.Number n ->
          Optional.of(new Value(n.value(), WORD, by + "a constant", true));
      case ValueFlow.Held.Slot s -> {
        OptionalLong address = places.address(level, s.offset());
        yield address.isPresent()
            ? Optional.of(
                new Value(address.getAsLong(), WORD, by + "the address of a local variable", true))
            : Optional.empty();
      }
    };
  }

  private String name(int level) {
    FunctionCode code = places.place(level).orElseThrow().flow().code();
    return new OriginText(code).place(code.entry()) + "()";
  }

  /// What the call instruction calls that a frame waits for; empty where it calls through a
  /// pointer, and for frames that wait for none.
  ///
  /// @param level of the frame, 0 is innermost
  public OptionalLong callee(int level) {
    Optional<FramePlaces.Place> at = places.place(level);
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
    Optional<FramePlaces.Place> at = places.place(level);
    if (at.isEmpty()) {
      return Optional.empty();
    }
    RegisterNames names = at.get().flow().code().isa().registers();
    for (int r = 0; r < Long.numberOfTrailingZeros(~names.general()); r++) {
      if (names.name(r, 0).equals(name)) {
        return places.register(level, r);
      }
    }
    return Optional.empty();
  }
}
