package org.inquest.diagnose.rules.memory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.fault.FaultStory;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.fault.Nature;
import org.inquest.diagnose.fault.Warnings;
import org.inquest.diagnose.value.Poison;
import org.inquest.diagnose.verdict.Confidence;
import org.inquest.diagnose.verdict.Role;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogEvent.Warning;

/// A list entry was used after it had been taken off its list, or a list's links do not fit.
///
/// How it shows: with CONFIG_DEBUG_LIST or CONFIG_LIST_HARDENED `list_del corruption` or `list_add
/// corruption`, and a BUG() or, without CONFIG_BUG_ON_DATA_CORRUPTION, a warning; without these, a
/// general protection fault at an address beside LIST_POISON1 or LIST_POISON2, which `list_del()`
/// writes into the entry it removes. The poison plus an offset is a member of the struct that the
/// entry was thought to lead to.
///
/// What to do: find both places that remove the entry, and the lock that should have kept them
/// apart.
///
/// Reference: lib/list_debug.c, include/linux/poison.h.
public final class ListCorruptionRule implements Rule {
  private static final String ADVICE =
      "find who else removes the entry from its list, and the lock that both should hold";

  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "memory.list-corruption",
        "List corruption",
        "list entries removed twice, used after removal, or with links that do not fit");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Verdict verdict : FaultVerdicts.of(facts, Nature.LIST, ListCorruptionRule::tell)) {
      if (verdict instanceof Verdict.Found) {
        verdicts.add(verdict);
      }
    }
    for (LogEvent event : facts.events()) {
      if (event instanceof Warning warning && Warnings.aboutLists(warning)) {
        verdicts.add(warned(warning, Warnings.fatal(facts).equals(Optional.of(warning))));
        break;
      }
    }
    return verdicts.isEmpty() ? List.of(FaultVerdicts.nothing(facts)) : verdicts;
  }

  /// The check has refused the operation, so the list is no worse than before and the machine went
  /// on, unless `panic_on_warn` is set.
  private static Verdict.Found warned(Warning warning, boolean fatal) {
    String who = Warnings.blamed(warning);
    return new Verdict.Found(
        Role.CAUSE,
        "List corruption: "
            + (who.isEmpty() ? Warnings.place(warning) : who)
            + did(warning.message())
            + Warnings.where(warning)
            + ": "
            + warning.message()
            + (fatal ? "; panic_on_warn made it the end" : ""),
        fatal ? Confidence.CERTAIN : Confidence.POSSIBLE,
        fatal
            ? "the panic says so, and this is the last warning before it"
            : "the log reports it; whether the rest follows from it can't be seen",
        Warnings.evidence(warning),
        List.of(),
        List.of(ADVICE),
        Warnings.subjects(warning));
  }

  private static String did(String complaint) {
    return complaint.startsWith("list_add")
        ? " added an entry to a list whose links do not fit"
        : " removed an entry from a list that it is not properly on";
  }

  private static Verdict.Found tell(FaultStory story) {
    Fault fault = story.fault();
    Optional<Complaint> complaint = fault.report().flatMap(TrapReport::complaint);
    return story.found(
        complaint.isPresent() ? checked(story, complaint.get()) : unchecked(story),
        List.of(),
        List.of(),
        List.of(ADVICE));
  }

  /// The checker's function is not interesting; who called it is.
  private static String checked(FaultStory story, Complaint complaint) {
    return "List corruption: "
        + (story.outsideCaller().isEmpty() ? story.place() : story.outsideCaller())
        + did(complaint.line().text())
        + story.where()
        + ": "
        + complaint.line().text();
  }

  private static String unchecked(FaultStory story) {
    String place =
        story.fault().address().isPresent()
            ? Poison.find(story.fault().address().getAsLong()).map(Poison::place).orElse("")
            : "";
    return "Use of a list entry that was already taken off its list: "
        + story.placeAndCaller()
        + " used "
        + place
        + " as a pointer"
        + story.where();
  }
}
