package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Frame.Origin;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Stack;

/// Puts places on a stack into words.
public final class Places {
  /// Frames of a task that matter to a reader; the rest is the same for all system calls.
  private static final int MOST_LINES = 24;

  private final Target target;
  private final Map<Integer, String> systemCalls = new HashMap<>();

  Places(Target target) {
    this.target = target;
  }

  /// A frame's function with its module, `residency_read [sick]`; empty where it has no name.
  public String function(Frame frame) {
    return function(frame.lookupPc());
  }

  /// The function at an address with its module; empty where it has no name.
  public String function(long address) {
    return target
        .symbols()
        .at(address)
        .map(s -> s.module().isEmpty() ? s.name() : s.name() + " [" + s.module() + "]")
        .orElse("");
  }

  /// A frame's function without module or compiler's suffix; empty where it has no name.
  String plain(Frame frame) {
    String name = target.symbols().at(frame.lookupPc()).map(Symbol::name).orElse("");
    int dot = name.indexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }

  /// A stack as lines, from a frame outwards, as `bt` words them.
  public List<FrameLine> lines(Stack stack, int from) {
    List<FrameLine> lines = new ArrayList<>();
    List<Frame> frames = stack.frames();
    for (int i = Math.max(0, from); i < frames.size() && lines.size() < MOST_LINES; i++) {
      Frame frame = frames.get(i);
      if (user(frame)) {
        break;
      }
      lines.add(FrameLine.of(frame, target.symbols()));
    }
    return lines;
  }

  /// Whether a frame is user code.
  static boolean user(Frame frame) {
    return frame.registers().map(Registers::user).orElse(false);
  }

  /// The system call a task is in, `mincore()`; empty outside of system calls.
  ///
  /// x86-64 keeps its number in `orig_rax` of the user's registers; exceptions and interrupts have
  /// a negative one or an error code there, so the entry's own frame must be the system call's.
  public Optional<String> systemCall(Stack stack) {
    List<Frame> frames = stack.frames();
    if (frames.size() < 2 || !user(frames.getLast())) {
      return Optional.empty();
    }
    if (!plain(frames.get(frames.size() - 2)).startsWith("entry_SYSCALL")) {
      return Optional.empty();
    }
    OptionalLong number = frames.getLast().registers().orElseThrow().find("orig_rax");
    if (number.isEmpty() || number.getAsLong() < 0 || number.getAsLong() > 4095) {
      return Optional.empty();
    }
    String name = systemCalls.computeIfAbsent((int) number.getAsLong(), this::named);
    return name.isEmpty() ? Optional.empty() : Optional.of(name + "()");
  }

  /// `sys_call_table` holds functions called `__x64_sys_read`.
  private String named(int number) {
    OptionalLong table = target.symbols().findAddress("sys_call_table");
    if (table.isEmpty()) {
      return "";
    }
    OptionalLong function = target.memory().findLong(table.getAsLong() + 8L * number);
    if (function.isEmpty()) {
      return "";
    }
    String name = target.symbols().nameAt(function.getAsLong()).orElse("");
    int at = name.indexOf("sys_");
    return at < 0 || name.equals("__x64_sys_ni_syscall") ? "" : name.substring(at + 4);
  }

  /// Index of the frame that an exception interrupted in the kernel, outside of `from`; -1 if none
  /// did before user mode.
  static int interrupted(Stack stack, int from) {
    List<Frame> frames = stack.frames();
    for (int i = Math.max(0, from); i < frames.size(); i++) {
      Frame frame = frames.get(i);
      if (frame.origin() == Origin.EXCEPTION) {
        return user(frame) ? -1 : i;
      }
    }
    return -1;
  }

  /// Index of the innermost frame of the context that a frame belongs to: the one an exception
  /// interrupted, or 0.
  static int context(Stack stack, int of) {
    for (int i = of; i > 0; i--) {
      if (stack.frames().get(i).origin() == Origin.EXCEPTION) {
        return i;
      }
    }
    return 0;
  }

  /// The kernel code that a page fault interrupted, in the frames from an index outwards; empty
  /// where none did.
  public Optional<Frame> faultedIn(Stack stack, int from) {
    int at = interrupted(stack, from);
    return at >= 0 && pageFault(stack, at) ? Optional.of(stack.frames().get(at)) : Optional.empty();
  }

  /// Whether a frame is the entry of a device's interrupt, or of one that CPUs send to each other
  /// (`DECLARE_IDTENTRY_SYSVEC` and `asm_common_interrupt`, arch/x86/include/asm/idtentry.h, since
  /// fa5e5c409213).
  boolean interruptEntry(Frame frame) {
    String name = plain(frame);
    return name.startsWith("asm_sysvec_") || name.equals("asm_common_interrupt");
  }

  /// Whether a fault, not an interrupt, leads to the frame at an index.
  boolean pageFault(Stack stack, int interrupted) {
    return interrupted > 0 && plain(stack.frames().get(interrupted - 1)).contains("page_fault");
  }
}
