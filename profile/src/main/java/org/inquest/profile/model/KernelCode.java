package org.inquest.profile.model;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.inquest.engine.debugfile.DebugFile;
import org.inquest.engine.debugfile.DebugFiles;
import org.inquest.engine.debugfile.KernelIdentity;
import org.inquest.engine.debugfile.KernelJudge;
import org.inquest.engine.debugfile.SearchResult;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.elf.ElfSymbols;
import org.inquest.formats.fault.InquestException;

/// Finds the functions of the kernel that a profile is of: in a vmlinux that was named, in the list
/// that perf kept, in that of the running kernel. Which one fits is told by the build-id; how far
/// KASLR has moved the kernel by the symbol whose address the recorder wrote down.
final class KernelCode {
  private static final String KERNEL = "[kernel.kallsyms]";

  /// `[nf_tables]`, but nothing like `[guest.kernel.kallsyms]`.
  private static final Pattern MODULE = Pattern.compile("\\[\\w+]");

  private static final long PAGE = 4096;

  private final CodeFinder finder;
  private final Binaries all;

  KernelCode(CodeFinder finder, Binaries all) {
    this.finder = finder;
    this.all = all;
  }

  Code find(Binary binary) {
    Optional<Path> vmlinux = finder.places().vmlinux();
    if (binary.path().equals(KERNEL) && vmlinux.isPresent()) {
      return ofVmlinux(vmlinux.get(), binary);
    }
    boolean module = binary.path().startsWith("/") || MODULE.matcher(binary.path()).matches();
    if (module) {
      return module(binary);
    }
    Optional<Path> kept = finder.keptFile(binary, "kallsyms");
    if (kept.isPresent()) {
      return named(kept.get(), binary);
    }
    Path running = finder.machine().resolve("proc/kallsyms");
    String other = binary.path().equals(KERNEL) ? otherKernel() : "";
    return other.isEmpty() ? named(running, binary) : Code.unknown(other);
  }

  /// A module's functions: from the list of the running kernel, if that is the one and was not
  /// started anew since, and it has not been loaded anew; else from the module's file.
  private Code module(Binary binary) {
    long start = all.kernelStart(binary);
    Path running = finder.machine().resolve("proc/kallsyms");
    if (otherKernel().isEmpty() && Files.isReadable(running) && shift(running) == 0) {
      SymbolTable symbols = all.kernelList(running, 0);
      if (symbols.beginsWithin(start, start + PAGE)) {
        return new ModuleCode(finder, all).listed(binary, start, symbols);
      }
    }
    return new ModuleCode(finder, all).find(binary, start);
  }

  /// Why the running kernel is not the one; empty where it may be.
  private String otherKernel() {
    Optional<String> recorded = all.kernelId();
    if (recorded.isEmpty()) {
      return "";
    }
    Optional<String> running = runningBuildId();
    return running.isPresent() && !running.equals(recorded)
        ? "the profile is of the kernel with build-id "
            + recorded.get()
            + ", this machine runs "
            + running.get()
            + ": name its vmlinux with --vmlinux FILE"
        : "";
  }

  private Optional<String> runningBuildId() {
    Path notes = finder.machine().resolve("sys/kernel/notes");
    try {
      byte[] bytes = Files.readAllBytes(notes);
      return BuildId.inNotes(new Cursor(MemorySegment.ofArray(bytes), notes.toString(), 0));
    } catch (IOException | InquestException e) {
      return Optional.empty();
    }
  }

  private Code named(Path kallsyms, Binary binary) {
    SymbolTable symbols = all.kernelList(kallsyms, shift(kallsyms));
    Supplier<Optional<ElfFile>> vmlinux = CodeFinder.remembered(() -> vmlinux(binary));
    return new Code(
        symbols,
        FunctionRanges.NONE,
        Optional.empty(),
        () -> vmlinux.get().map(file -> MachineCode.of(file, shift(file))),
        () -> finder.linesOf(vmlinux.get()),
        symbols.size() > 0
            ? ""
            : kallsyms
                + " hides its addresses: only root sees them, and sysctl kernel.kptr_restrict");
  }

  /// By how much the list's addresses lie below those of the profile.
  private long shift(Path kallsyms) {
    if (all.reference() == 0) {
      return 0;
    }
    OptionalLong now = TextSymbols.address(kallsyms, all.referenceName());
    return now.isPresent() ? all.reference() - now.getAsLong() : 0;
  }

  /// The kernel's file by its build-id, or that of the running kernel's release. Modules have files
  /// of their own: [ModuleCode].
  private Optional<ElfFile> vmlinux(Binary binary) {
    Optional<String> id = binary.buildId().or(this::runningBuildId);
    if (!binary.path().equals(KERNEL) || id.isEmpty()) {
      return Optional.empty();
    }
    try {
      KernelIdentity identity = new KernelIdentity(release(), id, Optional.empty());
      SearchResult found =
          new DebugFiles(finder.places(), identity.release()).kernel(KernelJudge.of(identity));
      return found.debug().or(found::plain).map(DebugFile::open);
    } catch (InquestException e) {
      return Optional.empty();
    }
  }

  private String release() {
    try {
      return Files.readString(finder.machine().resolve("proc/sys/kernel/osrelease")).strip();
    } catch (IOException e) {
      return "?";
    }
  }

  /// By how much the kernel ran above the addresses that its file is linked for.
  private long shift(ElfFile file) {
    return all.reference() == 0 ? 0 : all.reference() - address(file, all.referenceName());
  }

  /// Names of another build would be wrong ones, and look right.
  private Code ofVmlinux(Path path, Binary binary) {
    ElfFile file = ElfFile.read(MappedFile.lend(path));
    Optional<String> id = BuildId.of(file);
    if (id.isPresent() && binary.buildId().isPresent() && !id.equals(binary.buildId())) {
      return Code.unknown(
          path
              + " is of another build: its build-id is "
              + id.get()
              + ", the kernel's "
              + binary.buildId().get());
    }
    long shift = shift(file);
    return new Code(
        ElfFunctions.of(List.of(file)).moved(shift),
        FunctionRanges.NONE,
        Optional.empty(),
        () -> Optional.of(MachineCode.of(file, shift)),
        () -> finder.linesOf(Optional.of(file)),
        "");
  }

  private long address(ElfFile file, String name) {
    Optional<ElfSection> table = file.sectionOfType(ElfSection.SHT_SYMTAB);
    if (table.isPresent()) {
      ElfSymbols symbols = file.symbols(table.get());
      for (int i = 1; i < symbols.size(); i++) {
        if (symbols.value(i) != 0 && symbols.name(i).equals(name)) {
          return symbols.value(i);
        }
      }
    }
    return all.reference();
  }
}
