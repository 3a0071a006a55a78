package org.inquest.app.command.lab;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.ready.HostFiles;
import org.inquest.lab.ready.Outcome;
import org.inquest.lab.ready.Readiness;

/// What would be saved if this machine crashed now, and what to change.
public final class LabReadyCommand implements InquestCommand {
  private static final Option ROOT =
      Option.value("--root", "DIR", "a mounted image or an unpacked sosreport, not this machine");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab ready",
        "what this machine saves at its next crash or hang, and what to fix",
        "",
        List.of(ROOT),
        List.of(
            new CommandInfo.Example("lab ready", "judge this machine; root sees more"),
            new CommandInfo.Example("lab ready --root /mnt", "judge the image mounted there"),
            new CommandInfo.Example("lab ready --json", "for a fleet's inventory")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (!arguments.operands().isEmpty()) {
      throw new UsageError("lab ready takes no operands; another tree is given with --root DIR");
    }
    // On the command line --root means the same for all commands, and so comes with the session.
    Path tree = session.root().orElse(Path.of("/"));
    Readiness readiness = Readiness.of(HostFiles.of(tree));
    List<Document> parts = new ArrayList<>();
    parts.add(Text.paragraph(readiness.verdict()));
    parts.add(Group.of("outcomes", outcomes(readiness)));
    parts.add(Group.of("checks", new Heading("What was looked at"), checks(readiness)));
    if (!readiness.remedies().isEmpty()) {
      parts.add(Group.of("remedies", new Heading("What to do"), remedies(readiness)));
    }
    for (Readiness.Item item : readiness.unseen()) {
      String means = item.result().means();
      parts.add(new Gap(item.check().id() + ": " + item.result().seen() + "; " + means));
    }
    return new Group("lab_ready", parts);
  }

  private static Document outcomes(Readiness readiness) {
    List<List<Value>> rows = new ArrayList<>();
    for (Outcome outcome : readiness.outcomes()) {
      rows.add(
          List.of(
              Value.of(outcome.event().title()),
              Value.of(word(outcome.dump())),
              Value.of(outcome.what())));
    }
    return Table.of(
        List.of(
            Column.left("event", "AT THE NEXT"),
            Column.left("dump", "DUMP"),
            Column.left("what", "WHAT HAPPENS")),
        rows);
  }

  private static Document checks(Readiness readiness) {
    List<List<Value>> rows = new ArrayList<>();
    for (Readiness.Item item : readiness.items()) {
      rows.add(
          List.of(
              Value.of(word(item.result().state())),
              Value.of(item.check().id()),
              Value.of(item.result().means()),
              Value.of(item.result().seen())));
    }
    return Table.of(
        List.of(
            Column.left("state", "STATE"),
            Column.left("check", "CHECK"),
            Column.left("means", "MEANS"),
            Column.left("seen", "SEEN")),
        rows);
  }

  private static Document remedies(Readiness readiness) {
    Map<String, List<String>> checks = new LinkedHashMap<>();
    for (Readiness.Item item : readiness.remedies()) {
      checks.computeIfAbsent(item.result().remedy(), r -> new ArrayList<>()).add(item.check().id());
    }
    List<List<Value>> rows = new ArrayList<>();
    checks.forEach((remedy, ids) ->
        rows.add(
            List.of(new Value.Several(ids.stream().map(Value::of).toList()), Value.of(remedy))));
    return Table.of(
        List.of(Column.left("checks", "CHECKS"), Column.left("remedy", "REMEDY")), rows);
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
