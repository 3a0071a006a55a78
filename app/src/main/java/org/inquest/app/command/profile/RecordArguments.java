package org.inquest.app.command.profile;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.event.DefaultEvent;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.SchedEvents;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.CallChains;
import org.inquest.profile.record.RecordOptions;
import org.inquest.profile.record.Scope;
import org.inquest.profile.system.PerfSystem;

/// The options that say what is recorded, with perf's letters; `record`, `start` and `setup` have
/// them all.
final class RecordArguments {
  static final Option ALL = Option.flag("-a", "all CPUs, all processes");
  static final Option PROCESS =
      Option.value("-p", "PID[,PID]", "processes, with all their threads and what they start");
  static final Option THREAD = Option.value("-t", "TID[,TID]", "threads alone");
  static final Option CGROUP =
      Option.value("-G", "CGROUP", "all tasks of a cgroup: a path in its hierarchy, or the folder");
  static final Option EVENT =
      Option.value("-e", "EVENT[,EVENT]", "what to sample; may be repeated; see profile events");
  static final Option FREQUENCY =
      Option.value("-F", "HZ", "samples a second on each CPU; 4000, max for what is allowed");
  static final Option COUNT = Option.value("-c", "COUNT", "instead: events from sample to sample");
  static final Option CHAINS = Option.flag("-g", "call chains by frame pointers");
  static final Option CHAINS_BY =
      Option.value(
          "--call-graph", "fp|dwarf[,BYTES]", "call chains, dwarf by copies of the user's stack");
  static final Option SCHED =
      Option.flag(
          "--sched",
          "who runs, sleeps, waits and wakes whom: the scheduler's events with call chains, for"
              + " profile sched; -a unless somebody is named");
  static final Option PAGES =
      Option.value("-m", "PAGES", "size of each CPU's ring in pages of 4 kB, a power of two");

  static final Option DURATION =
      Option.value("--duration", "SECONDS", "how long; else until the command or Ctrl-C ends it");

  /// In the order of the help.
  static final List<Option> WHAT =
      List.of(
          ALL, PROCESS, THREAD, CGROUP, EVENT, FREQUENCY, COUNT, CHAINS, CHAINS_BY, SCHED, PAGES);

  private static final int MOST_PAGES = 1 << 16;

  private final String command;
  private final Arguments arguments;

  /// @param command its name, for messages
  RecordArguments(String command, Arguments arguments) {
    this.command = command;
    this.arguments = arguments;
  }

  /// Who is observed.
  ///
  /// @throws UsageError where several are named, or nobody
  Scope scope() {
    List<Scope> named = new ArrayList<>();
    if (arguments.has(ALL)) {
      named.add(new Scope.AllCpus());
    }
    arguments.value(PROCESS).ifPresent(p -> named.add(new Scope.Processes(numbers(PROCESS, p))));
    arguments.value(THREAD).ifPresent(t -> named.add(new Scope.Threads(numbers(THREAD, t))));
    arguments.value(CGROUP).ifPresent(name -> named.add(new Scope.Cgroup(name)));
    if (named.size() > 1) {
      throw new UsageError(command + ": one of -a, -p, -t and -G, not several");
    }
    if (named.isEmpty() && arguments.has(SCHED)) {
      named.add(new Scope.AllCpus());
    }
    if (named.isEmpty() && arguments.operands().isEmpty()) {
      throw new UsageError(
          command + ": whom? -a for all, -p PID, -t TID, -G CGROUP, or -- COMMAND");
    }
    return named.isEmpty() ? new Scope.Command() : named.getFirst();
  }

  /// The events asked for; empty where none are.
  List<EventSpec> events(SystemTree tree) {
    List<String> words = new ArrayList<>(arguments.values(EVENT));
    if (arguments.has(SCHED)) {
      words.addAll(SchedEvents.of(tree));
    }
    return EventParser.parse(tree, words);
  }

  /// Everything.
  ///
  /// @param notes receives what is worth telling about the choices
  RecordOptions options(SystemTree tree, PerfSystem system, Path file, List<String> notes) {
    Scope scope = scope();
    List<EventSpec> events = events(tree);
    if (events.isEmpty()) {
      DefaultEvent chosen = DefaultEvent.choose(tree, system);
      chosen.why().ifPresent(notes::add);
      events = List.of(chosen.event());
    }
    return new RecordOptions(
        scope, arguments.operands(), events, rate(tree), chains(), pages(), file, commandLine());
  }

  private List<String> commandLine() {
    List<String> out = new ArrayList<>(List.of("inquest"));
    out.addAll(List.of(command.split(" ", -1)));
    out.addAll(words());
    return out;
  }

  /// The options as they were typed, in the order of the help, and the operands.
  List<String> words() {
    List<String> out = new ArrayList<>();
    for (Option option : WHAT) {
      if (option.takesValue()) {
        for (String value : arguments.values(option)) {
          out.addAll(List.of(option.name(), value));
        }
      } else if (arguments.has(option)) {
        out.add(option.name());
      }
    }
    if (!arguments.operands().isEmpty()) {
      out.add("--");
      out.addAll(arguments.operands());
    }
    return out;
  }

  /// Checks everything that can be checked without the kernel.
  void check() {
    chains();
    pages();
    rate(SystemTree.running());
  }

  private RecordOptions.Rate rate(SystemTree tree) {
    Optional<String> frequency = arguments.value(FREQUENCY);
    Optional<String> count = arguments.value(COUNT);
    if (frequency.isPresent() && count.isPresent()) {
      throw new UsageError(command + ": -F or -c, not both");
    }
    if (count.isPresent()) {
      return new RecordOptions.Rate(false, number(COUNT, count.get(), Long.MAX_VALUE));
    }
    if (frequency.filter("max"::equals).isPresent()) {
      String most =
          SystemTree.text(tree.path("/proc/sys/kernel/perf_event_max_sample_rate")).orElse("");
      return new RecordOptions.Rate(true, number(FREQUENCY, most, 1_000_000));
    }
    return frequency
        .map(text -> new RecordOptions.Rate(true, number(FREQUENCY, text, 1_000_000)))
        .orElse(RecordOptions.Rate.USUAL);
  }

  private CallChains chains() {
    String[] wanted =
        arguments
            .value(CHAINS_BY)
            .orElse(arguments.has(CHAINS) || arguments.has(SCHED) ? "fp" : "no")
            .split(",", 2);
    if (wanted.length == 2 && !wanted[0].equals("dwarf")) {
      throw new UsageError(command + ": only --call-graph dwarf takes a number of bytes");
    }
    return switch (wanted[0]) {
      case "no" -> new CallChains.None();
      case "fp" -> new CallChains.FramePointers();
      case "dwarf" ->
          new CallChains.UserStack(
              wanted.length == 1
                  ? CallChains.UserStack.USUAL
                  : (int) number(CHAINS_BY, wanted[1], CallChains.UserStack.MOST) + 7 & ~7);
      default ->
          throw new UsageError(
              command + ": --call-graph is fp, dwarf or dwarf,BYTES, not " + wanted[0]);
    };
  }

  private int pages() {
    Optional<String> text = arguments.value(PAGES);
    if (text.isEmpty()) {
      return 0;
    }
    int pages = (int) number(PAGES, text.get(), MOST_PAGES);
    if (Integer.bitCount(pages) != 1) {
      throw new UsageError(command + ": -m is a power of two, not " + pages);
    }
    return pages;
  }

  private long number(Option option, String text, long most) {
    long value = text.matches("\\d{1,18}") ? Long.parseLong(text) : 0;
    if (value < 1 || value > most) {
      throw new UsageError(
          command
              + ": "
              + option.name()
              + " is a number from 1"
              + (most == Long.MAX_VALUE ? "" : " to " + most)
              + ", not "
              + text);
    }
    return value;
  }

  private List<Integer> numbers(Option option, String text) {
    List<Integer> out = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      out.add((int) number(option, part, Integer.MAX_VALUE));
    }
    return out;
  }

  /// How long, in nanoseconds.
  long duration() {
    Optional<String> text = arguments.value(DURATION);
    if (text.isEmpty()) {
      return Long.MAX_VALUE;
    }
    if (!text.get().matches("\\d{1,7}(\\.\\d{1,3})?")) {
      throw new UsageError(command + ": --duration is a number of seconds, not " + text.get());
    }
    return (long) (Double.parseDouble(text.get()) * 1e9);
  }

  /// Where programs are looked for.
  static String searchPath() {
    return Optional.ofNullable(System.getenv("PATH")).orElse("/usr/bin:/bin");
  }

  /// A file's name as it was typed.
  static Path path(String text) {
    try {
      return Path.of(text).toAbsolutePath();
    } catch (InvalidPathException e) {
      throw new UsageError("not a file name: " + text);
    }
  }
}
