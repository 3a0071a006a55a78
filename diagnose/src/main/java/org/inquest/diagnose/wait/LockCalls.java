package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.formats.fault.MemoryFault;

/// Looks into the code of a function on a stack for what it locked before it got where it is.
///
/// No instruction is decoded: calls are found by their five bytes (`E8` and a distance to the very
/// address of a locking function) and mentions of a lock by its address as an operand. Among the
/// few hundred bytes of a function neither turns up by chance. Of branches only those are followed
/// that lead to code which nothing else leads to ([Islands]), so what this finds supports an
/// argument and never carries it alone.
final class LockCalls {
  private static final int CALL = 0xe8;
  private static final int CALL_LENGTH = 5;
  private static final String COLD = ".cold";

  /// 0b53c374b9ef ("x86/retpoline: Use -mfunction-return", v5.19).
  private static final String RETURN_THUNK = "__x86_return_thunk";

  /// Longer functions are interpreters and the like.
  private static final int MOST = 64 << 10;

  /// What a function did before it got where it is.
  enum Sign {
    /// It mentions this lock right before it takes one of the family, and lets go of none after.
    TOOK_THIS,
    /// It takes a lock of the family and lets go of none after.
    TOOK_ONE,
    /// It lets go of one later on.
    RELEASES_LATER,
    /// None of these.
    NONE
  }

  /// What happens at a place in a function.
  enum Event {
    ACQUIRE,
    RELEASE,
    MENTION,
    /// It may go on at an island.
    JUMP,
    /// An island begins.
    ISLAND
  }

  /// A place in a function that matters.
  ///
  /// @param to where a jump leads to; 0 for all others
  record Step(long at, Event event, long to) {
    Step(long at, Event event) {
      this(at, event, 0);
    }
  }

  private final Target target;
  private final OptionalLong returnThunk;
  private final Map<LockFamily, Map<Long, Event>> calls = new HashMap<>();
  private final Map<Long, byte[]> code = new HashMap<>();
  private final Map<Long, Optional<Symbol>> parts = new HashMap<>();

  LockCalls(Target target) {
    this.target = target;
    this.returnThunk = target.symbols().findAddress(RETURN_THUNK);
  }

  /// The first frame from an index outwards whose function took such a lock and still has it; empty
  /// where there is none.
  Optional<Frame> taker(Stack stack, int from, LockFamily family, long lock) {
    for (int i = Math.max(0, from); i < stack.frames().size(); i++) {
      Frame frame = stack.frames().get(i);
      if (Places.user(frame)) {
        break;
      }
      Sign sign = before(frame, family, lock);
      if (sign == Sign.TOOK_THIS || sign == Sign.TOOK_ONE) {
        return Optional.of(frame);
      }
    }
    return Optional.empty();
  }

  /// What the function of a frame did before it made the call it is in.
  ///
  /// @param lock its address; only addresses of variables turn up in code
  Sign before(Frame frame, LockFamily family, long lock) {
    Optional<Symbol> function = target.symbols().at(frame.lookupPc()).filter(Symbol::isText);
    if (frame.guess() || function.isEmpty()) {
      return Sign.NONE;
    }
    // A return address lies behind the call that is still going on.
    long current = frame.exact() ? frame.pc() : frame.pc() - CALL_LENGTH;
    Sign sign = judge(steps(function.get(), family, lock), current, frame.pc());
    if (sign == Sign.TOOK_THIS || sign == Sign.TOOK_ONE) {
      return sign;
    }
    Optional<Symbol> rest = otherPart(function.get());
    Sign elsewhere =
        rest.isEmpty()
            ? Sign.NONE
            : judge(steps(rest.get(), family, lock), Long.MAX_VALUE, Long.MAX_VALUE);
    return elsewhere == Sign.NONE ? sign : elsewhere;
  }

  /// Compilers move what rarely runs out of a function into `name.cold`, calls to printk() among
  /// it; whichever part a task is in, it may have run all of the other.
  private Optional<Symbol> otherPart(Symbol function) {
    return parts.computeIfAbsent(function.address(), k -> findOtherPart(function));
  }

  private Optional<Symbol> findOtherPart(Symbol function) {
    int cold = function.name().indexOf(COLD);
    String other = cold > 0 ? function.name().substring(0, cold) : function.name() + COLD;
    if (function.module().isEmpty()) {
      OptionalLong address = target.symbols().findAddress(other);
      return address.isPresent() ? target.symbols().at(address.getAsLong()) : Optional.empty();
    }
    Optional<LoadedModule> module = target.modules().at(function.address());
    if (module.isPresent()) {
      for (Symbol symbol : target.modules().symbols(module.get()).all()) {
        if (symbol.name().equals(other)) {
          return Optional.of(symbol);
        }
      }
    }
    return Optional.empty();
  }

  /// Reads the steps of a function up to where a task is in it.
  ///
  /// @param current where the call begins that is still going on; what it takes is not held yet
  /// @param pc where the task will go on
  static Sign judge(List<Step> steps, long current, long pc) {
    Sign held = Sign.NONE;
    Map<Long, Sign> islands = new HashMap<>();
    boolean mentioned = false;
    boolean touchedBefore = false;
    for (Step step : steps) {
      if (step.at >= current) {
        break;
      }
      touchedBefore |= step.event == Event.ACQUIRE || step.event == Event.RELEASE;
      switch (step.event) {
        case MENTION -> mentioned = true;
        case ACQUIRE -> {
          held = mentioned ? Sign.TOOK_THIS : held == Sign.NONE ? Sign.TOOK_ONE : held;
          mentioned = false;
        }
        case RELEASE -> {
          held = Sign.NONE;
          mentioned = false;
        }
        case JUMP -> islands.merge(step.to, held, LockCalls::stronger);
        case ISLAND -> held = stronger(held, islands.getOrDefault(step.at, Sign.NONE));
      }
    }
    return held != Sign.NONE ? held : judgeAhead(steps, pc, touchedBefore);
  }

  private static Sign stronger(Sign one, Sign other) {
    return one.compareTo(other) <= 0 ? one : other;
  }

  /// What comes next tells, too. In a loop the compiler may put the call that takes a lock below
  /// the one that lets go of it: then the first thing ahead is to let go.
  private static Sign judgeAhead(List<Step> steps, long pc, boolean touchedBefore) {
    boolean releases = false;
    for (Step step : steps) {
      if (step.at >= pc && step.event == Event.ACQUIRE) {
        return releases && !touchedBefore
            ? Sign.TOOK_ONE
            : releases ? Sign.RELEASES_LATER : Sign.NONE;
      }
      releases |= step.at >= pc && step.event == Event.RELEASE;
    }
    return releases ? Sign.RELEASES_LATER : Sign.NONE;
  }

  /// Calls of the family, mentions of the lock and ways to islands, in order of address.
  private List<Step> steps(Symbol function, LockFamily family, long lock) {
    byte[] bytes = codeOf(function);
    Map<Long, Event> targets = calls.computeIfAbsent(family, this::addresses);
    boolean mentionable = lock >= Integer.MIN_VALUE && lock < 0;
    List<Step> steps = new ArrayList<>();
    for (int i = 0; i + Integer.BYTES <= bytes.length; i++) {
      int operand = word(bytes, i);
      long next = function.address() + i + Integer.BYTES;
      if (mentionable && (operand == (int) lock || next + operand == lock)) {
        steps.add(new Step(function.address() + i, Event.MENTION));
      }
      if (i > 0 && (bytes[i - 1] & 0xff) == CALL) {
        Event event = targets.get(next + operand);
        if (event != null) {
          steps.add(new Step(function.address() + i - 1, event));
        }
      }
    }
    for (Islands.Jump jump : new Islands(bytes, function.address(), returnThunk).jumps()) {
      steps.add(new Step(jump.from(), Event.JUMP, jump.to()));
      steps.add(new Step(jump.to(), Event.ISLAND));
    }
    steps.sort(Comparator.comparingLong(Step::at));
    return steps;
  }

  private byte[] codeOf(Symbol function) {
    byte[] known = code.get(function.address());
    if (known == null) {
      int length = (int) Math.min(function.size() == 0 ? 4096 : function.size(), MOST);
      try {
        known = target.memory().read(function.address(), length);
      } catch (MemoryFault e) {
        known = new byte[0];
      }
      code.put(function.address(), known);
    }
    return known;
  }

  private Map<Long, Event> addresses(LockFamily family) {
    Map<Long, Event> found = new HashMap<>();
    for (String name : family.acquire()) {
      target.symbols().findAddress(name).ifPresent(a -> found.put(a, Event.ACQUIRE));
    }
    for (String name : family.release()) {
      target.symbols().findAddress(name).ifPresent(a -> found.put(a, Event.RELEASE));
    }
    return found;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }
}
