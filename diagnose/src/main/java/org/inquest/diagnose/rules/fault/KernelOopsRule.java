package org.inquest.diagnose.rules.fault;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.Access;
import org.inquest.diagnose.fault.AddressMeaning;
import org.inquest.diagnose.fault.FaultStory;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.fault.Nature;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Verdict;
import org.inquest.formats.oops.Trap;
import org.jspecify.annotations.Nullable;

/// Kernel code used an address that is none, or executed something that no CPU can.
///
/// How it shows: `BUG: kernel NULL pointer dereference`, `general protection fault`, `divide
/// error`, ... in the log; the panicking CPU's registers are those at the instruction. The kind of
/// address says most: a small number is a member of a NULL pointer, so an allocation or a lookup
/// failed and nobody looked; the last 4095 addresses are error numbers that nobody checked with
/// IS_ERR(); an address that is not canonical was overwritten or never set; an address of user
/// space was used without copy_from_user().
///
/// What to do: find the instruction's source line, and which of its pointers is wrong; then who set
/// it. Faults with a better explanation (freed memory, list poison, freed init code, stack
/// overflow) are left to their rules.
///
/// Reference: arch/x86/mm/fault.c, arch/x86/kernel/traps.c;
/// Documentation/admin-guide/bug-hunting.rst.
public final class KernelOopsRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "fault.kernel-oops",
        "Kernel oops",
        "an exception in kernel code that nothing handles: which address, by which function");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    return FaultVerdicts.of(facts, Nature.PLAIN, KernelOopsRule::tell);
  }

  private static Verdict.Found tell(FaultStory story) {
    List<Evidence> more = new ArrayList<>();
    story.memberHint().ifPresent(hint -> more.add(new Evidence.Note(hint)));
    return story.found(claim(story), more, List.of(), List.of(advice(story)));
  }

  private static String claim(FaultStory story) {
    return switch (story.fault().trap()) {
      case PAGE_FAULT, GENERAL_PROTECTION, STACK_SEGMENT, OTHER, ALIGNMENT -> bad(story);
      case DIVIDE ->
          "Division by zero, or a quotient too large: "
              + story.placeAndCaller()
              + " divided"
              + story.where();
      case INVALID_OPCODE ->
          "Invalid instruction: "
              + story.placeAndCaller()
              + " executed bytes that are no instruction of this CPU"
              + story.where();
      case BREAKPOINT ->
          "Breakpoint that nobody set: "
              + story.placeAndCaller()
              + " executed int3"
              + story.where();
      case DOUBLE_FAULT ->
          "Double fault: an exception could not be delivered while "
              + story.place()
              + " ran"
              + story.where();
      case CONTROL_PROTECTION ->
          "Control-flow protection: "
              + story.placeAndCaller()
              + " was reached by a jump or return that the CPU forbids"
              + story.where();
      case BUG, STACK_OVERFLOW -> story.fault().trap().words() + " in " + story.place();
    };
  }

  private static String bad(FaultStory story) {
    Access access = Access.of(story.fault());
    boolean paging = story.fault().trap() == Trap.PAGE_FAULT;
    Optional<AddressMeaning> address = story.address();
    if (address.isEmpty()) {
      String what = capital(story.fault().trap().words());
      return what + ": " + story.placeAndCaller() + " used a bad address" + story.where();
    }
    AddressMeaning meaning = address.get();
    if (paging && access.fetch()) {
      return jump(story, meaning);
    }
    String verb = paging ? access.verb() : "accessed";
    String what = meaning.words() + story.unchecked().map(u -> ", " + u + ",").orElse("");
    String sentence = story.placeAndCaller() + " " + verb + " " + what + story.where();
    return headline(meaning.kind(), paging ? access : null) + ": " + sentence;
  }

  private static String headline(AddressMeaning.Kind kind, @Nullable Access access) {
    String noun = access == null ? "access" : access.noun();
    return switch (kind) {
      case NULL, KASAN_SHADOW -> "NULL pointer " + noun;
      case ERROR -> "Error number used as a pointer";
      case POISON -> "Poisoned pointer";
      case NON_CANONICAL -> "Pointer that is no address";
      case USER -> "User-space pointer used by the kernel itself";
      case STACK_GUARD -> "Kernel stack overflow";
      case KERNEL ->
          access != null && access.write() && access.forbidden()
              ? "Write to read-only kernel memory"
              : "Bad kernel pointer";
    };
  }

  private static String jump(FaultStory story, AddressMeaning meaning) {
    String caller = story.caller().isEmpty() ? "the kernel" : story.caller();
    return meaning.kind() == AddressMeaning.Kind.NULL
        ? "Call of a NULL function pointer: " + caller + " jumped to " + at(story) + story.where()
        : "Jump to something that is no code: "
            + caller
            + " jumped to "
            + meaning.words()
            + story.where();
  }

  private static String at(FaultStory story) {
    OptionalLong address = story.fault().address();
    return "address " + address.orElse(0);
  }

  private static String capital(String words) {
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }

  private static String advice(FaultStory story) {
    String place = story.fault().at();
    boolean called = Access.of(story.fault()).fetch() && !story.caller().isEmpty();
    if (called && story.address().map(a -> a.kind() == AddressMeaning.Kind.NULL).orElse(false)) {
      return "find which function pointer "
          + story.caller()
          + " calls, who should have set it, and whether it may be NULL on purpose: then check it";
    }
    if (story.unchecked().isPresent() && story.calledAt().isPresent()) {
      return "check the result of the call at " + story.calledAt().get() + " before it is used";
    }
    return switch (story.address().map(AddressMeaning::kind).orElse(AddressMeaning.Kind.KERNEL)) {
      case NULL ->
          "find the source line of "
              + place
              + (story.caller().isEmpty() ? "" : ", or of its caller " + story.caller() + ",")
              + " and the pointer that is NULL there; then the allocation or lookup whose failure"
              + " was not checked";
      case ERROR ->
          "find who returned the error to " + place + " and check it with IS_ERR() before use";
      case USER -> "access user memory by copy_from_user() and its kin only; see " + place;
      default -> "find the source line of " + place + " and who set the pointer it used";
    };
  }
}
