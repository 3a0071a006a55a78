package org.inquest.app.command.history;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.inquest.app.document.Column;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Listing;
import org.inquest.app.document.Table;
import org.inquest.app.document.Text;
import org.inquest.app.document.Value;
import org.inquest.diagnose.history.Ground;
import org.inquest.diagnose.history.HistoryReport;
import org.inquest.diagnose.history.RankedCommit;
import org.inquest.diagnose.history.RankedCommit.Copy;

/// What was found in a kernel's history: for a person a commit and the reasons for it below each
/// other, for a program a table.
public final class HistoryDocuments {
  private static final List<Column> COLUMNS =
      List.of(
          Column.left("commit", "COMMIT"),
          Column.left("subject", "SUBJECT"),
          Column.left("author", "AUTHOR"),
          Column.right("committed", "COMMITTED"),
          Column.right("points", "POINTS"),
          Column.left("release", "RELEASE"),
          Column.left("standing", "STANDING"),
          Column.left("copies", "COPIES"),
          Column.left("reasons", "REASONS"));

  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  /// Dates that `DAY` can show: a damaged commit may have any number.
  private static final long LAST_SECOND = 253_402_300_799L;

  private HistoryDocuments() {}

  /// The section `Fix candidates`, with what may have broken it and what could not be looked at.
  public static Document of(HistoryReport report) {
    List<Document> parts = new ArrayList<>();
    String kernel = report.base().map(b -> " (your kernel: " + b.revision() + ")").orElse("");
    parts.add(
        section(
            "fixes",
            "Fix candidates" + kernel,
            report.fixes(),
            "No commit that may have fixed it"));
    parts.add(
        section(
            "causes", "May have broken it", report.causes(), "No commit that may have broken it"));
    if (report.left() > 0) {
      String are = report.left() == 1 ? " weaker candidate is" : " weaker candidates are";
      parts.add(Text.paragraph(report.left() + are + " not listed; --most N shows more of them."));
    }
    if (!report.gaps().isEmpty()) {
      List<Document> gaps = new ArrayList<>();
      gaps.add(new Heading("Not seen"));
      report.gaps().forEach(gap -> gaps.add(new Gap(gap)));
      parts.add(new Group("unseen", gaps));
    }
    return new Group("history", parts);
  }

  private static Document section(
      String name, String title, List<RankedCommit> commits, String none) {
    List<Document> parts = new ArrayList<>();
    parts.add(new Heading(title));
    if (commits.isEmpty()) {
      parts.add(Text.paragraph(none + " was found."));
    } else {
      List<String> lines = new ArrayList<>();
      List<List<Value>> rows = new ArrayList<>();
      for (RankedCommit commit : commits) {
        lines.addAll(lines(commit));
        rows.add(row(commit));
      }
      parts.add(new Listing(lines, Table.of(COLUMNS, rows)));
    }
    return new Group(name, parts);
  }

  private static List<String> lines(RankedCommit ranked) {
    List<String> out = new ArrayList<>();
    String first = ranked.release().isEmpty() ? "no release" : ranked.release();
    out.add("  " + ranked.commit().named());
    String where = ranked.standing().isEmpty() ? first : ranked.standing();
    out.add("      " + day(ranked) + ", " + where + "; " + ranked.points() + " points");
    for (Ground ground : ranked.grounds()) {
      out.add(String.format(Locale.ROOT, "      %+4d  %s", ground.points(), ground.clause()));
    }
    return out;
  }

  private static String day(RankedCommit ranked) {
    long seconds = ranked.commit().seconds();
    return seconds <= 0 || seconds > LAST_SECOND
        ? "no date"
        : DAY.format(Instant.ofEpochSecond(seconds));
  }

  private static List<Value> row(RankedCommit ranked) {
    List<Value> copies = new ArrayList<>();
    for (Copy copy : ranked.copies()) {
      String release = copy.release().isEmpty() ? "" : " " + copy.release();
      copies.add(Value.of(copy.commit().id().hex() + release));
    }
    List<Value> reasons = new ArrayList<>();
    for (Ground ground : ranked.grounds()) {
      reasons.add(Value.of(String.format(Locale.ROOT, "%+d %s", ground.points(), ground.clause())));
    }
    return List.of(
        Value.of(ranked.commit().id().hex()),
        Value.of(ranked.commit().subject()),
        Value.of(ranked.commit().author()),
        Value.of(ranked.commit().seconds()),
        Value.of(ranked.points()),
        orNone(ranked.release()),
        orNone(ranked.standing()),
        new Value.Several(copies),
        new Value.Several(reasons));
  }

  private static Value orNone(String text) {
    return text.isEmpty() ? Value.none() : Value.of(text);
  }
}
