package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.image.Code;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.debugfile.ModuleFolder;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.NotFound;
import org.inquest.kernel.text.BootPatches.Place;

/// Code in memory against the files it came from, byte by byte: the kernel's against its vmlinux, a
/// module's against its `.ko`. A difference has a reason where a table of patches covers it and
/// memory has one of the forms that the patch has, or where it is an address that was moved with
/// the kernel (KASLR); all others are wrong.
public final class TextComparison {
  /// Bytes between functions are looked at in pieces of this size.
  private static final int PADDING = 16;

  private static final String TRAMPOLINE = "__SCT__";

  private final Target target;
  private final CodeImage live;
  private final CodeImage file;
  private final PatchSites sites;
  private final BootPatches boot;
  private final BootForms forms;
  private final Decoder decoder;
  private final Instruction instruction;
  private final TextReport report;
  private final byte[] expected;
  private final byte[] found;

  /// Address of the first byte in the file.
  private final long base;

  /// What is added to it in memory.
  private final long shift;

  /// Where the place ends that was judged last: its later instructions are not judged again.
  private long judgedEnd;

  private TextComparison(Files files, CodeSection section, long shift, TextReport report) {
    this.target = files.target;
    this.live = files.live;
    this.file = files.file;
    this.sites = files.sites;
    this.boot = files.boot;
    this.forms = new BootForms(files.target, file, shift);
    this.report = report;
    this.decoder = live.isa().decoder();
    this.instruction = decoder.newInstruction();
    this.base = section.address();
    this.shift = shift;
    this.expected = file.bytes(base, (int) section.size());
    this.found = inMemory();
  }

  /// What the parts of one file are compared with.
  private record Files(
      Target target, CodeImage live, CodeImage file, PatchSites sites, BootPatches boot) {
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
      piece(difference, stop);
      return stop;
    }
    int at = (int) Math.max(functions.start(function) - base - shift, 0);
    int end = (int) Math.min(functions.end(function) - base - shift, expected.length);
    while (at < end) {
      int length = decoder.decode(expected, at, end, base + at, instruction);
      int step = Math.min(Math.max(1, length), end - at);
      piece(at, at + step);
      at += step;
    }
    return end;
  }

  /// One instruction, or some bytes of padding.
  private void piece(int from, int to) {
    int first = Arrays.mismatch(expected, from, to, found, from, to);
    if (first < 0) {
      return;
    }
    Set<String> reasons = new HashSet<>();
    int at = first + from;
    while (at < to) {
      int behind = behindMoved(at);
      Optional<Place> place = boot.at(base + at);
      Optional<PatchSite> site = siteAt(base + shift + at);
      if (site.isPresent() && site.get().problem().isEmpty()) {
        reasons.add(site.get().kind().title());
        behind = at + 1;
      } else if (isTrampoline(base + shift + at)) {
        reasons.add("static call trampoline");
        behind = at + 1;
      } else if (place.isPresent() && site.isEmpty()) {
        behind = judged(place.get(), reasons);
      } else if (behind > at) {
        reasons.add("address moved by KASLR");
      } else {
        Optional<String> reason = reason(at);
        if (reason.isEmpty()) {
          wrong(from, to, "");
          return;
        }
        reasons.add(reason.get());
        behind = at + 1;
      }
      int next = behind < to ? Arrays.mismatch(expected, behind, to, found, behind, to) : -1;
      at = next < 0 ? to : behind + next;
    }
    reasons.forEach(report::explain);
  }

  /// Judges a place that was patched at boot as a whole, once.
  ///
  /// @return where it ends
  private int judged(Place place, Set<String> reasons) {
    int from = (int) Math.max(place.address() - base, 0);
    int to = (int) Math.min(place.end() - base, expected.length);
    if (place.end() != judgedEnd) {
      judgedEnd = place.end();
      if (forms.allow(place, Arrays.copyOfRange(found, from, to))) {
        reasons.add(place.what());
      } else {
        wrong(from, to, "is neither the original nor what the kernel patches in: " + place.what());
      }
    }
    return to;
  }

  /// @param known why; empty where the tables of the dump are to be asked
  private void wrong(int from, int to, String known) {
    long address = base + shift + from;
    List<PatchSite> near = sites.in(address, base + shift + to);
    String other = near.isEmpty() ? "differs from the file" : near.getFirst().describe();
    String why = known.isEmpty() ? other : known;
    HexFormat hex = HexFormat.ofDelimiter(" ");
    report.add(
        new TextFinding(
            address,
            name(address),
            why,
            hex.formatHex(found, from, to),
            hex.formatHex(expected, from, to)));
  }

  /// The place that a byte belongs to which the kernel patches at any time.
  private Optional<PatchSite> siteAt(long address) {
    for (PatchSite site : sites.in(address - PADDING, address + 1)) {
      if (site.contains(address)) {
        return Optional.of(site);
      }
    }
    return Optional.empty();
  }

  /// Why a byte differs that no table lists.
  private Optional<String> reason(int at) {
    long address = base + shift + at;
    if (file instanceof ModuleFile module && module.isOpen(base + at)) {
      return Optional.of("relocation that can't be followed");
    }
    return Optional.empty();
  }

  /// Whether a byte is part of what leads to a static call's function where the call could not be
  /// inlined (`__SCT__`, arch/x86/kernel/static_call.c), and the way goes where its key says.
  private boolean isTrampoline(long address) {
    Optional<Symbol> symbol = live.symbolAt(address).filter(s -> s.name().startsWith(TRAMPOLINE));
    if (symbol.isEmpty()) {
      return false;
    }
    long start = symbol.get().address();
    CodeForm form = CodeForm.at(target.memory(), start);
    String key = "__SCK__" + symbol.get().name().substring(TRAMPOLINE.length());
    OptionalLong function = target.symbols().findAddress(key);
    if (function.isPresent()) {
      function = target.memory().findLong(function.getAsLong());
    }
    boolean right =
        switch (form.kind()) {
          case JUMP -> function.isEmpty() || form.target() == function.getAsLong();
          case RETURN, RETURN_ZERO, WARN -> true;
          default -> false;
        };
    // Five bytes are written whatever stands there; what is behind them tells trampolines apart.
    return right && address - start < 5;
  }

  /// Where an address ends that holds a byte and was moved with the kernel; the byte itself where
  /// there is none.
  private int behindMoved(int at) {
    for (int from = Math.max(0, at - 3); from <= at && from + 4 <= expected.length; from++) {
      int difference = word(found, from) - word(expected, from);
      // The other way round: code that moved refers to per-CPU variables, which did not, relative
      // to itself.
      if (difference == (int) shift || difference == (int) -shift) {
        return from + 4;
      }
    }
    return at;
  }

  private static int word(byte[] bytes, int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  private String name(long address) {
    StringBuilder out = new StringBuilder();
    return live.names().append(address, out) ? out.toString() : "";
  }
}
