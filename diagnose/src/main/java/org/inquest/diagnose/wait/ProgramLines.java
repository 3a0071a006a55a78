package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Stack;
import org.inquest.engine.user.ProgramFiles;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.task.Task;
import org.inquest.kernel.user.UserStacks;
import org.inquest.kernel.user.UserStacks.Place;
import org.jspecify.annotations.Nullable;

/// Says in a line where a task is in its own program, if the dump has the pages for it. Most dumps
/// have not: then there is nothing to say.
final class ProgramLines {
  /// Callers that tell what a program was about; the rest is its affair.
  private static final int MOST_FRAMES = 6;

  private final Target target;
  private @Nullable UserStacks stacks;

  ProgramLines(Target target) {
    this.target = target;
  }

  /// `program: read+0x16 called from fetch+0x2a called from main+0x99 [server]`; empty where no
  /// function of it is known for certain.
  ///
  /// @param kernel the task's stack in the kernel
  synchronized Optional<FrameLine> of(Task task, Stack kernel) {
    try {
      UserStacks known = stacks;
      if (known == null) {
        known = new UserStacks(target, ProgramFiles.NONE);
        stacks = known;
      }
      return line(known, task, known.of(task, kernel).map(Stack::frames).orElse(List.of()));
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private static Optional<FrameLine> line(UserStacks stacks, Task task, List<Frame> frames) {
    List<String> places = new ArrayList<>();
    String file = "";
    for (Frame frame : frames) {
      Optional<Place> place = stacks.place(task, frame.lookupPc());
      Optional<Symbol> symbol = place.flatMap(Place::symbol);
      if (frame.guess() || places.size() == MOST_FRAMES) {
        break;
      }
      if (symbol.isPresent()) {
        long into = place.get().linked() + (frame.exact() ? 0 : 1) - symbol.get().address();
        places.add(symbol.get().name() + (into == 0 ? "" : "+0x" + Long.toHexString(into)));
        file = place.get().mapping().shortName();
        if (symbol.get().name().equals("main")) {
          break;
        }
      }
    }
    return places.isEmpty() || file.startsWith("[")
        ? Optional.empty()
        : Optional.of(
            FrameLine.calling(
                "program: " + String.join(" called from ", places) + " [" + file + "]"));
  }
}
