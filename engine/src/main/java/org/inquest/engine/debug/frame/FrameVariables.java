package org.inquest.engine.debug.frame;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.code.flow.FrameValues;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.debug.frame.FrameVariable.Value;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.Type;
import org.inquest.engine.type.VoidType;
import org.inquest.engine.unwind.Frame;
import org.inquest.formats.dwarf.Attribute;
import org.inquest.formats.dwarf.AttributeValues;
import org.inquest.formats.dwarf.Entries;
import org.inquest.formats.dwarf.Expression;
import org.inquest.formats.dwarf.location.ExpressionMachine;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.ValuePlace;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;

/// The parameters and local variables of the frames of one stack, with those of the functions
/// inlined there.
///
/// ```java
/// for (FrameScope scope : new FrameVariables(target, objects, functions, stack.frames()).at(3)) {
///   scope.function();  // innermost first
///   scope.variables(); // name, type, and the value or why there is none
/// }
/// ```
///
/// For one thread.
public final class FrameVariables {
  private final VirtualMemory memory;
  private final Optional<StackFacts> stack;
  private final List<Frame> frames;

  /// @param objects the files with debugging information that are at hand
  /// @param functions the machine code of the same target
  /// @param frames of one stack, innermost first
  public FrameVariables(
      Target target, DebugObjects objects, TargetFunctions functions, List<Frame> frames) {
    this(
        target.memory(),
        target.arch().dwarfRegisters(),
        objects,
        MachineCode.of(new FrameValues(target, functions, frames)),
        frames);
  }

  FrameVariables(
      VirtualMemory memory,
      Optional<DwarfRegisters> machine,
      DebugObjects objects,
      MachineCode code,
      List<Frame> frames) {
    this.memory = memory;
    this.frames = List.copyOf(frames);
    this.stack = machine.map(m -> new StackFacts(memory, objects, m, code, this.frames));
  }

  /// The scopes of a frame, the innermost inlined function first; empty where no debugging
  /// information is at hand for it, and for frames that are guesses or the user's. What makes no
  /// sense is left out, and the [DebugObject] is told.
  ///
  /// @param level of the frame, 0 is innermost
  public List<FrameScope> at(int level) {
    Frame frame = frames.get(level);
    boolean user = frame.registers().map(r -> r.user()).orElse(false);
    if (user || frame.guess() || stack.isEmpty()) {
      return List.of();
    }
    List<FrameScope> scopes = new ArrayList<>();
    try {
      Optional<StackFacts.Place> place = stack.get().place(level);
      if (place.isPresent()) {
        for (FunctionScopes.Scope scope : place.get().function().scopes()) {
          scopes.add(scope(stack.get(), level, place.get(), scope));
        }
      }
    } catch (InquestException e) {
      stack.get().damaged(level, e.getMessage());
    }
    return scopes;
  }

  private FrameScope scope(
      StackFacts facts, int level, StackFacts.Place place, FunctionScopes.Scope scope) {
    DebugEntries entries = place.entries();
    String name = entries.name(entries.at(scope.entry()).attributes());
    Parameters parameters = Parameters.of(entries, scope.entry());
    List<FrameVariable> variables = new ArrayList<>();
    for (long offset : scope.variables()) {
      try {
        Entries entry = entries.at(offset);
        AttributeValues values = entry.attributes();
        if (!values.has(Attribute.DECLARATION)) {
          int argument = parameters.number(offset, values);
          FrameContext context = new FrameContext(facts, level, place);
          variables.add(variable(values, argument, entries, context, level));
        }
      } catch (InquestException e) {
        place.object().damaged(e.getMessage());
      }
    }
    // Parameters first; the sort keeps the order of others.
    variables.sort(
        Comparator.comparingInt(v -> v.argument() == 0 ? Integer.MAX_VALUE : v.argument()));
    return new FrameScope(name, scope.inlined(), variables);
  }

  private FrameVariable variable(
      AttributeValues values, int argument, DebugEntries entries, FrameContext context, int level) {
    Optional<AttributeValues> typed = entries.described(values, Attribute.TYPE);
    Type type = typed.isEmpty() ? VoidType.VOID : entries.types().of(typed.get());
    return new FrameVariable(
        entries.name(values), argument, type, value(values, type, entries, context, level));
  }

  private Value value(
      AttributeValues values, Type type, DebugEntries entries, FrameContext context, int level) {
    Optional<AttributeValues> constant = entries.described(values, Attribute.CONST_VALUE);
    if (constant.isPresent()) {
      return constant(constant.get(), type, context);
    }
    Optional<AttributeValues> located = entries.described(values, Attribute.LOCATION);
    if (located.isEmpty()) {
      return new Value.OptimisedOut("the compiler kept it nowhere");
    }
    Optional<Expression> expression = context.here(located.get(), Attribute.LOCATION);
    if (expression.isEmpty()) {
      return new Value.OptimisedOut("nowhere at this instruction");
    }
    return value(
        ExpressionMachine.locate(expression.get(), context), type, entries, context, level);
  }

  private Value constant(AttributeValues values, Type type, FrameContext context) {
    ValuePlace place =
        values
            .block(Attribute.CONST_VALUE)
            .<ValuePlace>map(ValuePlace.Literal::new)
            .orElseGet(() -> new ValuePlace.Computed(values.value(Attribute.CONST_VALUE, 0)));
    return copied(place, type, context, "a constant");
  }

  private Value value(
      ValuePlace place, Type type, DebugEntries entries, FrameContext context, int level) {
    return switch (place) {
      case ValuePlace.InMemory in -> inMemory(in.address(), type, context);
      case ValuePlace.InRegister in ->
          copied(
              place,
              type,
              context,
              stack.orElseThrow().registers().register(level, in.register()).place());
      case ValuePlace.Computed _ ->
          copied(place, type, context, context.passed() ? "as the caller passed it" : "computed");
      case ValuePlace.Literal _ -> copied(place, type, context, "a constant");
      case ValuePlace.Pieces _ -> copied(place, type, context, "in parts");
      case ValuePlace.PointerTo to ->
          new Value.OptimisedOut(
              "it points to " + described(entries, to.entry()) + ", which is in no memory");
      case ValuePlace.OptimisedOut _ -> new Value.OptimisedOut("nowhere at this instruction");
      case ValuePlace.Lost lost -> lost(lost.why());
    };
  }

  private static String described(DebugEntries entries, long entry) {
    String name = entries.name(entries.at(entry).attributes());
    return name.isEmpty() ? "a value" : name;
  }

  private Value inMemory(long address, Type type, FrameContext context) {
    KObject value = new KObject(memory, type, address);
    try {
      if (type.scalar() != null) {
        value.asLong();
      } else if (type.size() > 0) {
        memory.readByte(address);
      }
    } catch (MemoryFault e) {
      return lost(new Missing.Memory(e));
    }
    return new Value.Known(value, "at 0x" + Long.toHexString(address), context.sure());
  }

  private Value copied(ValuePlace place, Type type, FrameContext context, String words) {
    boolean word = place instanceof ValuePlace.InRegister || place instanceof ValuePlace.Computed;
    if (type.size() <= 0 || type.size() > (word ? Long.BYTES : ValueBytes.MAX)) {
      return new Value.Unknown("its type does not fit the place it is in");
    }
    return switch (ValueBytes.of(place, (int) type.size(), context)) {
      case ValueBytes.Outcome.Whole whole ->
          new Value.Known(
              new KObject(ValueBytes.overlay(whole.bytes(), memory), type, CopiedValue.ADDRESS),
              words,
              context.sure());
      case ValueBytes.Outcome.Lost lost -> lost(lost.why());
      case ValueBytes.Outcome.Partly _ -> new Value.OptimisedOut("a part of it is nowhere");
    };
  }

  private static Value lost(Missing why) {
    return switch (why) {
      case Missing.Memory memory ->
          switch (memory.fault().reason()) {
            case NOT_MAPPED, NON_CANONICAL, NO_MEMORY -> new Value.Unknown(memory.words());
            case FILTERED,
                FILTERED_OR_ZERO,
                LOST,
                UNDECODABLE,
                SWAPPED_OUT,
                NOT_PRESENT,
                NOT_CACHED ->
                new Value.NotInDump(memory.words());
          };
      case Missing.Register _, Missing.Frame _, Missing.Unsupported _, Missing.Undefined _ ->
          new Value.Unknown(why.words());
    };
  }
}
