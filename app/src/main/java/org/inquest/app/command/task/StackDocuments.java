package org.inquest.app.command.task;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongFunction;
import org.inquest.app.command.SourceLookup;
import org.inquest.app.document.Field;
import org.inquest.app.document.Hex;
import org.inquest.app.document.Stack;
import org.inquest.app.document.Value;
import org.inquest.engine.code.flow.TargetFunctions;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.frame.DebugObjects;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.engine.unwind.Frame;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.mm.UserAddresses;
import org.inquest.kernel.task.Task;
import org.jspecify.annotations.Nullable;

/// Walked stacks as documents, in crash's words.
public final class StackDocuments {
  /// In the order crash prints them, three to a line; names in another machine's notes follow in
  /// their own order.
  private static final List<String> ORDER =
      List.of(
          "rip",
          "rsp",
          "rflags",
          "rax",
          "rbx",
          "rcx",
          "rdx",
          "rsi",
          "rdi",
          "rbp",
          "r8",
          "r9",
          "r10",
          "r11",
          "r12",
          "r13",
          "r14",
          "r15",
          "orig_rax",
          "cs",
          "ss");

  /// A frame of the kernel is never larger: words beyond belong to a stack that was switched.
  private static final int MAX_WORDS = 2048;

  private final Target target;
  private final boolean words;
  private final Optional<CodeVariables> byCode;
  private final Optional<DebugVariables> byDebugging;
  private final SourceLookup lines;
  private final Optional<ProgramFrames> programs;
  private @Nullable UserAddresses users;

  /// @param words whether to show each frame's words
  public StackDocuments(Target target, boolean words) {
    this(target, words, Optional.empty(), SourceLookup.none(""), Optional.empty());
  }

  /// @param words whether to show each frame's words
  /// @param variables where they come from, beside machine code, if what each frame's function was
  ///   called with and holds is to be shown
  /// @param lines where source lines come from
  /// @param programs what goes on with a task's stack in its program, if that is to be shown
  StackDocuments(
      Target target,
      boolean words,
      Optional<DebugObjects> variables,
      SourceLookup lines,
      Optional<ProgramFrames> programs) {
    this.target = target;
    this.words = words;
    this.lines = lines;
    this.programs = programs;
    TargetFunctions functions = new TargetFunctions(target);
    this.byCode = variables.map(v -> new CodeVariables(target, functions));
    this.byDebugging = variables.map(v -> new DebugVariables(target, v, functions));
  }

  /// The stack of a task.
  public Stack of(Task task, org.inquest.engine.unwind.Stack walked) {
    Stack kernel = of(owner(task), walked, address -> userPlace(task, address));
    return programs.map(p -> p.append(kernel, task, walked)).orElse(kernel);
  }

  /// A stack with any head.
  public Stack of(List<Field> owner, org.inquest.engine.unwind.Stack walked) {
    return of(owner, walked, address -> "");
  }

  private Stack of(
      List<Field> owner, org.inquest.engine.unwind.Stack walked, LongFunction<String> user) {
    List<Stack.Frame> frames = new ArrayList<>(walked.frames().size());
    for (int i = 0; i < walked.frames().size(); i++) {
      frames.add(frame(walked.frames(), i, user));
    }
    Optional<String> ending =
        walked.complete() ? Optional.empty() : Optional.of("the stack breaks off: " + why(walked));
    return new Stack(owner, frames, ending);
  }

  private static String why(org.inquest.engine.unwind.Stack walked) {
    return walked.detail().isEmpty()
        ? walked.end() == org.inquest.engine.unwind.Stack.End.LIMIT
            ? "more frames than a kernel stack can hold"
            : "no way to go on"
        : walked.detail();
  }

  /// crash's line above a stack.
  static List<Field> owner(Task task) {
    return List.of(
        Field.of("pid", "PID", task.pid()),
        new Field("task", "TASK", Value.address(task.address())),
        Field.of("cpu", "CPU", task.cpu()),
        new Field("command", "COMMAND", new Value.Quoted(task.comm())));
  }

  /// `busybox+0x12b4ce`; empty where the dump does not tell, or the kernel's types do not.
  private String userPlace(Task task, long address) {
    try {
      UserAddresses addresses = users;
      if (addresses == null) {
        addresses = new UserAddresses(target);
        users = addresses;
      }
      return addresses.describe(task, address).orElse("");
    } catch (InquestException e) {
      return "";
    }
  }

  private Stack.Frame frame(List<Frame> frames, int level, LongFunction<String> user) {
    Frame frame = frames.get(level);
    boolean inUser = frame.registers().isPresent() && frame.registers().get().user();
    Optional<Symbol> symbol = inUser ? Optional.empty() : target.symbols().at(frame.lookupPc());
    String function =
        inUser
            ? user.apply(frame.pc())
            : symbol.map(s -> s.name() + offset(frame.pc() - s.address())).orElse("");
    return new Stack.Frame(
        level,
        place(frame),
        frame.pc(),
        function,
        false,
        symbol.map(Symbol::module).orElse(""),
        origin(frame),
        frame.guess(),
        frame.registers().filter(r -> shown(frame, r)).map(r -> registers(frame, r, function)),
        words ? words(frames, level) : List.of(),
        variables(frames, level),
        inUser ? List.of() : sources(frame));
  }

  private List<Stack.Variable> variables(List<Frame> frames, int level) {
    List<Stack.Variable> known = byCode.map(v -> v.of(frames, level)).orElse(List.of());
    return byDebugging.map(v -> v.of(frames, level, known)).orElse(known);
  }

  private List<Stack.Source> sources(Frame frame) {
    return sources(lines.at(frame.lookupPc()));
  }

  static List<Stack.Source> sources(List<SourceFrame> frames) {
    List<Stack.Source> places = new ArrayList<>();
    for (SourceFrame source : frames) {
      String line = source.line() == 0 ? "?" : Integer.toString(source.line());
      String column = source.column() == 0 ? "" : ":" + source.column();
      if (!source.file().name().isEmpty()) {
        places.add(
            new Stack.Source(
                source.function(), source.file().name() + ":" + line + column, source.inlined()));
      }
    }
    return places;
  }

  /// Where crash says a frame is: the word that holds its return address.
  static long place(Frame frame) {
    return frame.returnSlot() == 0 ? frame.sp() : frame.returnSlot();
  }

  static String offset(long bytes) {
    return bytes == 0 ? "" : "+0x" + Long.toHexString(bytes);
  }

  static String origin(Frame frame) {
    return switch (frame.origin()) {
      case REGISTERS -> "registers";
      case UNWIND_TABLE -> "unwind table";
      case EXCEPTION -> "exception";
      case SIGNAL -> "signal";
      case FRAME_POINTER -> "frame pointer";
      case CALL_SITE -> "call site";
      case GUESS -> "guess";
    };
  }

  /// A task that was switched out has a few registers, which say nothing by themselves.
  private static boolean shown(Frame frame, Registers registers) {
    return frame.exact() && registers.find("rip").isPresent() || registers.user();
  }

  static Stack.Registers registers(Frame frame, Registers registers, String function) {
    List<Field> values = new ArrayList<>(registers.names().size());
    for (String name : ORDER) {
      add(values, registers, name);
    }
    for (String name : registers.names()) {
      if (!ORDER.contains(name)) {
        add(values, registers, name);
      }
    }
    return new Stack.Registers(title(frame, registers, function), registers.user(), values);
  }

  private static String title(Frame frame, Registers registers, String function) {
    if (registers.user()) {
      return function.isEmpty() ? "" : "user RIP: " + function;
    }
    return frame.origin() == Frame.Origin.EXCEPTION
        ? "exception RIP: " + function
        : "registers when the dump was taken";
  }

  private static void add(List<Field> values, Registers registers, String name) {
    OptionalLong value = registers.find(name);
    if (value.isPresent()) {
      String label = name.toUpperCase(java.util.Locale.ROOT);
      values.add(new Field(name, label, shown(name, value.getAsLong())));
    }
  }

  /// As many digits as crash shows: flags 8, selectors 4.
  private static Value shown(String name, long value) {
    int digits =
        switch (name) {
          case "rflags" -> 8;
          case "cs", "ss" -> 4;
          default -> 16;
        };
    String shown = Hex.digits16(value).substring(16 - digits);
    return digits == 16 ? Value.address(value) : new Value.Shown(shown, value);
  }

  /// The words from a frame's return address to the next frame's, as far as both are on one stack.
  private List<Stack.Word> words(List<Frame> frames, int level) {
    if (level + 1 >= frames.size()) {
      return List.of();
    }
    long from = place(frames.get(level));
    long to = place(frames.get(level + 1));
    List<Stack.Word> out = new ArrayList<>();
    VirtualMemory memory = target.memory();
    for (long at = from & ~7L; at < to && to - from < 8L * MAX_WORDS; at += Long.BYTES) {
      OptionalLong word = memory.findLong(at);
      if (word.isEmpty()) {
        break;
      }
      long value = word.getAsLong();
      String meaning = value < 0 ? named(value) : "";
      out.add(new Stack.Word(at, value, meaning));
    }
    return out;
  }

  private String named(long value) {
    return target.symbols().at(value).map(s -> s.describe(value)).orElse("");
  }
}
