package org.inquest.app.command.profile;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;
import org.inquest.profile.event.DefaultEvent;
import org.inquest.profile.event.EventCatalog;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.EventProbe;
import org.inquest.profile.event.Pmu;
import org.inquest.profile.event.Refusal;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.event.Tracepoints;
import org.inquest.profile.system.LinuxPerfSystem;
import org.inquest.profile.system.PerfSystem;

/// What this machine can count and sample; each event is tried.
public final class ProfileEventsCommand implements InquestCommand {
  private static final Option ALL = Option.flag("-a", "the tracepoints too: thousands");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile events",
        "what this machine can count and sample, tried one by one",
        "[EVENT | SYSTEM:*]...",
        List.of(ALL),
        List.of(
            new CommandInfo.Example("profile events", "all but tracepoints"),
            new CommandInfo.Example("profile events 'sched:*'", "tracepoints of the scheduler"),
            new CommandInfo.Example(
                "profile events cpu/event=0x3c/u r1a8", "do these work here?")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    SystemTree tree = session.root().map(SystemTree::new).orElse(SystemTree.running());
    Optional<PerfSystem> system = Optional.empty();
    List<Document> parts = new ArrayList<>();
    if (tree.root().equals(Path.of("/"))) {
      try {
        system = Optional.of(LinuxPerfSystem.open());
      } catch (InquestException e) {
        parts.add(new Gap("events can't be tried: " + e.getMessage()));
      }
    }
    if (arguments.operands().isEmpty()) {
      system.ifPresent(kernel -> parts.addAll(choices(tree, kernel)));
      parts.add(Group.of("events", table(EventCatalog.events(tree), system)));
      parts.add(Group.of("other_events", new Heading("Events without a name here"), others(tree)));
      parts.addAll(tracepoints(tree, "*", arguments.has(ALL), system));
    }
    for (String wanted : arguments.operands()) {
      parts.addAll(named(tree, wanted, system));
    }
    return new Group("profile_events", parts);
  }

  /// What `profile record` takes by itself, and what this user may see.
  private static List<Document> choices(SystemTree tree, PerfSystem system) {
    DefaultEvent chosen = DefaultEvent.choose(tree, system);
    List<Document> out = new ArrayList<>();
    out.add(
        Text.paragraph(
            "Without -e, profile record samples "
                + chosen.event().name()
                + chosen.why().map(why -> ": " + why).orElse("")
                + "."));
    Refusal rules = new Refusal(tree);
    if (!rules.privileged()) {
      out.add(
          Text.paragraph(
              "You are not privileged, and kernel.perf_event_paranoid is "
                  + rules.paranoid().map(String::valueOf).orElse("unknown")
                  + ": 2 and more hides the kernel's side and other users' processes, 0 and less"
                  + " shows all CPUs. Root, or CAP_PERFMON, sees everything."));
    }
    return out;
  }

  private static List<Document> named(SystemTree tree, String wanted, Optional<PerfSystem> system) {
    if (wanted.matches("[\\w*?-]+:[\\w*?-]*[*?][\\w*?-]*")) {
      return tracepoints(tree, wanted, true, system);
    }
    List<EventCatalog.Entry> entries =
        EventParser.parse(tree, List.of(wanted)).stream()
            .map(spec -> new EventCatalog.Entry(spec, described(tree, spec.name())))
            .toList();
    return List.of(Group.of("events", table(entries, system)));
  }

  private static String described(SystemTree tree, String name) {
    return EventCatalog.events(tree).stream()
        .filter(entry -> entry.spec().name().equals(name))
        .map(EventCatalog.Entry::description)
        .findFirst()
        .orElse("");
  }

  private static List<Document> tracepoints(
      SystemTree tree, String pattern, boolean listed, Optional<PerfSystem> system) {
    if (Tracepoints.of(tree).isEmpty()) {
      return List.of(
          new Gap(
              "tracepoints can't be listed: tracefs is not mounted or not readable; as root: mount"
                  + " -t tracefs tracefs /sys/kernel/tracing"));
    }
    List<EventCatalog.Entry> found = EventCatalog.tracepoints(tree, pattern);
    if (found.isEmpty()) {
      throw new NotFound("tracepoint", pattern, "this kernel");
    }
    // Opening and closing one waits for all CPUs, some 20 ms: a thousand would be half a minute.
    String tried =
        system.map(s -> word(new EventProbe(s).support(found.getFirst().spec()))).orElse("unknown");
    if (!listed) {
      return List.of(
          Text.paragraph(
              "And "
                  + found.size()
                  + " tracepoints (the first one, tried: "
                  + tried
                  + "); -a lists them."));
    }
    List<List<Value>> rows = new ArrayList<>();
    for (EventCatalog.Entry entry : found) {
      rows.add(List.of(Value.of(entry.spec().name()), Value.of(entry.spec().kind().text())));
    }
    return List.of(
        Group.of(
            "tracepoints",
            Text.paragraph("The first of these, tried: " + tried + "."),
            Table.of(List.of(Column.left("event", "EVENT"), Column.left("kind", "KIND")), rows)));
  }

  private static Document table(List<EventCatalog.Entry> entries, Optional<PerfSystem> system) {
    List<List<Value>> rows = new ArrayList<>();
    for (EventCatalog.Entry entry : entries) {
      rows.add(
          List.of(
              Value.of(entry.spec().name()),
              Value.of(entry.spec().kind().text()),
              system
                  .map(s -> Value.of(word(new EventProbe(s).support(entry.spec()))))
                  .orElse(Value.none()),
              Value.of(entry.description())));
    }
    return Table.of(
        List.of(
            Column.left("event", "EVENT"),
            Column.left("kind", "KIND"),
            Column.left("here", "HERE"),
            Column.left("description", "WHAT ONE COUNT IS")),
        rows);
  }

  private static String word(EventProbe.Support support) {
    return switch (support) {
      case EventProbe.Works works ->
          (works.sampling() ? "yes" : "counts only")
              + (works.userOnly() ? ", user space only" : "");
      case EventProbe.WorksForCpu works -> works.sampling() ? "with -a" : "counts only, with -a";
      case EventProbe.Fails fails -> "no: " + fails.why();
    };
  }

  private static Document others(SystemTree tree) {
    List<List<Value>> rows = new ArrayList<>();
    rows.add(
        List.of(Value.of("rNNN"), Value.of("a raw number of the CPU's manual, in hexadecimal")));
    rows.add(
        List.of(
            Value.of("mem:ADDRESS[/LENGTH][:rwx]"),
            Value.of("a breakpoint: each access to an address")));
    for (Pmu pmu : Pmu.all(tree)) {
      if (!pmu.formats().isEmpty()) {
        rows.add(
            List.of(Value.of(pmu.name() + "/TERM=VALUE,.../"), Value.of(EventCatalog.terms(pmu))));
      }
    }
    return Table.of(
        List.of(Column.left("form", "FORM"), Column.left("terms", "WHAT IT IS, OR ITS TERMS")),
        rows);
  }
}
