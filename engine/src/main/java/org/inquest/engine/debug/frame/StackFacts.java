package org.inquest.engine.debug.frame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.location.ExpressionMachine;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.Word;
import org.inquest.formats.fault.InquestException;

/// What is known of a stack's frames together: each one's function, its registers, and what its
/// caller passed it.
final class StackFacts {
  private final VirtualMemory memory;
  private final List<Frame> frames;
  private final DebugObjects objects;
  private final DwarfRegisters machine;
  private final MachineCode code;
  private final CallerRegisters registers;
  private final Map<Integer, Optional<Place>> places = new HashMap<>();

  /// Answers are kept: each may rest on all frames further out.
  private final Map<Asked, Recovered> answers = new HashMap<>();

  private record Asked(int level, CallSites.Parameter wanted) {}

  /// Where a frame is in debugging information.
  record Place(DebugObject object, FunctionScopes function) {
    DebugEntries entries() {
      return object.entries(function.unit());
    }
  }

  StackFacts(
      VirtualMemory memory,
      DebugObjects objects,
      DwarfRegisters machine,
      MachineCode code,
      List<Frame> frames) {
    this.memory = memory;
    this.frames = List.copyOf(frames);
    this.objects = objects;
    this.machine = machine;
    this.code = code;
    this.registers = new CallerRegisters(frames, objects, machine, memory, code);
  }

  Frame frame(int level) {
    return frames.get(level);
  }

  VirtualMemory memory() {
    return memory;
  }

  CallerRegisters registers() {
    return registers;
  }

  /// Tells of debugging information about a frame that makes no sense.
  void damaged(int level, String sentence) {
    objects.at(frames.get(level).lookupPc()).ifPresent(object -> object.damaged(sentence));
  }

  /// Empty where no file is at hand or its debugging information has no such function.
  ///
  /// @throws InquestException where that makes no sense
  Optional<Place> place(int level) {
    Optional<Place> known = places.get(level);
    if (known == null) {
      known = placeAt(frames.get(level).lookupPc());
      places.put(level, known);
    }
    return known;
  }

  private Optional<Place> placeAt(long pc) {
    return objects
        .at(pc)
        .flatMap(object ->
            object
                .unitAt(pc)
                .flatMap(unit -> FunctionScopes.find(unit, object.linked(pc)))
                .map(function -> new Place(object, function)));
  }

  /// A parameter as a frame's function was called with it: as the calling function's debugging
  /// information tells, else as the machine code of both proves it.
  ///
  /// @param register DWARF's number of the one it was passed in; -1 where it is in none
  Recovered passed(int level, CallSites.Parameter wanted, int register) {
    Asked asked = new Asked(level, wanted);
    Recovered known = answers.get(asked);
    if (known == null) {
      known = find(level, wanted, register);
      answers.put(asked, known);
    }
    return known;
  }

  private Recovered find(int level, CallSites.Parameter wanted, int register) {
    String name = register < 0 ? "a parameter" : machine.name(register);
    Optional<Recovered> told = bySite(level, wanted);
    Optional<FrameValues.Value> proven = byCode(level, name);
    if (told.isPresent() && told.get().word() instanceof Word.Known known) {
      return proven.isPresent() && proven.get().value() != known.value()
          ? unknown("debugging information and machine code disagree about what " + name + " was")
          : told.get();
    }
    return proven
        .map(v -> new Recovered(Word.of(v.value()), v.place(), v.proven()))
        .or(() -> told)
        .orElseGet(() -> unknown(name + " has changed since, and the caller's value is not told"));
  }

  private Optional<FrameValues.Value> byCode(int level, String register) {
    int argument = machine.arguments().indexOf(register);
    return argument < 0
        ? Optional.empty()
        : code.argument(level, argument).filter(v -> v.bytes() == Long.BYTES);
  }

  private static Recovered unknown(String why) {
    return new Recovered(Word.unknown(new Missing.Frame(why)), "", true);
  }

  private Optional<Recovered> bySite(int level, CallSites.Parameter wanted) {
    int caller = level + 1;
    if (caller >= frames.size() || frames.get(caller).exact() || frames.get(caller).guess()) {
      return Optional.empty();
    }
    try {
      Optional<Place> at = place(caller);
      Reached reached = reached(level);
      if (at.isEmpty() || reached == Reached.OTHERWISE) {
        return Optional.empty();
      }
      long back = at.get().object.linked(frames.get(caller).pc());
      Optional<Expression> expression = CallSites.parameter(at.get().function, back, wanted);
      return expression.map(e -> {
        FrameContext context = new FrameContext(this, caller, at.get());
        Word word = ExpressionMachine.compute(e, context);
        return new Recovered(
            word, "as its caller passed it", context.sure() && reached == Reached.BY_THIS_CALL);
      });
    } catch (InquestException e) {
      return Optional.empty(); // Nonsense about the caller; it shows with the caller's variables.
    }
  }

  /// How a function was reached from its caller.
  private enum Reached {
    BY_THIS_CALL,
    /// The call goes through a pointer.
    MAYBE,
    /// The caller called another function, which jumped here with other arguments perhaps.
    OTHERWISE
  }

  private Reached reached(int level) {
    OptionalLong callee = code.callee(level + 1);
    Optional<Place> own = place(level);
    if (callee.isEmpty() || own.isEmpty()) {
      return Reached.MAYBE;
    }
    if (own.get().object.loaded(own.get().function.start()) == callee.getAsLong()) {
      return Reached.BY_THIS_CALL;
    }
    // Assembly that jumps through a pointer (retpolines, static calls) has no entry.
    return placeAt(callee.getAsLong()).isPresent() ? Reached.OTHERWISE : Reached.MAYBE;
  }
}
