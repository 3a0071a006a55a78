package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.formats.oops.kind.Kind;
import org.inquest.formats.oops.kind.Kinds;
import org.jspecify.annotations.Nullable;

/// Finds the kernel's reports in a console log that streams past, with bounded memory.
///
/// One report is open at a time. With CONFIG_PRINTK_CALLER only the lines of its caller belong to
/// it, so that CPUs that speak at the same time are kept apart; without, all do. It ends where
/// another begins, unless that one is its consequence (the oops of a `BUG()`, the panic that
/// follows), or after [#MAX_LINES].
public final class ReportFinder {
  /// Lines of one report; stalls of many CPUs have a thousand.
  static final int MAX_LINES = 3000;

  /// Characters of a line that are looked at; the kernel itself cuts at 1,024.
  static final int MAX_LINE = 4096;

  /// Lines of a report within which a consequence still belongs to it.
  private static final int CONSEQUENCE_REACH = 400;

  private final Consumer<LogReport> sink;
  private long number;
  private @Nullable Kind kind;
  private final List<ConsoleLine> lines = new ArrayList<>();
  private boolean cut;
  private boolean ended;

  /// A finder that hands each report on when it is complete.
  public ReportFinder(Consumer<LogReport> sink) {
    this.sink = sink;
  }

  /// Takes the next line of the log, without its end.
  public void accept(String raw) {
    String shown = raw.length() > MAX_LINE ? raw.substring(0, MAX_LINE) : raw;
    ConsoleLine line = ConsoleLine.parse(number++, shown);
    Optional<Kind> opened = Kinds.opening(line.text());
    if (opened.isPresent() && begins(opened.get(), line)) {
      end();
      kind = opened.get();
    }
    if (kind == null || !belongs(line)) {
      return;
    }
    if (lines.size() >= MAX_LINES) {
      cut = true;
      return;
    }
    lines.add(line);
    ended |= line.text().startsWith("---[ end ");
  }

  /// Says that the log is over.
  public void end() {
    Kind found = kind;
    if (found != null) {
      sink.accept(new LogReport(found, List.copyOf(lines), cut));
    }
    kind = null;
    lines.clear();
    cut = false;
    ended = false;
  }

  private boolean begins(Kind next, ConsoleLine line) {
    if (kind == null) {
      return true;
    }
    if (next.consequence() && !ended && lines.size() < CONSEQUENCE_REACH) {
      return false;
    }
    return !sameEvent(line) || ended;
  }

  /// One caller's report may hold lines that would open another: "INFO: Allocated in".
  private boolean sameEvent(ConsoleLine line) {
    return lines.size() < CONSEQUENCE_REACH && line.caller().equals(lines.getFirst().caller());
  }

  private boolean belongs(ConsoleLine line) {
    if (lines.isEmpty()) {
      return true;
    }
    ConsoleLine first = lines.getFirst();
    if (first.stamped() && !line.stamped()) {
      return false;
    }
    return first.caller().isEmpty() || line.caller().equals(first.caller());
  }
}
