package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.oops.kind.Kind;

/// A report that is still being written.
final class OpenReport {
  /// Lines in a row that look like none of a report's after which it is over.
  private static final int STRANGERS = 80;

  /// Lines of the log after which a report that nobody added to is over.
  private static final int SILENCE = 5000;

  /// The same of a report that said that it is over.
  private static final int ENDED_SILENCE = 500;

  /// Lines of a report within which another first line still belongs to it.
  private static final int REACH = 400;

  /// Columns at which terminals break lines.
  private static final int COLUMNS = 80;

  private final boolean stamped;
  private final List<ConsoleLine> before;
  private final List<ConsoleLine> injected;
  private final List<ConsoleLine> lines = new ArrayList<>();
  private Kind kind;
  private int size;
  private int strangers;
  private int width;
  private long dropped;
  private boolean cut;
  private boolean ended;
  private boolean headless;

  /// Whether a function of a stack was seen: what opens a report now is another's first line.
  private boolean stacked;

  /// @param before what its caller said before it that belongs to it
  /// @param injected the failure that was injected into its caller before
  OpenReport(Kind kind, boolean stamped, List<ConsoleLine> before, List<ConsoleLine> injected) {
    this.kind = kind;
    this.stamped = stamped;
    this.before = before;
    this.injected = injected;
  }

  /// A report whose beginning the log does not have.
  static OpenReport headless(Kind kind, List<ConsoleLine> lines) {
    OpenReport out = new OpenReport(kind, lines.getFirst().stamped(), List.of(), List.of());
    lines.forEach(line -> out.add(line, 0));
    out.headless = true;
    return out;
  }

  /// Takes a line.
  ///
  /// @param columns that it had in the log
  void add(ConsoleLine line, int columns) {
    if (lines.size() >= ReportFinder.MAX_LINES || size > ReportFinder.MAX_SIZE) {
      cut = true;
      return;
    }
    if (broken(line)) {
      ConsoleLine last = lines.removeLast();
      lines.add(last.with(last.text() + line.text()));
    } else {
      lines.add(line);
    }
    width = columns;
    size += line.text().length();
    ended |= line.text().startsWith("---[ end ");
    stacked |= line.text().startsWith(" ") && line.text().contains("+0x");
    strangers = ReportWords.belongs(line.text()) ? 0 : strangers + 1;
  }

  /// Whether a line is the rest of the last one, which a terminal broke in two: the last is as wide
  /// as the terminal, and this has no time where all others have one, or can't be a line of its
  /// own.
  private boolean broken(ConsoleLine line) {
    return width == COLUMNS
        && !lines.isEmpty()
        && !line.stamped()
        && (stamped || !ReportWords.belongs(line.text()));
  }

  /// Whether a line without a time belongs to it though others have one.
  boolean takes(ConsoleLine line) {
    return line.stamped()
        || !stamped
        || width == COLUMNS
        || lines.getLast().text().startsWith("Modules linked in:");
  }

  /// Whether another first line of the same caller is part of this report.
  boolean absorbs(Kind next) {
    return lines.size() < REACH && (!ended && (!stacked || next.bare()) || next.last());
  }

  /// Takes the line of a panic, which ends all reports; one without a beginning is named by it.
  void end(Kind panic, ConsoleLine line, int columns) {
    kind = headless ? panic : kind;
    add(line, columns);
  }

  void drop(long messages) {
    dropped += messages;
  }

  /// Whether its caller has said nothing for long.
  ///
  /// @param now number of the log's next line
  boolean silent(long now) {
    return now - lines.getLast().number() > (ended ? ENDED_SILENCE : SILENCE);
  }

  /// Whether enough was said that is of something else.
  boolean over() {
    return strangers >= STRANGERS;
  }

  /// The report.
  ///
  /// @param atEnd number of the log's last line, -1 where the log goes on
  LogReport finish(long atEnd) {
    int own = Math.max(1, lines.size() - (over() ? strangers : 0));
    List<ConsoleLine> kept = List.copyOf(lines.subList(0, own));
    boolean stackless = StackFrames.of(kept).isEmpty();
    boolean cutOff =
        atEnd >= 0
            && atEnd - kept.getLast().number() <= 1
            && !ended
            && !kind.bare()
            && (stackless || ReportWords.endsWithMark(kept));
    return new LogReport(
        kind, before, kept, injected, new Gaps(cut, dropped, headless, cutOff, stackless));
  }
}
