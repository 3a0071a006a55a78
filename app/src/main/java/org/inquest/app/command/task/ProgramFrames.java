package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.ProgramSources;
import org.inquest.app.document.Stack;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.user.Mapping;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.user.UserStacks;
import org.inquest.kernel.user.UserStacks.Place;

/// The frames of tasks' programs, as those of their stacks in the kernel are shown.
final class ProgramFrames {
  private static final String SIGNAL_RETURN = "<signal handler called>";

  private final UserStacks stacks;
  private final Optional<ProgramSources> sources;

  /// @param sources where source lines come from, if they are to be shown
  ProgramFrames(UserStacks stacks, Optional<ProgramSources> sources) {
    this.stacks = stacks;
    this.sources = sources;
  }

  /// A task's stack with that of its program behind it.
  ///
  /// @param kernel the task's stack as it is shown without
  /// @param walked the same as it was walked
  Stack append(Stack kernel, Task task, org.inquest.engine.unwind.Stack walked) {
    Optional<org.inquest.engine.unwind.Stack> program;
    try {
      program = stacks.of(task, walked);
    } catch (InquestException e) {
      return ended(kernel, kernel.frames(), "its program's memory: " + e.getMessage());
    }
    if (program.isEmpty()) {
      return kernel;
    }
    List<Stack.Frame> frames = new ArrayList<>(kernel.frames());
    List<Frame> users = program.get().frames();
    boolean same = !walked.frames().isEmpty() && isUser(walked.frames().getLast());
    if (same && !users.isEmpty()) {
      // The program's registers end the one stack and begin the other.
      frames.removeLast();
    }
    for (int i = 0; i < users.size(); i++) {
      // As gdb calls the code that a handler returns to.
      boolean signal = i + 1 < users.size() && users.get(i + 1).origin() == Frame.Origin.SIGNAL;
      frames.add(frame(task, users.get(i), frames.size(), signal ? SIGNAL_RETURN : ""));
    }
    return program.get().complete()
        ? new Stack(kernel.owner(), frames, kernel.ending())
        : ended(kernel, frames, "the program's stack breaks off: " + program.get().detail());
  }

  private static Stack ended(Stack kernel, List<Stack.Frame> frames, String why) {
    return new Stack(
        kernel.owner(), frames, Optional.of(kernel.ending().map(e -> e + "; ").orElse("") + why));
  }

  private static boolean isUser(Frame frame) {
    return frame.registers().map(r -> r.user()).orElse(false);
  }

  /// @param name of the function; empty to look it up
  private Stack.Frame frame(Task task, Frame frame, int level, String name) {
    Optional<Place> place = stacks.place(task, frame.lookupPc());
    String function = name.isEmpty() ? place.map(p -> function(p, frame)).orElse("") : name;
    return new Stack.Frame(
        level,
        StackDocuments.place(frame),
        frame.pc(),
        function,
        true,
        place.map(p -> file(p.mapping())).orElse(""),
        StackDocuments.origin(frame),
        frame.guess(),
        frame.registers().map(r -> StackDocuments.registers(frame, r, function)),
        List.of(),
        List.of(),
        place.map(this::sources).orElse(List.of()));
  }

  /// The function's name and offset; without a name where in its file the code is.
  private static String function(Place place, Frame frame) {
    if (place.symbol().isEmpty()) {
      long into = frame.pc() - place.mapping().start() + place.mapping().offset();
      String file = file(place.mapping());
      return (file.isEmpty() ? "[anon]" : file) + "+0x" + Long.toHexString(into);
    }
    Symbol symbol = place.symbol().get();
    long pc = place.linked() + (frame.pc() - frame.lookupPc());
    return symbol.name() + StackDocuments.offset(pc - symbol.address());
  }

  /// `libc.so.6`, `vdso`.
  private static String file(Mapping mapping) {
    String name = mapping.shortName();
    return name.startsWith("[") && name.endsWith("]") ? name.substring(1, name.length() - 1) : name;
  }

  private List<Stack.Source> sources(Place place) {
    return sources.isEmpty() || place.program().isEmpty()
        ? List.of()
        : StackDocuments.sources(sources.get().at(place.program().get(), place.linked()));
  }
}
