package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.image.Code;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debugfile.ModuleFolder;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.target.Target;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;

/// Code in memory against the files it came from, byte by byte: the kernel's against its vmlinux, a
/// module's against its `.ko`. Each difference is judged by [DifferenceJudge], with the instruction
/// that it is in.
public final class TextComparison {
  /// Bytes between functions are looked at in pieces of this size.
  private static final int PADDING = 16;

  private final CodeImage live;
  private final CodeImage file;
  private final Decoder decoder;
  private final Instruction instruction;
  private final TextReport report;
  private final byte[] expected;
  private final byte[] found;
  private final DifferenceJudge judge;

  /// Address of the first byte in the file.
  private final long base;

  /// What is added to it in memory.
  private final long shift;

  private TextComparison(Files files, CodeSection section, long shift, TextReport report) {
    this.live = files.live;
    this.file = files.file;
    this.report = report;
    this.decoder = live.isa().decoder();
    this.instruction = decoder.newInstruction();
    this.base = section.address();
    this.shift = shift;
    this.expected = file.bytes(base, (int) section.size());
    this.found = inMemory();
    this.judge = new DifferenceJudge(files, base, shift, expected, found, report);
  }

  /// What the parts of one file are compared with.
  record Files(Target target, CodeImage live, CodeImage file, PatchSites sites, BootPatches boot) {
    Files(Target target, CodeImage live, CodeImage file, PatchSites sites) {
      this(target, live, file, sites, BootPatches.of(file, target));
    }
  }

  /// The same bytes in memory; where a page is missing, those of the file, and a gap that says so.
  private byte[] inMemory() {
    byte[] out = expected.clone();
    long start = base + shift;
    CodeSection section = new CodeSection("text", start, out.length, true, false);
    long read = 0;
    for (Code piece : live.code(section)) {
      System.arraycopy(
          piece.bytes(), 0, out, (int) (piece.address() - start), piece.bytes().length);
      read += piece.bytes().length;
    }
    if (read < out.length) {
      report.gap(out.length - read + " bytes of " + file.name() + "'s code are not in the dump");
    }
    report.checked(read, 0);
    return out;
  }

  /// Compares the kernel's code; modules are not in a vmlinux.
  ///
  /// @param live the target's own code
  /// @param vmlinux of the same build
  /// @throws NotFound where it has no `.text`
  public static TextReport run(Target target, CodeImage live, CodeImage vmlinux) {
    TextReport report = new TextReport();
    CodeSection section =
        vmlinux.text().stream()
            .filter(s -> s.name().equals(".text"))
            .findFirst()
            .orElseThrow(() -> new NotFound("section", ".text", vmlinux.name()));
    // _stext is the first byte of .text (arch/x86/kernel/vmlinux.lds.S).
    long shift = target.symbols().address("_stext") - section.address();
    PatchSites sites = PatchSites.of(target);
    sites.gaps().forEach(report::gap);
    Files files = new Files(target, live, vmlinux, sites);
    new TextComparison(files, section, shift, report).run();
    return report;
  }

  /// Compares the code of all loaded modules with their files.
  ///
  /// @param live the target's own code
  /// @param folder where the files are
  public static TextReport runModules(Target target, CodeImage live, ModuleFolder folder) {
    TextReport report = new TextReport();
    PatchSites sites = PatchSites.of(target);
    sites.gaps().forEach(report::gap);
    for (LoadedModule module : target.modules().all()) {
      try {
        module(target, live, module, folder, sites, report);
      } catch (InquestException e) {
        report.gap(module.name() + ": " + e.getMessage());
      }
    }
    return report;
  }

  private static void module(
      Target target,
      CodeImage live,
      LoadedModule module,
      ModuleFolder folder,
      PatchSites sites,
      TextReport report) {
    LoadedSections placement = LoadedSections.of(target, module);
    if (placement.isEmpty()) {
      report.gap(module.name() + ": where its sections were loaded is not in the dump");
      return;
    }
    List<String> gaps = new ArrayList<>();
    Optional<ElfFile> elf = folder.code(LoadedBuild.of(module, placement), gaps);
    gaps.forEach(report::gap);
    if (elf.isEmpty()) {
      return;
    }
    try (ModuleFile file = ModuleFile.loaded(elf.get(), placement)) {
      Files files = new Files(target, live, file, sites);
      for (CodeSection section : file.text()) {
        if (module.containsText(section.address())) {
          new TextComparison(files, section, 0, report).run();
        }
      }
    }
  }

  private void run() {
    Functions functions = live.functions();
    long start = base + shift;
    report.checked(0, functions.indexFrom(start + expected.length) - functions.indexFrom(start));
    int at = 0;
    while (at < expected.length) {
      int same = Arrays.mismatch(expected, at, expected.length, found, at, found.length);
      if (same < 0) {
        break;
      }
      at = region(functions, at + same);
    }
  }

  /// Looks at the function, or the bytes between two, that holds a difference.
  ///
  /// @return where to go on
  private int region(Functions functions, int difference) {
    long address = base + shift + difference;
    int function = functions.indexAt(address);
    if (function == Functions.NONE) {
      int next = functions.indexFrom(address);
      long start = next < functions.size() ? functions.start(next) : address + PADDING;
      int stop =
          (int) Math.min(start - base - shift, Math.min(expected.length, difference + PADDING));
      judge.piece(difference, stop);
      return stop;
    }
    int at = (int) Math.max(functions.start(function) - base - shift, 0);
    int end = (int) Math.min(functions.end(function) - base - shift, expected.length);
    while (at < end) {
      int length = decoder.decode(expected, at, end, base + at, instruction);
      int step = Math.min(Math.max(1, length), end - at);
      judge.piece(at, at + step);
      at += step;
    }
    return end;
  }
}
