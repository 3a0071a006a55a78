package org.inquest.kernel.text;

import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;
import org.inquest.kernel.text.BootPatches.Place;

/// Says why a byte of code in memory is not the file's. A difference has a reason where a table of
/// patches covers it and memory has one of the forms that the patch has, or where it is an address
/// that was moved with the kernel (KASLR); all others are wrong.
final class DifferenceJudge {
  /// A place that the kernel patches has fewer bytes.
  private static final int LONGEST_SITE = 16;

  private static final String TRAMPOLINE = "__SCT__";

  private final Target target;
  private final CodeImage live;
  private final CodeImage file;
  private final PatchSites sites;
  private final BootPatches boot;
  private final BootForms forms;
  private final TextReport report;
  private final byte[] expected;
  private final byte[] found;
  private final long base;
  private final long shift;

  /// Where the place ends that was judged last: its later instructions are not judged again.
  private long judgedEnd;

  /// @param base address of the first byte in the file
  /// @param shift what is added to it in memory
  /// @param expected the file's bytes; never changed
  /// @param found memory's
  DifferenceJudge(
      TextComparison.Files files,
      long base,
      long shift,
      byte[] expected,
      byte[] found,
      TextReport report) {
    this.target = files.target();
    this.live = files.live();
    this.file = files.file();
    this.sites = files.sites();
    this.boot = files.boot();
    this.forms = new BootForms(target, file, shift);
    this.report = report;
    this.base = base;
    this.shift = shift;
    this.expected = expected;
    this.found = found;
  }

  /// One instruction, or some bytes of padding.
  void piece(int from, int to) {
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
    for (PatchSite site : sites.in(address - LONGEST_SITE, address + 1)) {
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
