package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.app.command.AddressExpression;
import org.inquest.app.command.Session;
import org.inquest.engine.target.Cpus;
import org.inquest.formats.fault.UsageError;

/// Which CPUs' copies of a per-CPU variable are meant, as crash has it behind a colon:
/// `runqueues:0`, `:0-3,8`, `:a` for all, a colon alone for the CPU that crashed.
///
/// @param text what stands before the colon
/// @param chosen whether there is one
/// @param cpus in the order they were typed; empty where there is none
record CpuChoice(String text, boolean chosen, List<Integer> cpus) {
  /// `::` is no choice, it stands between a file and a name.
  private static final Pattern BEHIND = Pattern.compile("(.*[^:]|):(a|all|[0-9,-]*)");

  static CpuChoice of(Session session, String word) {
    Matcher split = BEHIND.matcher(word);
    if (!split.matches()) {
      return new CpuChoice(word, false, List.of());
    }
    Cpus cpus = session.target().cpus();
    String which = split.group(2);
    List<Integer> chosen =
        switch (which) {
          case "" -> List.of(session.crashedCpu());
          case "a", "all" -> cpus.online();
          default -> parse(which, cpus);
        };
    return new CpuChoice(split.group(1), true, chosen);
  }

  private static List<Integer> parse(String which, Cpus cpus) {
    List<Integer> chosen = new ArrayList<>();
    for (String range : which.split(",")) {
      int dash = range.indexOf('-');
      long first = AddressExpression.number(dash < 0 ? range : range.substring(0, dash));
      long last = dash < 0 ? first : AddressExpression.number(range.substring(dash + 1));
      for (int cpu : cpus.possible()) {
        if (cpu >= first && cpu <= last) {
          chosen.add(cpu);
        }
      }
    }
    if (chosen.isEmpty()) {
      throw new UsageError("no CPU " + which);
    }
    return chosen;
  }
}
