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
import org.inquest.formats.oops.LogEvent.TrapReport;
import org.inquest.formats.oops.LogEvent.Warning;

/// Memory was used after it was freed, or freed twice, or its reference count went wrong, which
/// leads to one of both.
///
/// How it shows: with `slub_debug` a pointer read from freed memory is 0x6b6b6b6b6b6b6b6b; SLUB's
/// checks in its free path call BUG() when an object is freed that is on the free list already;
/// `refcount_t` warns of underflow, of an increment from zero, of saturation.
///
/// What to do: find all places that free the object or drop a reference; KASAN tells both sides at
/// the first wrong access.
///
/// Reference: mm/slub.c, lib/refcount.c, include/linux/poison.h.
public final class UseAfterFreeRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "memory.use-after-free",
        "Use after free",
        "freed memory that was used or freed again, reference counts that went wrong");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    List<Verdict> verdicts = new ArrayList<>();
    for (Verdict verdict : FaultVerdicts.of(facts, Nature.FREED, UseAfterFreeRule::tell)) {
      if (verdict instanceof Verdict.Found) {
        verdicts.add(verdict);
      }
    }
    Optional<Warning> fatal = Warnings.fatal(facts);
    for (LogEvent event : facts.events()) {
      if (event instanceof Warning warning && Warnings.aboutReferences(warning)) {
        verdicts.add(references(warning, fatal.equals(Optional.of(warning))));
        break;
      }
    }
    return verdicts.isEmpty() ? List.of(FaultVerdicts.nothing(facts)) : verdicts;
  }

  private static Verdict.Found tell(FaultStory story) {
    Fault fault = story.fault();
    boolean poison = fault.address().isPresent() && poisoned(fault.address().getAsLong());
    return story.found(
        poison ? used(story) : freedAgain(story),
        List.of(),
        List.of(),
        List.of(
            "find every place that frees the object; a kernel with KASAN names the one that freed"
                + " it first"));
  }

  private static boolean poisoned(long address) {
    return Poison.find(address).map(p -> p.kind() == Poison.Kind.FREED).orElse(false);
  }

  private static String used(FaultStory story) {
    return "Use after free: "
        + story.placeAndCaller()
        + " followed a pointer that it read from freed memory ("
        + story.address().map(a -> a.words()).orElse("")
        + ")"
        + story.where();
  }

  private static String freedAgain(FaultStory story) {
    String who = story.outsideCaller().isEmpty() ? story.place() : story.outsideCaller();
    String line = story.fault().report().map(TrapReport::place).orElse("");
    return "Double free, or a broken free list: "
        + who
        + " freed an object and the allocator's check failed in "
        + story.fault().function()
        + "()"
        + (line.isEmpty() ? "" : " (" + line + ")")
        + story.where();
  }

  private static Verdict.Found references(Warning warning, boolean fatal) {
    String message = warning.message().isEmpty() ? "a wrong reference count" : warning.message();
    return new Verdict.Found(
        Role.CAUSE,
        "Reference count error: "
            + Warnings.place(warning)
            + " found "
            + message
            + Warnings.where(warning)
            + (fatal ? "; panic_on_warn made it the end" : ""),
        fatal ? Confidence.CERTAIN : Confidence.POSSIBLE,
        fatal
            ? "the panic says so, and this is the last warning before it"
            : "the log reports it; whether the rest follows from it can't be seen",
        Warnings.evidence(warning),
        List.of(),
        List.of("find the caller that drops a reference it does not hold"),
        Warnings.subjects(warning));
  }
}
