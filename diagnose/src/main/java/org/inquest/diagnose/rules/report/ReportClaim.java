package org.inquest.diagnose.rules.report;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.detail.LockUse;
import org.inquest.formats.oops.detail.MemoryAccess;
import org.inquest.formats.oops.detail.Stall;
import org.inquest.formats.oops.report.Headline;
import org.inquest.formats.oops.report.Innocence;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.ReportStack;
import org.inquest.formats.oops.report.ReportStack.Role;

/// What a report says, in a sentence.
///
/// @param text without the end of the sentence
/// @param advice what to do, a sentence each
record ReportClaim(String text, List<String> advice) {

  static ReportClaim of(Headline headline, ReportParts parts) {
    Optional<MemoryAccess> access = parts.detail(MemoryAccess.class);
    if (access.isPresent()) {
      return memory(headline, parts, access.get());
    }
    Optional<LockUse> locks = parts.detail(LockUse.class).filter(use -> use.wanted().isPresent());
    if (locks.isPresent() && headline.title().startsWith("possible deadlock")) {
      return locks(headline, locks.get());
    }
    return parts
        .detail(Stall.class)
        .map(stall -> stall(headline, stall))
        .orElseGet(() ->
            new ReportClaim(
                "The kernel reported: " + headline.title(),
                List.of("read the report: " + headline.title())));
  }

  private static ReportClaim memory(Headline headline, ReportParts parts, MemoryAccess access) {
    StringBuilder out = new StringBuilder(kind(headline.type())).append(": ");
    out.append(function(headline));
    boolean free = headline.type().contains("FREE") && access.size() == 0;
    out.append(free ? " freed memory" : access.write() ? " wrote " : " read ");
    if (!free) {
      out.append(access.size() == 0 ? "memory" : bytes(access.size()));
    }
    if (!access.words().isEmpty()) {
      out.append(free ? ", " : " ").append(access.words());
    }
    Optional<String> freed = guilty(parts, Role.FREED);
    Optional<String> allocated = guilty(parts, Role.ALLOCATED);
    freed.ifPresent(f -> out.append(", which ").append(f).append("() had freed"));
    freed
        .filter(f -> access.freedBy() >= 0)
        .ifPresent(f -> out.append(" in PID ").append(access.freedBy()));
    allocated.ifPresent(a ->
        out.append(freed.isPresent() ? " and " : ", which ").append(a).append("() had allocated"));
    List<String> advice =
        freed.isPresent()
            ? List.of(
                "hold "
                    + freed.get()
                    + "() against "
                    + function(headline)
                    + ": who keeps a pointer, and which lock or count was to protect it")
            : List.of(
                kind(headline.type()).startsWith("Access outside")
                    ? "look at what " + function(headline) + " takes for the object's size"
                    : "find who else holds the object that " + function(headline) + " uses");
    return new ReportClaim(out.toString(), advice);
  }

  private static String function(Headline headline) {
    return headline.function().map(name -> name + "()").orElse("a function that is not named");
  }

  private static String kind(String type) {
    String upper = type.toUpperCase(Locale.ROOT);
    if (upper.contains("USE-AFTER-FREE")) {
      return "Use after free";
    }
    if (upper.contains("INVALID-FREE") || upper.contains("DOUBLE-FREE")) {
      return "Invalid or double free";
    }
    if (upper.contains("NULL")) {
      return "NULL pointer";
    }
    return upper.contains("UNKNOWN") ? "Bad access" : "Access outside of an object";
  }

  private static String bytes(int count) {
    return count == 1 ? "1 byte" : count + " bytes";
  }

  /// The first function of a stack that does not belong to the allocator or the checker.
  private static Optional<String> guilty(ReportParts parts, Role role) {
    return parts.stack(role).map(ReportStack::frames).orElse(List.of()).stream()
        .filter(frame -> !frame.guess())
        .map(TraceLine::place)
        .map(CodePlace::plainName)
        .filter(name -> !Innocence.of(name))
        .findFirst();
  }

  private static ReportClaim locks(Headline headline, LockUse use) {
    StringBuilder out = new StringBuilder("Possible deadlock: ");
    out.append(use.comm().isEmpty() ? "a task" : "PID " + use.pid() + " (" + use.comm() + ")");
    out.append(" takes ").append(use.wanted().orElseThrow().name());
    headline.function().ifPresent(name -> out.append(" in ").append(name).append("()"));
    use.holding()
        .ifPresent(held -> {
          out.append(" while it holds ").append(held.name());
          held.at().ifPresent(at -> out.append(", taken by ").append(at.plainName()).append("()"));
        });
    if (use.chain().size() > 1) {
      out.append("; elsewhere the order is ");
      List<LockUse.Link> chain = use.chain().reversed();
      for (int i = 0; i < chain.size(); i++) {
        out.append(i == 0 ? "" : ", then ").append(chain.get(i).lock().name());
        chain.get(i).at().ifPresent(at -> out.append(" in ").append(at.plainName()).append("()"));
      }
    }
    return new ReportClaim(
        out.toString(),
        List.of("take these locks in one order everywhere, or tell lockdep why it can't happen"));
  }

  private static ReportClaim stall(Headline headline, Stall stall) {
    StringBuilder out = new StringBuilder();
    out.append(
        switch (stall.cpus().size()) {
          case 0 -> "A grace period of RCU did not end";
          case 1 -> "CPU " + stall.cpus().getFirst() + " let no grace period of RCU end";
          default -> "CPUs " + text(stall.cpus()) + " let no grace period of RCU end";
        });
    if (stall.jiffies() >= 0) {
      out.append(" for ").append(stall.jiffies()).append(" jiffies");
    }
    headline.function().ifPresent(name -> out.append(": it was in ").append(name).append("()"));
    if (!stall.tasks().isEmpty()) {
      out.append("; blocked by PID ").append(text(stall.tasks()));
    }
    String starved = "RCU's own thread did not get a CPU either: a real-time task may hog it";
    return new ReportClaim(
        out.toString(),
        stall.starved() > 0
            ? List.of(starved)
            : List.of("look at what the CPUs did that the report names"));
  }

  private static String text(List<Integer> numbers) {
    return String.join(", ", numbers.stream().map(String::valueOf).toList());
  }
}
