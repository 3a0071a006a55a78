package org.inquest.app.command.oops;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.inquest.app.command.general.VerdictCommand;
import org.inquest.app.command.general.VerdictSources;
import org.inquest.app.document.Column;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.diagnose.history.CrashSymptoms;
import org.inquest.diagnose.history.KernelRelease;
import org.inquest.diagnose.history.Symptoms;
import org.inquest.diagnose.oops.Incident;
import org.inquest.diagnose.oops.LogStory;
import org.inquest.diagnose.oops.LoggedBoot;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.log.LogNotes.Form;
import org.inquest.kernel.logged.LoggedKernel;

/// A whole log: of each boot the verdict, the list of its reports, and those in full that matter.
final class LogDocument {
  /// Reports of a boot that are shown in full unless all are asked for: the first tells why, the
  /// others follow from it.
  private static final int SHOWN = 3;

  private final String name;
  private final LogStory story;
  private final Function<LoggedBoot, LoggedKernel> files;
  private final Optional<Function<Symptoms, Document>> history;
  private final boolean all;

  /// @param files opens the files of a boot's kernel
  /// @param history searches a clone of the kernel, where one was named
  LogDocument(
      String name,
      LogStory story,
      Function<LoggedBoot, LoggedKernel> files,
      Optional<Function<Symptoms, Document>> history,
      boolean all) {
    this.name = name;
    this.story = story;
    this.files = files;
    this.history = history;
    this.all = all;
  }

  Document document() {
    List<Document> parts = new ArrayList<>();
    parts.add(Text.lines(List.of(name + ": " + summary())));
    story.notes().sentences().forEach(odd -> parts.add(new Gap(odd)));
    List<LoggedBoot> telling = story.boots().stream().filter(b -> b.reports() > 0).toList();
    if (telling.isEmpty() && story.notes().form() != Form.BINARY) {
      parts.add(
          Text.paragraph(
              "No report of the kernel was found: no oops, BUG, WARNING, stall, hung task or"
                  + " panic."));
    }
    for (LoggedBoot boot : telling) {
      parts.add(boot(boot, story.boots().size() > 1));
    }
    return new Group("oops", parts);
  }

  private String summary() {
    int boots = story.boots().size();
    return counted(story.notes().lines(), "line")
        + (boots > 1 ? ", " + counted(boots, "boot") : "")
        + ", "
        + counted(story.reports(), "report");
  }

  private static String counted(long count, String what) {
    return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
  }

  private Document boot(LoggedBoot boot, boolean several) {
    List<Document> parts = new ArrayList<>();
    if (several) {
      String release = boot.release().isEmpty() ? "an unknown kernel" : "Linux " + boot.release();
      parts.add(new Heading(release + ", from line " + (boot.first() + 1)));
    } else if (!boot.release().isEmpty()) {
      parts.add(Text.lines(List.of("Linux " + boot.release())));
    }
    try (LoggedKernel kernel = files.apply(boot)) {
      explain(boot, kernel, parts);
    }
    return new Group("boot", parts);
  }

  private void explain(LoggedBoot boot, LoggedKernel kernel, List<Document> parts) {
    Report report = Diagnosis.of(boot.facts(Optional.of(kernel)));
    VerdictSources sources = new VerdictSources(line -> sources(kernel, line));
    for (Finding finding : report.findings()) {
      parts.add(new Conclusion(sources.with(finding)));
    }
    if (boot.reports() > 1) {
      parts.add(list(boot));
    }
    int shown = all ? boot.incidents().size() : Math.min(SHOWN, boot.incidents().size());
    for (int i = 0; i < shown; i++) {
      parts.add(new IncidentDocument(boot.incidents().get(i), i + 1, kernel).document());
    }
    if (shown < boot.incidents().size()) {
      int rest = boot.incidents().size() - shown;
      parts.add(Text.paragraph(counted(rest, "more report") + " in full with -a."));
    }
    history.ifPresent(search -> parts.add(search.apply(symptoms(boot, kernel))));
    if (all) {
      parts.add(
          Group.of("rules", new Heading("What was looked for"), VerdictCommand.answers(report)));
    }
    kernel.gaps().stream().distinct().forEach(gap -> parts.add(new Gap(gap)));
  }

  /// What to look for in a history: the boot's first report, from which the others follow.
  private static Symptoms symptoms(LoggedBoot boot, LoggedKernel kernel) {
    Incident first = boot.incidents().getFirst();
    return CrashSymptoms.of(
        first.report(),
        KernelRelease.parse(boot.banner().isEmpty() ? boot.release() : boot.banner()),
        place -> kernel.sources(place, true));
  }

  private static List<SourceFrame> sources(LoggedKernel kernel, FrameLine line) {
    return CodePlace.parse(line.text().replaceFirst("^\\? ", ""))
        .map(place -> kernel.sources(place, line.exact()))
        .orElse(List.of());
  }

  private static String time(Incident incident) {
    OptionalLong from = incident.parts().header().from();
    return from.isEmpty() ? "" : String.format(Locale.ROOT, "%.6f", from.getAsLong() / 1e9);
  }

  private static Document list(LoggedBoot boot) {
    List<List<Value>> rows = new ArrayList<>();
    int number = 0;
    for (Incident incident : boot.incidents()) {
      rows.add(
          List.of(
              Value.of(++number),
              Value.of(incident.report().first().number() + 1),
              Value.of(time(incident)),
              Value.of(incident.times()),
              Value.of(incident.severity().level().words()),
              Value.of(incident.headline().title())));
    }
    Document table =
        Table.of(
            List.of(
                Column.right("number", "#"),
                Column.right("line", "LINE"),
                Column.right("time", "TIME"),
                Column.right("times", "SEEN"),
                Column.left("severity", "SEVERITY"),
                Column.left("title", "TITLE")),
            rows);
    String more =
        boot.unkept() == 0
            ? ""
            : ", and " + counted(boot.unkept(), "more report") + " that are not kept";
    return Group.of("reports", new Heading("Reports" + more), table);
  }
}
