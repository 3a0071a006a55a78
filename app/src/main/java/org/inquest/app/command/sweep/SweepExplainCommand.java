package org.inquest.app.command.sweep;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Session;
import org.inquest.app.command.oops.LogInput;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Text;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.oops.Attribution;
import org.inquest.diagnose.oops.Incident;
import org.inquest.diagnose.oops.LogStory;
import org.inquest.diagnose.oops.LoggedBoot;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.oops.CodePlace;
import org.inquest.kernel.logged.LoggedKernel;

/// Which injected failure led to which report of a console log, from whatever tool injected it.
public final class SweepExplainCommand implements InquestCommand {
  /// Functions of an injected stack that are shown: who asked, and for whom.
  private static final int SHOWN = 3;

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "sweep explain",
        "which injected failure led to which report of a log",
        "LOG|-",
        List.of(LogInput.SYMBOLS),
        List.of(
            new CommandInfo.Example("sweep explain console.log", "from the log alone"),
            new CommandInfo.Example(
                "sweep explain console.log --vmlinux=vmlinux",
                "proven by the machine code where it can be")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    if (arguments.operands().size() != 1) {
      throw new UsageError("which log? inquest sweep explain LOG, or - for standard input");
    }
    String name = arguments.operands().getFirst();
    LogStory story = LogInput.read(name, session.progress());
    List<Document> parts = new ArrayList<>();
    parts.add(Text.lines(List.of(LogInput.title(name) + ": " + summary(story))));
    story.notes().sentences().forEach(odd -> parts.add(new Gap(odd)));
    for (LoggedBoot boot : story.boots()) {
      if (boot.reports() > 0) {
        try (LoggedKernel kernel =
            session.loggedKernel(
                boot.kernel(),
                LogInput.file(name),
                arguments.value(LogInput.SYMBOLS).map(LogInput::path))) {
          explain(boot, kernel, parts);
        }
      }
    }
    return new Group("attribution", parts);
  }

  private static String summary(LogStory story) {
    long injected = story.boots().stream().mapToLong(LoggedBoot::injected).sum();
    long different = story.boots().stream().mapToLong(boot -> boot.incidents().size()).sum();
    return String.format(
        Locale.ROOT,
        "%,d failure%s injected, %,d different report%s",
        injected,
        injected == 1 ? "" : "s",
        different,
        different == 1 ? "" : "s");
  }

  private static void explain(LoggedBoot boot, LoggedKernel kernel, List<Document> parts) {
    int number = 0;
    for (Incident incident : boot.incidents()) {
      List<Finding> findings = Diagnosis.of(boot.facts(incident, Optional.of(kernel))).findings();
      Attribution attribution = Attribution.of(incident, findings);
      List<Document> found = new ArrayList<>();
      found.add(new Heading("#" + ++number + " " + incident.headline().title()));
      found.add(new Fields(fields(incident, attribution)));
      findings.stream().findFirst().ifPresent(first -> found.add(new Conclusion(first)));
      parts.add(new Group("report", found));
    }
    kernel.gaps().stream().distinct().forEach(gap -> parts.add(new Gap(gap)));
  }

  private static List<Field> fields(Incident incident, Attribution attribution) {
    List<Field> fields = new ArrayList<>();
    attribution
        .failure()
        .ifPresent(failure -> {
          String stack =
              String.join(
                  " < ", failure.stack().stream().limit(SHOWN).map(CodePlace::toString).toList());
          fields.add(Field.of("injected", "INJECTED", failure.name() + " in " + stack));
        });
    fields.add(Field.of("because", "BECAUSE", attribution.because()));
    fields.add(
        Field.of(
            "confidence",
            "CONFIDENCE",
            attribution.confidence().toString().toLowerCase(Locale.ROOT)));
    fields.add(Field.of("line", "LINE", incident.report().first().number() + 1));
    fields.add(Field.of("times", "SEEN", incident.times()));
    fields.add(Field.of("signature", "SIGNATURE", incident.signature()));
    return fields;
  }
}
