package org.inquest.app.command.sweep;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
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
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.sweep.run.CaseResult;
import org.inquest.lab.sweep.run.Finding;
import org.inquest.lab.sweep.run.Likeness;
import org.inquest.lab.sweep.run.SweepReport;

/// What came of a sweep: the findings, then what was covered, then what was not.
final class SweepDocument {
  static final Option SITES =
      Option.flag("--sites", "show every place that was made to fail, with its callers");

  private final Session session;
  private final SweepReport report;
  private final Path folder;
  private final String replay;
  private final Optional<GuestKernel> kernel;

  /// @param folder of the journal
  /// @param replay the command that runs a case again
  /// @param kernel whose code is read; empty for those that are found by their names
  SweepDocument(
      Session session,
      SweepReport report,
      Path folder,
      String replay,
      Optional<GuestKernel> kernel) {
    this.session = session;
    this.report = report;
    this.folder = folder;
    this.replay = replay;
    this.kernel = kernel;
  }

  Document document(boolean sites) {
    List<SweepReport.Coverage> coverage = report.coverage();
    List<Document> parts = new ArrayList<>();
    parts.add(Text.paragraph(summary(coverage)));
    List<Finding> findings = ordered();
    for (int i = 0; i < findings.size(); i++) {
      parts.add(
          new FindingDocument(session, findings.get(i), kernel, folder, replay)
              .document(i + 1, Likeness.of(findings, i)));
    }
    parts.add(Group.of("steps", new Heading("Steps"), steps()));
    if (sites) {
      parts.add(Group.of("sites", new Heading("Places that were made to fail"), places(coverage)));
    }
    parts.add(Group.of("figures", new Heading("Figures"), figures(coverage)));
    long silent = report.results().stream().filter(r -> r.injected() && r.site().isEmpty()).count();
    if (silent > 0) {
      parts.add(
          new Gap(
              silent
                  + " failures are at no known place: the log says nothing of who asked for no"
                  + " warning (__GFP_NOWARN), and this kernel lacks the events (CONFIG_FTRACE), or for"
                  + " pages the probes (CONFIG_KPROBE_EVENTS), that would tell"));
    }
    report.gaps().forEach(gap -> parts.add(new Gap(gap)));
    return new Group("sweep", parts);
  }

  /// Kernels that broke first; what only looks wrong last.
  private List<Finding> ordered() {
    return report.findings().stream()
        .sorted(
            Comparator.comparing((Finding finding) -> !finding.fromFailure())
                .thenComparing(finding -> finding.first().damage().map(Enum::ordinal).orElse(99)))
        .toList();
  }

  private String summary(List<SweepReport.Coverage> coverage) {
    long failed = report.results().stream().filter(CaseResult::injected).count();
    int findings = report.findings().size();
    return String.format(
        Locale.ROOT,
        "%s on %s: %,d calls at %,d different places were made to fail; %s.",
        report.workload(),
        report.kernel(),
        failed,
        coverage.size(),
        findings == 0
            ? "the kernel survived every one"
            : findings == 1 ? "one finding" : findings + " different findings");
  }

  private Document steps() {
    Map<String, long[]> rows = new LinkedHashMap<>();
    report.counts().forEach((step, calls) -> rows.put(step, new long[] {calls, 0, 0}));
    for (CaseResult result : report.results()) {
      long[] row = rows.computeIfAbsent(result.tried().step(), step -> new long[3]);
      row[1] += result.injected() ? 1 : 0;
      row[2] += result.fine() ? 0 : 1;
    }
    List<List<Value>> table = new ArrayList<>();
    rows.forEach((step, row) ->
        table.add(
            List.of(
                Value.of(step),
                calls(row[0]),
                Value.of(row[1]),
                Value.of(row[1] - row[2]),
                Value.of(row[2]))));
    return Table.of(
        List.of(
            Column.left("step", "STEP"),
            Column.right("calls", "CALLS THAT CAN FAIL"),
            Column.right("failed", "MADE TO FAIL"),
            Column.right("survived", "SURVIVED"),
            Column.right("broke", "BROKE")),
        table);
  }

  /// How many calls of a step can fail; none where nobody has counted them.
  static Value calls(long counted) {
    return counted < 0 ? Value.none() : Value.of(counted);
  }

  private static Document places(List<SweepReport.Coverage> coverage) {
    List<List<Value>> rows = new ArrayList<>();
    for (SweepReport.Coverage one : coverage) {
      rows.add(
          List.of(
              Value.of(one.site().hash()),
              Value.of(one.site().capability()),
              Value.of(one.failed()),
              Value.of(one.survived()),
              Value.of(one.broke()),
              Value.of(String.join(" ", one.steps())),
              Value.of(one.site().words())));
    }
    return Table.of(
        List.of(
            Column.left("site", "SITE"),
            Column.left("fault", "FAULT"),
            Column.right("failed", "FAILED"),
            Column.right("survived", "SURVIVED"),
            Column.right("broke", "BROKE"),
            Column.left("steps", "STEPS"),
            Column.left("chain", "WHO ASKED, FOR WHOM")),
        rows);
  }

  private Document figures(List<SweepReport.Coverage> coverage) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("cases", "cases", report.results().size()));
    fields.add(Field.of("sites", "places", coverage.size()));
    fields.add(decimal("cases_per_second", "cases a second while nothing breaks", report.rate()));
    if (report.fresh() > 0) {
      fields.add(Field.of("seconds", "seconds of this run", report.took().toSeconds()));
      fields.add(Field.of("restores", "machines put back", report.restores().count()));
      fields.add(
          decimal(
              "longest_restore_seconds",
              "the longest of them, seconds",
              report.restores().longest().toMillis() / 1000.0));
    }
    fields.add(Field.of("folder", "journal and logs", folder.toString()));
    return new Fields(fields);
  }

  private static Field decimal(String key, String label, double value) {
    String text = String.format(Locale.ROOT, "%.1f", value);
    return new Field(key, label, new Value.Shown(text, Math.round(value)));
  }
}
