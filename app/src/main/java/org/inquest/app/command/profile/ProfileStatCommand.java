package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.atomic.AtomicBoolean;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Interrupts;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Table;
import org.inquest.app.document.Value;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.EventSpec;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.Observed;
import org.inquest.profile.record.Scope;
import org.inquest.profile.record.StartedCommand;
import org.inquest.profile.stat.Counting;
import org.inquest.profile.stat.EventCount;
import org.inquest.profile.system.LinuxPerfSystem;
import org.inquest.profile.system.PerfSystem;
import org.jspecify.annotations.Nullable;

/// Counts events, without samples.
public final class ProfileStatCommand implements InquestCommand {
  private static final List<String> USUAL =
      List.of(
          "task-clock",
          "context-switches",
          "cpu-migrations",
          "page-faults",
          "cycles",
          "instructions",
          "branches",
          "branch-misses");

  private static final int WAIT = 20;

  @Override
  public CommandInfo info() {
    List<Option> options =
        List.of(
            RecordArguments.ALL,
            RecordArguments.PROCESS,
            RecordArguments.THREAD,
            RecordArguments.CGROUP,
            RecordArguments.EVENT,
            RecordArguments.DURATION);
    return new CommandInfo(
        "profile stat",
        "count events: of a command, processes or the machine",
        "[-- COMMAND [ARGUMENT]...]",
        options,
        List.of(
            new CommandInfo.Example("profile stat -- make", "what a command needed"),
            new CommandInfo.Example(
                "profile stat -e {cycles,instructions},page-faults -p 1234 --duration 5",
                "two counted together, for five seconds"),
            new CommandInfo.Example(
                "profile stat -G system.slice/nginx.service --duration 10", "a service")));
  }

  private static Counting open(
      PerfSystem system,
      SystemTree tree,
      List<EventSpec> events,
      Scope scope,
      @Nullable StartedCommand command) {
    Observed observed = Observed.of(system, tree, scope, command);
    try {
      return Counting.open(system, tree, events, scope, observed);
    } finally {
      observed.close(system);
    }
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    RecordArguments what = new RecordArguments("profile stat", arguments);
    Scope scope = what.scope();
    long duration = what.duration();
    SystemTree tree = SystemTree.running();
    List<EventSpec> events = what.events(tree);
    events = events.isEmpty() ? EventParser.parse(tree, USUAL) : events;
    PerfSystem system = LinuxPerfSystem.open();
    AtomicBoolean stop = new AtomicBoolean();
    Interrupts.onInterrupt(() -> stop.set(true));
    StartedCommand command =
        arguments.operands().isEmpty()
            ? null
            : StartedCommand.start(arguments.operands(), RecordArguments.searchPath(), system);
    OptionalInt exit = OptionalInt.empty();
    try {
      try (Counting counting = open(system, tree, events, scope, command)) {
        long began = System.nanoTime();
        if (!(scope instanceof Scope.Command)) {
          counting.enable();
        }
        await(command, stop, began, duration);
        counting.disable();
        double seconds = (System.nanoTime() - began) / 1e9;
        exit = command == null ? exit : command.end();
        return document(counting.read(), seconds, exit);
      }
    } finally {
      if (command != null && exit.isEmpty()) {
        command.end();
      }
    }
  }

  private static void await(
      @Nullable StartedCommand command, AtomicBoolean stop, long began, long duration) {
    if (command != null) {
      command.go();
    }
    while (!stop.get()
        && System.nanoTime() - began < duration
        && (command == null || command.alive())) {
      try {
        Thread.sleep(WAIT);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private static Document document(List<EventCount> counts, double seconds, OptionalInt exit) {
    List<Document> parts = new ArrayList<>();
    List<List<Value>> rows = new ArrayList<>();
    for (EventCount count : counts) {
      rows.add(
          List.of(
              value(count),
              Value.of(count.name()),
              Value.of(remark(count, counts)),
              count.missing().isPresent()
                  ? Value.none()
                  : Value.of(String.format(Locale.ROOT, "%.0f %%", 100 * count.share()))));
    }
    parts.add(
        Group.of(
            "counts",
            Table.of(
                List.of(
                    Column.right("count", "COUNT"),
                    Column.left("event", "EVENT"),
                    Column.left("remark", "REMARK"),
                    Column.right("counted", "COUNTED")),
                rows)));
    List<Field> fields = new ArrayList<>();
    fields.add(
        new Field(
            "milliseconds",
            "took",
            new Value.Shown(
                String.format(Locale.ROOT, "%.3f s", seconds), Math.round(seconds * 1000))));
    exit.ifPresent(code -> fields.add(Field.of("command_exit", "command's exit code", code)));
    parts.add(new Fields(fields));
    if (counts.stream().allMatch(count -> count.missing().isPresent())) {
      parts.add(new Gap("none of the events can be counted here; see inquest profile events"));
    }
    return new Group("profile_stat", parts);
  }

  private static Value value(EventCount count) {
    return count
        .scaled()
        .<Value>map(n -> new Value.Shown(String.format(Locale.ROOT, "%,d", n), n))
        .orElse(Value.none());
  }

  /// What a number means, where it can be told; or why there is none.
  private static String remark(EventCount count, List<EventCount> all) {
    Optional<Long> scaled = count.scaled();
    if (count.missing().isPresent()) {
      return count.missing().get();
    }
    if (scaled.isEmpty()) {
      return "never counted";
    }
    String name = count.name().replaceFirst(":u$", "");
    return switch (name) {
      case "task-clock", "cpu-clock" ->
          String.format(Locale.ROOT, "%.3f s of CPU", scaled.get() / 1e9);
      case "instructions" -> ratio(scaled.get(), all, "cycles", 1, "%.2f a cycle");
      case "branch-misses" -> ratio(scaled.get(), all, "branches", 100, "%.2f %% of branches");
      case "cache-misses" ->
          ratio(scaled.get(), all, "cache-references", 100, "%.2f %% of references");
      default -> count.share() < 1 ? "scaled" : "";
    };
  }

  private static String ratio(long count, List<EventCount> all, String to, int times, String form) {
    return all.stream()
        .filter(other -> other.name().replaceFirst(":u$", "").equals(to))
        .flatMap(other -> other.scaled().stream())
        .filter(n -> n > 0)
        .findFirst()
        .map(n -> String.format(Locale.ROOT, form, times * (double) count / n))
        .orElse("");
  }
}
