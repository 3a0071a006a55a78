package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.inquest.formats.oops.kind.Kind;
import org.inquest.formats.oops.kind.Kinds;

/// Finds the kernel's reports in a console log that streams past, with bounded memory.
///
/// With CONFIG_PRINTK_CALLER each caller's lines make reports of their own, so that CPUs that speak
/// at the same time are kept apart; without, all lines have one caller. A report ends where its
/// caller begins another, unless that one is its consequence (the oops of a `BUG()`, the panic that
/// follows), or after [#MAX_LINES].
public final class ReportFinder {
  /// Lines of one report; stalls of many CPUs have a thousand.
  static final int MAX_LINES = 3000;

  /// Characters of a line that are looked at; the kernel itself cuts at 1,024.
  static final int MAX_LINE = 4096;

  /// Characters of one report; with all that may be open some 10 million.
  static final int MAX_SIZE = 300_000;

  /// Callers whose reports are open at a time.
  static final int MAX_OPEN = 32;

  /// Lines of the log after which a report that nobody added to is handed on.
  private static final int SILENCE = 20_000;

  /// Lines of a report within which another first line still belongs to it.
  private static final int REACH = 400;

  private final Consumer<LogReport> sink;
  private final Map<String, Open> open = new LinkedHashMap<>();
  private long number;

  /// A report that is still being written.
  private static final class Open {
    final Kind kind;
    final boolean stamped;
    final List<ConsoleLine> lines = new ArrayList<>();
    int size;
    boolean cut;
    boolean ended;

    Open(Kind kind, boolean stamped) {
      this.kind = kind;
      this.stamped = stamped;
    }

    void add(ConsoleLine line) {
      if (lines.size() >= MAX_LINES || size > MAX_SIZE) {
        cut = true;
        return;
      }
      lines.add(line);
      size += line.text().length();
      ended |= line.text().startsWith("---[ end ");
    }

    /// Whether the last line may go on without a time: the list of modules, where it is wrapped.
    boolean wraps() {
      return lines.getLast().text().startsWith("Modules linked in:");
    }

    /// Whether another first line of the same caller is part of this report.
    boolean absorbs(Kind next) {
      return lines.size() < REACH && (!ended || next.last());
    }
  }

  /// A finder that hands each report on when it is complete, in the order of their first lines as
  /// far as they were open together.
  public ReportFinder(Consumer<LogReport> sink) {
    this.sink = sink;
  }

  /// Takes the next line of the log, without its end.
  public void accept(String raw) {
    String shown = raw.length() > MAX_LINE ? raw.substring(0, MAX_LINE) : raw;
    ConsoleLine line = ConsoleLine.parse(number++, shown);
    Optional<Kind> opened = Kinds.opening(line.text());
    if (opened.isPresent()) {
      first(opened.get(), line);
      return;
    }
    Open own = open.get(line.caller());
    if (own != null && (line.stamped() || !own.stamped || own.wraps())) {
      own.add(line);
    }
    if (number % SILENCE == 0) {
      handOn(number - SILENCE);
    }
  }

  private void first(Kind kind, ConsoleLine line) {
    Open own = open.get(line.caller());
    if (kind.last() && !open.isEmpty()) {
      // A panic ends all that is being said.
      open.values().forEach(each -> each.add(line));
    } else if (own != null && own.absorbs(kind)) {
      own.add(line);
    } else {
      if (own != null || open.size() >= MAX_OPEN) {
        handOn(Long.MAX_VALUE);
      }
      Open next = new Open(kind, line.stamped());
      next.add(line);
      open.put(line.caller(), next);
    }
  }

  /// Says that the log is over.
  public void end() {
    handOn(Long.MAX_VALUE);
  }

  /// Hands on what was last added to before a line.
  private void handOn(long before) {
    open.values()
        .removeIf(each -> {
          boolean over = each.lines.getLast().number() < before;
          if (over) {
            sink.accept(new LogReport(each.kind, List.copyOf(each.lines), each.cut));
          }
          return over;
        });
  }
}
