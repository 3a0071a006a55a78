package org.inquest.app.command.general;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.history.HistoryOptions;
import org.inquest.app.document.Column;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.diagnose.Answer;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.history.CrashSymptoms;
import org.inquest.diagnose.history.KernelRelease;
import org.inquest.diagnose.history.Symptoms;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.engine.debugfile.KernelIdentity;

/// Why did this kernel die, hang or crawl? What `inquest VMCORE` runs.
public final class VerdictCommand implements InquestCommand {
  private static final Option ALL = Option.flag("-a", "also what every rule looked for and said");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "verdict",
        "why this kernel died, hung or crawled (the default)",
        "",
        options(),
        List.of(
            new CommandInfo.Example("verdict", "the same as naming the dump alone"),
            new CommandInfo.Example("verdict -a", "with every rule that was tried"),
            new CommandInfo.Example(
                "verdict --history linux", "with commits of a clone that may have fixed it")));
  }

  private static List<Option> options() {
    List<Option> options = new ArrayList<>(List.of(ALL, HistoryOptions.HISTORY));
    options.addAll(HistoryOptions.all());
    return options;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Report report = Diagnosis.of(session.facts());
    Document verdict = document(session, report, arguments.has(ALL));
    return arguments
        .value(HistoryOptions.HISTORY)
        .<Document>map(repository ->
            Group.of(
                "verdict_and_history", verdict, history(session, report, repository, arguments)))
        .orElse(verdict);
  }

  /// What a clone has to say of the first finding that names functions.
  private static Document history(
      Session session, Report report, String repository, Arguments arguments) {
    KernelIdentity kernel = KernelIdentity.of(session.target());
    Optional<KernelRelease> release = KernelRelease.parse(kernel.banner().orElse(kernel.release()));
    for (Finding finding : placed(session, report.findings())) {
      Symptoms symptoms = CrashSymptoms.of(finding, release);
      if (!symptoms.functions().isEmpty()) {
        return HistoryOptions.search(repository, symptoms, arguments);
      }
    }
    return new Gap("no finding names a function that could be looked for in " + repository);
  }

  /// A report about a session's dump.
  ///
  /// @param all whether to add what every rule said
  public static Document document(Session session, Report report, boolean all) {
    List<Document> parts = new ArrayList<>();
    parts.add(Identity.of(session));
    if (report.findings().isEmpty()) {
      parts.add(Text.paragraph("Nothing that the rules know explains this dump. " + tried(report)));
    }
    for (Finding finding : placed(session, report.findings())) {
      parts.add(new Conclusion(finding));
    }
    if (all) {
      parts.add(Group.of("rules", new Heading("What was looked for"), answers(report)));
    }
    if (!report.unseen().isEmpty()) {
      parts.add(unseen(report));
    }
    return new Group("verdict", parts);
  }

  /// With source lines where files that have them were named: to look for such files would cost
  /// everybody time who has none.
  private static List<Finding> placed(Session session, List<Finding> findings) {
    if (!session.namesDebugFiles() || findings.isEmpty()) {
      return findings;
    }
    VerdictSources sources =
        VerdictSources.of(session.kernelSources()::at, session.target().symbols());
    return findings.stream().map(sources::with).toList();
  }

  private static String tried(Report report) {
    return report.answers().size()
        + " rules were tried; inquest VMCORE verdict -a lists them, stacks and log show what there"
        + " is.";
  }

  private static Document unseen(Report report) {
    List<Document> gaps = new ArrayList<>();
    gaps.add(new Heading("Not seen"));
    for (String gap : report.unseen()) {
      gaps.add(new Gap(gap));
    }
    return new Group("unseen", gaps);
  }

  /// What every rule said.
  public static Document answers(Report report) {
    List<List<Value>> rows = new ArrayList<>();
    for (Answer answer : report.answers()) {
      String said =
          switch (answer.verdict()) {
            case Verdict.Found found -> "found";
            case Verdict.Clear clear -> "clear";
            case Verdict.NotApplicable(String missing) -> "could not look: " + missing;
            case Verdict.Failed(String error) -> "failed: " + error;
          };
      rows.add(
          List.of(
              Value.of(answer.rule().id()), Value.of(answer.rule().looksFor()), Value.of(said)));
    }
    return Table.of(
        List.of(
            Column.left("rule", "RULE"),
            Column.left("looks_for", "LOOKS FOR"),
            Column.left("answer", "ANSWER")),
        rows);
  }
}
