package org.inquest.app.command;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.debugfile.Attempt;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.DebugPackage;
import org.inquest.engine.debugfile.KernelJudge;
import org.inquest.engine.debugfile.SearchPlaces;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.NotFound;
import org.inquest.kernel.text.LoadedBuild;
import org.jspecify.annotations.Nullable;

/// The files with debugging information of a dump's kernel and its modules, each looked for once.
/// For one thread.
public final class KernelFiles {
  private final Target target;
  private final KernelJudge judge;
  private final DebugFiles search;
  private final Map<String, SearchResult> modules = new HashMap<>();
  private @Nullable SearchResult kernel;

  KernelFiles(Target target, SearchPlaces places) {
    this.target = target;
    this.judge = KernelJudge.of(target);
    this.search = new DebugFiles(places, judge.identity().release());
  }

  /// Tells the kernel's vmlinux from others.
  public KernelJudge judge() {
    return judge;
  }

  /// The kernel's vmlinux.
  public SearchResult kernel() {
    SearchResult known = kernel;
    if (known == null) {
      known = search.kernel(judge);
      kernel = known;
    }
    return known;
  }

  /// The file of a module.
  public SearchResult module(LoadedModule module) {
    return modules.computeIfAbsent(
        module.name(), name -> search.module(LoadedBuild.of(target, module)));
  }

  /// The package that has them; empty for a kernel that no known distribution built.
  public Optional<DebugPackage> distribution() {
    return DebugPackage.of(judge.identity());
  }

  /// Why there is no vmlinux with debugging information, and what to do: a sentence.
  public String missing() {
    List<Attempt> refused = kernel().refused();
    String what =
        refused.isEmpty()
            ? "no vmlinux of " + judge.identity().release() + " was found"
            : refused.getFirst().place() + " " + refused.getFirst().why();
    String install =
        distribution()
            .map(p -> "install " + p.distribution() + "'s " + p.name() + ", or name")
            .orElse("name");
    return what
        + "; "
        + install
        + " the kernel's vmlinux with --vmlinux FILE (debug-info tells where it was looked for)";
  }

  /// By how much KASLR has moved the kernel from the addresses its vmlinux was linked for: `_stext`
  /// is the first byte of `.text` (arch/*/kernel/vmlinux.lds.S).
  ///
  /// @throws NotFound where the file has no `.text`
  public static long shift(ElfFile vmlinux, Target target) {
    long text =
        vmlinux
            .section(".text")
            .orElseThrow(() -> new NotFound("section", ".text", vmlinux.bytes().name()))
            .address();
    return target.symbols().address("_stext") - text;
  }
}
