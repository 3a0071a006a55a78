package org.inquest.diagnose.fault;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.facts.CrashFacts;
import org.inquest.diagnose.facts.Fault;
import org.inquest.diagnose.oops.FaultAccess;
import org.inquest.diagnose.oops.InitFromText;
import org.inquest.diagnose.oops.LoggedFault;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.value.Value;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.oops.LogEvent;
import org.inquest.formats.oops.Trap;

/// Whether a fault is the execution of `__init` code after its memory was given back.
///
/// The kernel's own init code lies in `__init_begin..__init_end`; `free_initmem()`
/// (arch/x86/mm/init.c) fills it with 0xcc, makes it NX, and with PTI unmaps it. A module's init
/// code is freed by `do_free_init()` (kernel/module/main.c), which forgets where it was, but
/// `module->init` still points into it.
///
/// @param module whose init code; empty for the kernel's own
/// @param start first address of the init code, or the module's init function; 0 where only a log
///   tells
/// @param how we know, one clause
/// @param certain whether the range is known, not inferred
public record InitCode(String module, long start, String how, boolean certain) {
  /// Init sections of modules are a few pages; the module loader gives each its own.
  private static final long MODULE_REACH = 64 << 10;

  private static final int INT3 = 0xcc;

  /// Recognises it; empty where the fault is something else or the program counter is not known.
  public static Optional<InitCode> find(Fault fault, CrashFacts facts) {
    Optional<Target> target = facts.target();
    if (target.isEmpty()) {
      return ofLog(fault, facts);
    }
    if (fault.pc().isEmpty() || !executed(fault)) {
      return Optional.empty();
    }
    long pc = fault.pc().getAsLong();
    Optional<InitCode> kernel = ofKernel(target.get(), facts, pc);
    return kernel.isPresent() ? kernel : ofModule(target.get(), fault, pc);
  }

  /// What a log alone tells, with a list of symbols or a vmlinux where somebody has them.
  private static Optional<InitCode> ofLog(Fault fault, CrashFacts facts) {
    if (fault.report().isEmpty()) {
      return Optional.empty();
    }
    LoggedFault logged = LoggedFault.of(fault.report().get(), facts.events());
    Optional<Boolean> inInit =
        facts.files().flatMap(files -> logged.place().flatMap(files::inInit));
    return switch (InitFromText.of(logged, inInit)) {
      case InitFromText.Certain(List<String> why) ->
          Optional.of(new InitCode(fault.module(), 0, String.join(", ", why), true));
      case InitFromText.Likely(List<String> why) ->
          Optional.of(new InitCode(fault.module(), 0, String.join(", ", why), false));
      case InitFromText.No no -> ofModuleLog(fault, logged);
    };
  }

  /// A module's names go away with its init code, and what is left is a jump into module space
  /// where nothing is mapped. Only two things leave such a hole: init code, and a module that was
  /// unloaded, of which the list of modules would tell ("[last unloaded: x]", kernel/module/main.c
  /// `print_modules()`).
  private static Optional<InitCode> ofModuleLog(Fault fault, LoggedFault logged) {
    OptionalLong pc = logged.programCounter();
    boolean fetch = FaultAccess.of(logged).fetch() && fault.function().isEmpty();
    String modules = fault.report().map(r -> r.body().modules()).orElse("");
    if (!fetch || pc.isEmpty() || modules.isEmpty() || modules.contains("[last unloaded")) {
      return Optional.empty();
    }
    boolean inModules =
        Value.of(pc.getAsLong(), logged.areas()) instanceof Value.Kernel kernel
            && kernel.area().name().equals(KernelAreas.MODULES);
    String module = fault.callers().isEmpty() ? "" : fault.callers().getFirst().module();
    return !inModules || module.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new InitCode(
                module,
                0,
                "it is in module space, where nothing is mapped there any more; no module was"
                    + " unloaded, so it was init code, and module "
                    + module
                    + " called it",
                false));
  }

  /// An instruction fetch that failed, or a breakpoint in the middle of many: `int3` is 0xcc. A
  /// single 0xcc is a probe or padding between functions.
  private static boolean executed(Fault fault) {
    if (fault.trap() == Trap.BREAKPOINT) {
      return fault
          .report()
          .flatMap(r -> r.body().code())
          .map(code -> code.runOf(INT3, 4))
          .orElse(false);
    }
    return Access.of(fault).fetch()
        && (fault.address().isEmpty() || fault.address().getAsLong() == fault.pc().getAsLong());
  }

  private static Optional<InitCode> ofKernel(Target target, CrashFacts facts, long pc) {
    OptionalLong begin = target.symbols().findAddress("__init_begin");
    OptionalLong end = target.symbols().findAddress("__init_end");
    if (begin.isEmpty()
        || end.isEmpty()
        || Long.compareUnsigned(pc, begin.getAsLong()) < 0
        || Long.compareUnsigned(pc, end.getAsLong()) >= 0) {
      return Optional.empty();
    }
    for (LogEvent event : facts.events()) {
      if (event instanceof LogEvent.InitFreed freed) {
        return Optional.of(
            new InitCode(
                "",
                begin.getAsLong(),
                "it lies in __init_begin..__init_end, and the log says at "
                    + freed.line().seconds()
                    + " s: "
                    + freed.line().text(),
                true));
      }
    }
    return Optional.of(
        new InitCode(
            "", begin.getAsLong(), "it lies in __init_begin..__init_end", facts.log().isEmpty()));
  }

  private static Optional<InitCode> ofModule(Target target, Fault fault, long pc) {
    if (target.modules().at(pc).isPresent()) {
      return Optional.empty();
    }
    for (LoadedModule module : target.modules().all()) {
      long init = initFunction(module);
      long distance = pc - (init & -4096L);
      if (init != 0 && !module.contains(init) && distance >= 0 && distance < MODULE_REACH) {
        boolean same = fault.caller().map(c -> c.module().equals(module.name())).orElse(false);
        return Optional.of(
            new InitCode(
                module.name(),
                init,
                "module "
                    + module.name()
                    + "'s own init function was at 0x"
                    + Long.toHexString(init)
                    + ", which is freed"
                    + (same ? ", and the caller is in that module" : ""),
                false));
      }
    }
    return Optional.empty();
  }

  private static long initFunction(LoadedModule module) {
    try {
      return module.object().findMember("init").map(KObject::asLong).orElse(0L);
    } catch (InquestException e) {
      return 0;
    }
  }
}
