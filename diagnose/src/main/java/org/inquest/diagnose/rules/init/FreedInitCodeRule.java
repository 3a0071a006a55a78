package org.inquest.diagnose.rules.init;

import java.util.ArrayList;
import java.util.List;
import org.inquest.diagnose.Rule;
import org.inquest.diagnose.RuleInfo;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.fault.FaultStory;
import org.inquest.diagnose.fault.FaultVerdicts;
import org.inquest.diagnose.fault.InitCode;
import org.inquest.diagnose.fault.Nature;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.Verdict;

/// A function marked `__init` was called after its memory was given back.
///
/// How it shows: an instruction fetch from `__init_begin..__init_end`, or from where a module's
/// init code was, fails: error code 0x11 (the page is there, filled with 0xcc and not executable)
/// or 0x10 (not mapped). Old kernels execute the 0xcc: `int3` in the middle of many. kallsyms still
/// names the function, so the oops looks like one of innocent code.
///
/// What to do: take `__init` off the function, or do not call it later; `modpost` warns of such
/// references at build time (section mismatch).
///
/// Look-alikes that stay silent: a single 0xcc (a probe, live patching, padding between functions)
/// and jumps to other memory that is no code.
///
/// Reference: init/main.c `kernel_init()`, arch/x86/mm/init.c `free_init_pages()`,
/// kernel/module/main.c `do_free_init()`.
public final class FreedInitCodeRule implements Rule {
  @Override
  public RuleInfo info() {
    return new RuleInfo(
        "init.freed-init-code",
        "Freed init code executed",
        "calls of __init functions after the kernel or a module gave their memory back");
  }

  @Override
  public List<Verdict> examine(CrashFacts facts) {
    return FaultVerdicts.of(facts, Nature.INIT_CODE, FreedInitCodeRule::tell);
  }

  private static Verdict.Found tell(FaultStory story) {
    InitCode code = InitCode.find(story.fault(), story.facts()).orElseThrow();
    String whose = code.module().isEmpty() ? "the kernel" : "module " + code.module();
    String callee =
        story.fault().function().isEmpty()
            ? story.place()
            : story.fault().function() + "(), an __init function of " + whose + ",";
    String caller = story.caller().isEmpty() ? "the kernel" : story.caller();
    List<Evidence> more = new ArrayList<>();
    more.add(new Evidence.Note("the program counter is in freed init code: " + code.how()));
    LateCall late = LateCall.of(story.fault(), story.facts());
    more.addAll(late.evidence());
    String claim =
        "Freed init code executed: "
            + caller
            + " called "
            + callee
            + (story.fault().function().isEmpty() ? ", __init code of " + whose + "," : "")
            + " after its memory was given back"
            + story.where()
            + late.claim();
    Verdict.Found found =
        story.found(
            claim,
            more,
            List.of("a jump through a corrupted pointer: it would hardly hit init code"),
            late.advice(caller));
    return code.certain() ? found : FaultStory.inferred(found, code.how());
  }
}
