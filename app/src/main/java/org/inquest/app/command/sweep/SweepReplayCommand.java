package org.inquest.app.command.sweep;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Group;
import org.inquest.app.document.Text;
import org.inquest.formats.fault.UsageError;
import org.inquest.lab.sweep.run.CaseResult;
import org.inquest.lab.sweep.run.Replay;
import org.inquest.lab.sweep.run.SweepCase;
import org.inquest.lab.sweep.run.SweepMode;
import org.inquest.lab.sweep.run.SweepRequest;
import org.inquest.lab.sweep.workload.Workload;

/// Runs one case of a sweep again, in a fresh guest.
public final class SweepReplayCommand implements InquestCommand {
  private static final Option CASE =
      Option.value("--case", "STEP:WHAT", "the case, as the sweep's report has it");
  private static final Option TIMES = Option.value("--times", "N", "how often; default: 1");

  private static final Duration LIMIT = Duration.ofSeconds(30);

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep replay",
        "one case of a sweep again, in a fresh guest",
        "[-- COMMAND [ARGUMENT]...]",
        List.of(
            SweepTarget.KERNEL,
            SweepTarget.HERE,
            SweepTarget.WORKLOAD,
            SweepTarget.CACHE,
            SweepTarget.LEAKS,
            CASE,
            TIMES,
            SweepTarget.CONSOLE),
        List.of(
            new CommandInfo.Example(
                "sweep replay --kernel hacks --workload ext4-churn --case remove:4",
                "what its report calls 'do it again'"),
            new CommandInfo.Example(
                "sweep replay --kernel hacks --workload ext4-churn --case remove:4 --times 20",
                "and how often?")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    SweepCase wanted =
        arguments
            .value(CASE)
            .flatMap(SweepCase::parse)
            .orElseThrow(
                () -> new UsageError("which case? --case STEP:WHAT, as the report has it"));
    Workload workload = SweepTarget.workload(arguments);
    SweepMode mode = SweepTarget.mode(arguments);
    SweepMachine swept = SweepMachine.of(arguments, workload, mode);
    SweepRequest request =
        new SweepRequest(
            swept.release(),
            swept.machines(),
            workload,
            Path.of(""),
            1,
            LIMIT,
            Duration.ZERO,
            mode,
            arguments.has(SweepTarget.LEAKS));
    Replay replay = Replay.run(request, wanted, arguments.number(TIMES, 1, 1, 1000));
    return document(replay);
  }

  private static Document document(Replay replay) {
    int broke = (int) replay.tries().stream().filter(one -> one.broke().isPresent()).count();
    List<Document> parts = new ArrayList<>();
    parts.add(
        Text.paragraph(
            broke == 0
                ? "The kernel survived."
                : "The kernel broke in " + broke + " of " + replay.tries().size() + " tries."));
    parts.add(
        new Fields(
            List.of(
                Field.of(
                    "clean",
                    "WITHOUT A FAILURE",
                    replay.clean().fine() ? "the step is fine" : says(replay.clean())))));
    int number = 0;
    for (Replay.Try one : replay.tries()) {
      List<Field> fields = new ArrayList<>();
      fields.add(Field.of("try", "TRY", ++number));
      fields.add(
          Field.of(
              "injected",
              "MADE TO FAIL",
              one.result()
                  .site()
                  .map(site -> site.capability() + " in " + site.words())
                  .orElse(one.result().injected() ? "a call" : "nothing: it was not reached")));
      fields.add(
          Field.of("outcome", "OUTCOME", one.broke().map(SweepReplayCommand::says).orElse("fine")));
      one.when().ifPresent(when -> fields.add(Field.of("when", "WHEN", when)));
      parts.add(new Fields(fields));
      one.broke()
          .filter(result -> result.damage().isPresent())
          .ifPresent(result -> parts.add(Group.of("log", Text.lines(one.log()))));
    }
    return new Group("replay", parts);
  }

  private static String says(CaseResult result) {
    Optional<String> how = result.damage().map(damage -> damage.words() + ": " + result.what());
    return how.orElse("fine");
  }
}
