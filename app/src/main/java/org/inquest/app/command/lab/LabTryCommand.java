package org.inquest.app.command.lab;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.general.VerdictCommand;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.diagnose.Diagnosis;
import org.inquest.formats.fault.InquestException;
import org.inquest.lab.attempt.Rate;
import org.inquest.lab.attempt.Reproducer;
import org.inquest.lab.attempt.Reproduction;
import org.inquest.lab.run.Attempt;
import org.inquest.lab.run.RunReport;

/// Runs a command in a guest until it breaks the kernel or its time is over; takes the dump and
/// says what happened.
public final class LabTryCommand implements InquestCommand {
  private static final Option KERNEL =
      Option.value("--kernel", "SERIES|PATH", "as for lab run; 6.1 unless given");
  private static final Option COPY =
      Option.value("--copy", "FILE[:/DEST]", "a file or folder for the guest; may be repeated");
  private static final Option TIME =
      Option.value("--time", "SECONDS", "how long to wait for something to break; 60");
  private static final Option HANG =
      Option.value("--hang", "SECONDS", "how long a wait in D state, or silence, is a hang; 20");
  private static final Option REPEAT =
      Option.value("--repeat", "N", "try N times and say how often it breaks");
  private static final Option MEMORY = Option.value("--memory", "MB", "memory of the guest; 768");
  private static final Option CPUS = Option.value("--cpus", "N", "CPUs of the guest; 2");
  private static final Option OUT =
      Option.value("--out", "DIR", "folder for the results; default: here");
  private static final Option CONSOLE =
      Option.flag("--console", "show the guest's console while it runs");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "lab try",
        "run your own reproducer in a virtual machine; diagnose what it breaks",
        "-- COMMAND [ARGUMENT]...",
        List.of(KERNEL, COPY, TIME, HANG, REPEAT, MEMORY, CPUS, OUT, CONSOLE),
        List.of(
            new CommandInfo.Example(
                "lab try --kernel 6.12 -- ./repro", "does this program break a 6.12?"),
            new CommandInfo.Example("lab try --repeat 20 --time 30 -- ./race 4", "and how often?"),
            new CommandInfo.Example(
                "lab try --copy my.ko --copy setup.sh -- sh setup.sh",
                "with a module that the script loads")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Reproducer reproducer =
        new Reproducer(
            arguments.operands(),
            arguments.values(COPY),
            Duration.ofSeconds(arguments.number(TIME, 60, 5, 86_400)),
            Duration.ofSeconds(arguments.number(HANG, 20, 5, 3_600)),
            arguments.number(MEMORY, 768, 512, 65_536),
            arguments.number(CPUS, 2, 1, 64));
    Reproduction reproduction =
        Reproduction.of(
            reproducer,
            LabSetup.lab(arguments.has(CONSOLE)),
            arguments.value(KERNEL).orElse("6.1"),
            arguments.number(REPEAT, 1, 1, 10_000),
            Path.of(arguments.value(OUT).orElse("")).toAbsolutePath(),
            LabSetup.progress(false));
    return report(reproduction);
  }

  private static Document report(Reproduction reproduction) {
    List<Document> parts = new ArrayList<>();
    parts.add(Text.paragraph(summary(reproduction)));
    if (reproduction.trials().size() > 1) {
      parts.add(Group.of("rate", rate(reproduction.rate())));
      parts.add(Group.of("attempts", new Heading("Attempts"), attempts(reproduction)));
    }
    for (Reproduction.Trial trial : reproduction.kept()) {
      trial.attempt().report().ifPresent(run -> parts.add(verdict(run)));
    }
    for (Reproduction.Trial trial : reproduction.trials()) {
      if (!trial.attempt().lost().isEmpty()) {
        parts.add(new Gap("no dump: " + trial.attempt().lost()));
      }
    }
    parts.add(Group.of("kept", new Heading("Kept"), kept(reproduction)));
    return new Group("lab_try", parts);
  }

  /// The answer in one sentence.
  private static String summary(Reproduction reproduction) {
    if (reproduction.trials().size() == 1) {
      Attempt attempt = reproduction.trials().getFirst().attempt();
      String after = " (after " + attempt.after().toSeconds() + " s)";
      return (attempt.broken() ? "The kernel broke: " : "Nothing happened: ")
          + attempt.sign().text()
          + after
          + ".";
    }
    return "The kernel broke in " + reproduction.rate().text() + " attempts.";
  }

  private static Document rate(Rate rate) {
    return new Fields(
        List.of(
            Field.of("broken", "broken", rate.times()),
            Field.of("attempts", "attempts", rate.trials()),
            percent("low_percent", "at least", rate.low()),
            percent("high_percent", "at most", rate.high())));
  }

  private static Field percent(String key, String label, double share) {
    long percent = Math.round(100 * share);
    return new Field(key, label, new Value.Shown(percent + " %", percent));
  }

  private static Document attempts(Reproduction reproduction) {
    List<List<Value>> rows = new ArrayList<>();
    for (Reproduction.Trial trial : reproduction.trials()) {
      rows.add(
          List.of(
              Value.of(rows.size() + 1L),
              Value.of(trial.attempt().broken()),
              Value.of(trial.attempt().after().toSeconds()),
              Value.of(trial.attempt().sign().text()),
              trial.verdict().isEmpty() ? Value.none() : Value.of(trial.verdict())));
    }
    return Table.of(
        List.of(
            Column.right("attempt", "#"),
            Column.left("broken", "BROKEN"),
            Column.right("seconds", "SECONDS"),
            Column.left("what", "WHAT HAPPENED"),
            Column.left("verdict", "VERDICT")),
        rows);
  }

  private static Document verdict(RunReport run) {
    try (Session session = new Session(run.dumps())) {
      return VerdictCommand.document(session, Diagnosis.of(session.facts()), false);
    } catch (InquestException e) {
      return new Gap("the dump can't be diagnosed: " + e.getMessage());
    }
  }

  private static Document kept(Reproduction reproduction) {
    List<List<Value>> rows = new ArrayList<>();
    for (Reproduction.Trial trial : reproduction.trials()) {
      if (trial.first()) {
        Attempt attempt = trial.attempt();
        rows.add(
            List.of(
                attempt
                    .report()
                    .map(r -> Value.of(r.dumps().getFirst().toString()))
                    .orElse(Value.none()),
                Value.of(attempt.consoleFile().toString())));
      }
    }
    return Table.of(List.of(Column.left("dump", "DUMP"), Column.left("console", "CONSOLE")), rows);
  }
}
