package org.inquest.formats.oops.report;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.formats.oops.kind.Kind;
import org.inquest.formats.oops.kind.Kinds;
import org.inquest.formats.oops.log.LineSink;
import org.inquest.formats.oops.log.LogNotes;
import org.inquest.formats.oops.log.LogReader;

/// Finds the kernel's reports in a console log that streams past, with bounded memory.
///
/// With CONFIG_PRINTK_CALLER each caller's lines make reports of their own, so that CPUs that speak
/// at the same time are kept apart; without, all lines have one caller. A report ends where its
/// caller begins another, unless that one is its consequence (the oops of a `BUG()`, the panic that
/// follows), where its caller speaks of other things for long, or after [#MAX_LINES].
public final class ReportFinder implements LineSink {
  /// Lines of one report; stalls of many CPUs have a thousand.
  static final int MAX_LINES = 3000;

  /// Characters of a line that are looked at; the kernel itself cuts at 1,024.
  static final int MAX_LINE = 4096;

  /// Characters of one report; with all that may be open some 10 million.
  static final int MAX_SIZE = 300_000;

  /// Callers whose reports are open at a time.
  static final int MAX_OPEN = 32;

  /// Lines of the log within which the end of a report may stand that began before the log.
  private static final int BEGINNING = 300;

  /// Lines between "cut here" and a warning's first line, or the oops that follows a sentence.
  private static final int MAX_SAID = 8;

  private static final String CUT_HERE = "[ cut here ]";
  private static final String END = "---[ end trace ";
  private static final String DROPPED = "printk messages dropped";
  private static final Pattern MESSAGES = Pattern.compile("(\\d{1,9}) printk messages dropped");

  private final Consumer<LogReport> sink;
  private final Map<String, OpenReport> open = new LinkedHashMap<>();

  /// What callers said since "cut here".
  private final Map<String, List<ConsoleLine>> said = new LinkedHashMap<>();

  private final InjectedSplats injected = new InjectedSplats();

  /// The log's first lines, until a report begins.
  private final List<ConsoleLine> beginning = new ArrayList<>();

  /// Whether a report was found, or too much of the log has passed for one that began before it.
  private boolean begun;

  private long next;

  /// A finder that hands each report on when it is complete, in the order of their first lines as
  /// far as they were open together.
  public ReportFinder(Consumer<LogReport> sink) {
    this.sink = sink;
  }

  /// Finds the reports of a log of any length and in any encoding.
  ///
  /// @throws IOException where the log can't be read any further
  public static LogNotes read(InputStream log, Consumer<LogReport> sink) throws IOException {
    ReportFinder finder = new ReportFinder(sink);
    LogNotes notes = LogReader.read(log, finder);
    finder.end();
    return notes;
  }

  @Override
  public List<String> anchors() {
    List<String> out = new ArrayList<>(Kinds.anchors());
    out.addAll(List.of(CUT_HERE, LogReport.NO_EXECUTE, DROPPED, InjectedFailure.FIRST));
    return out;
  }

  @Override
  public boolean wantsAll() {
    return next < BEGINNING || !open.isEmpty() || !said.isEmpty() || injected.writing(next);
  }

  /// Takes the next line of the log, without its end.
  public void accept(String raw) {
    accept(next, raw);
  }

  @Override
  public void accept(long number, String raw) {
    next = number + 1;
    String shown = raw.length() > MAX_LINE ? raw.substring(0, MAX_LINE) : raw;
    ConsoleLine line = ConsoleLine.parse(number, shown);
    if (shown.contains(DROPPED)) {
      dropped(shown);
    }
    Optional<Kind> opened = Kinds.opening(line.text());
    if (opened.isPresent()) {
      first(opened.get(), line, shown.length());
      return;
    }
    notice(line);
    injected.take(line);
    OpenReport own = open.get(line.caller());
    if (own != null && own.takes(line)) {
      own.add(line, shown.length());
      if (own.over()) {
        open.remove(line.caller());
        sink.accept(own.finish(-1));
      }
    }
    if (number % 256 == 0) {
      handOn(each -> each.silent(next), -1);
    }
  }

  /// Keeps what may be part of a report that has not begun yet, or whose beginning is lost.
  private void notice(ConsoleLine line) {
    String text = line.text();
    List<ConsoleLine> own = said.get(line.caller());
    if (text.contains(CUT_HERE) && said.size() < MAX_OPEN) {
      said.put(line.caller(), new ArrayList<>(List.of(line)));
    } else if (text.contains(LogReport.NO_EXECUTE) && said.size() < MAX_OPEN) {
      said.put(line.caller(), new ArrayList<>(List.of(line)));
    } else if (own != null && own.size() < MAX_SAID) {
      own.add(line);
    } else if (own != null) {
      said.remove(line.caller());
    }
    begun |= line.number() >= BEGINNING;
    if (begun) {
      beginning.clear();
    } else {
      beginning.add(line);
      if (text.startsWith(END)) {
        headless(line);
      }
    }
  }

  /// A log that begins in the middle of a report: its end says that there was one.
  private void headless(ConsoleLine end) {
    begun = true;
    List<ConsoleLine> lines = new ArrayList<>();
    for (ConsoleLine line : beginning) {
      if (line.caller().equals(end.caller())
          && (!lines.isEmpty() || ReportWords.belongs(line.text()))) {
        lines.add(line);
      }
    }
    if (!StackFrames.of(lines).isEmpty()) {
      open.put(end.caller(), OpenReport.headless(Kinds.UNNAMED, lines));
    }
  }

  private void first(Kind kind, ConsoleLine line, int columns) {
    begun = true;
    List<ConsoleLine> before = said.remove(line.caller());
    before =
        before == null
            ? List.of()
            : before.stream().filter(each -> !each.text().contains(CUT_HERE)).toList();
    OpenReport own = open.get(line.caller());
    if (kind.last() && !open.isEmpty()) {
      // A panic ends all that is being said.
      open.values().forEach(each -> each.end(kind, line, columns));
    } else if (own != null && own.absorbs(kind)) {
      before.forEach(each -> own.add(each, 0));
      own.add(line, columns);
    } else {
      if (own != null || open.size() >= MAX_OPEN) {
        handOn(each -> true, -1);
      }
      OpenReport opened =
          new OpenReport(kind, line.stamped(), before, injected.of(line.caller(), line.number()));
      opened.add(line, columns);
      open.put(line.caller(), opened);
    }
  }

  private void dropped(String raw) {
    Matcher found = MESSAGES.matcher(raw);
    if (found.find()) {
      open.values().forEach(each -> each.drop(Long.parseLong(found.group(1))));
    }
  }

  /// Says that the log is over.
  public void end() {
    handOn(each -> true, next - 1);
    said.clear();
    beginning.clear();
  }

  /// Hands on what is over.
  ///
  /// @param atEnd number of the log's last line, -1 where it goes on
  private void handOn(Predicate<OpenReport> over, long atEnd) {
    open.values()
        .removeIf(each -> {
          if (over.test(each)) {
            sink.accept(each.finish(atEnd));
            return true;
          }
          return false;
        });
    said.values().removeIf(lines -> next - lines.getLast().number() > BEGINNING);
  }
}
