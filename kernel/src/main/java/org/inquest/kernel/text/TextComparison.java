package org.inquest.kernel.text;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.image.Code;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.NotFound;

/// The kernel's code in memory against its vmlinux, byte by byte. A difference has a reason where a
/// table of patches covers it, or where it is an address that was moved with the kernel (KASLR);
/// all others are wrong.
public final class TextComparison {
  /// Bytes between functions are looked at in pieces of this size.
  private static final int PADDING = 16;

  private final CodeImage live;
  private final CodeImage vmlinux;
  private final PatchSites sites;
  private final BootPatches boot;
  private final Decoder decoder;
  private final Instruction instruction;
  private final TextReport report = new TextReport();
  private final byte[] expected;
  private final byte[] found;

  /// Address of the first byte in the vmlinux.
  private final long base;

  /// What is added to it in memory.
  private final long shift;

  private TextComparison(Target target, CodeImage live, CodeImage vmlinux) {
    this.live = live;
    this.vmlinux = vmlinux;
    this.sites = PatchSites.of(target);
    this.boot = BootPatches.of(vmlinux, target);
    this.decoder = live.isa().decoder();
    this.instruction = decoder.newInstruction();
    CodeSection section =
        vmlinux.text().stream()
            .filter(s -> s.name().equals(".text"))
            .findFirst()
            .orElseThrow(() -> new NotFound("section", ".text", vmlinux.name()));
    this.base = section.address();
    // _stext is the first byte of .text (arch/x86/kernel/vmlinux.lds.S).
    this.shift = target.symbols().address("_stext") - base;
    this.expected = vmlinux.bytes(base, (int) section.size());
    this.found = inMemory();
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
      report.gap(out.length - read + " bytes of the kernel's code are not in the dump");
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
    return new TextComparison(target, live, vmlinux).run();
  }

  private TextReport run() {
    Functions functions = vmlinux.functions();
    report.checked(0, functions.indexFrom(base + expected.length) - functions.indexFrom(base));
    sites.gaps().forEach(report::gap);
    int at = 0;
    while (at < expected.length) {
      int same = Arrays.mismatch(expected, at, expected.length, found, at, found.length);
      if (same < 0) {
        break;
      }
      at = region(functions, at + same);
    }
    return report;
  }

  /// Looks at the function, or the bytes between two, that holds a difference.
  ///
  /// @return where to go on
  private int region(Functions functions, int difference) {
    long address = base + difference;
    int function = functions.indexAt(address);
    if (function == Functions.NONE) {
      int next = functions.indexFrom(address);
      long end = next < functions.size() ? functions.start(next) : base + expected.length;
      int stop = (int) Math.min(end - base, Math.min(expected.length, difference + PADDING));
      piece(difference, stop);
      return stop;
    }
    int at = (int) (functions.start(function) - base);
    int end = (int) Math.min(functions.end(function) - base, expected.length);
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
      if (behind > at) {
        reasons.add("address moved by KASLR");
      } else {
        Optional<String> reason = reason(at);
        if (reason.isEmpty()) {
          wrong(from, to);
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

  private void wrong(int from, int to) {
    long address = base + shift + from;
    List<PatchSite> near = sites.in(address, base + shift + to);
    String why = near.isEmpty() ? "differs from the file" : near.getFirst().describe();
    HexFormat hex = HexFormat.ofDelimiter(" ");
    report.add(
        new TextFinding(
            address,
            name(address),
            why,
            hex.formatHex(found, from, to),
            hex.formatHex(expected, from, to)));
  }

  /// Which patch a byte is part of.
  private Optional<String> reason(int at) {
    long address = base + shift + at;
    for (PatchSite site : sites.in(address - PADDING, address + 1)) {
      if (site.contains(address)) {
        return site.problem().isEmpty() ? Optional.of(site.kind().title()) : Optional.empty();
      }
    }
    Optional<String> atBoot = boot.at(base + at);
    if (atBoot.isPresent()) {
      return atBoot;
    }
    // Where a static call could not be inlined, it goes through such a function.
    return vmlinux
        .symbolAt(base + at)
        .filter(symbol -> symbol.name().startsWith("__SCT__"))
        .map(symbol -> "static call trampoline");
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
