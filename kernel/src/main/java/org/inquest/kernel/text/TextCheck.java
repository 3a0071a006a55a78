package org.inquest.kernel.text;

import java.util.BitSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.image.Code;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;

/// What a dump alone can prove of its code: a function is wrong where its bytes are no
/// instructions, where it runs into the poison of freed initialisation code, where it calls a place
/// without code, and where a patched place has none of its forms. A flipped bit that makes another
/// instruction is not seen; for that the file is needed, see [TextComparison].
public final class TextCheck {
  /// As many functions to a part as keep two CPUs equally busy.
  private static final int PART = 512;

  /// `POISON_FREE_INITMEM` (include/linux/poison.h), which also is the breakpoint that compilers
  /// and the linker fill with.
  private static final byte POISON = (byte) 0xcc;

  /// The least run that nobody but `free_initmem` leaves in the way of running code.
  private static final int POISON_RUN = 8;

  private static final int PAGE = 4096;

  /// Intel's `UDB`, an undefined instruction of one byte: the padding of thunks since v6.15.
  private static final byte UDB = (byte) 0xd6;

  /// Code that runs before the CPU is in 64-bit mode (arch/x86/platform/pvh/head.S).
  private static final Set<String> OTHER_MODE = Set.of("pvh_start_xen");

  private final CodeImage image;
  private final PatchSites sites;
  private final Functions functions;
  private final List<CodeSection> text;
  private final Decoder decoder;

  /// Initialisation code, which is called for as long as it is there.
  private final long initStart;

  private final long initEnd;

  private TextCheck(Target target, CodeImage image, PatchSites sites) {
    this.initStart = target.symbols().findAddress("_sinittext").orElse(0);
    this.initEnd = target.symbols().findAddress("_einittext").orElse(0);
    this.image = image;
    this.sites = sites;
    this.functions = image.functions();
    this.text = image.text();
    this.decoder = image.isa().decoder();
  }

  /// Checks the code of the kernel and its modules.
  ///
  /// @param image the target's own code
  public static TextReport run(Target target, CodeImage image) {
    return new TextCheck(target, image, PatchSites.of(target)).run();
  }

  private TextReport run() {
    TextReport report = new TextReport();
    sites.gaps().forEach(report::gap);
    checkSites(report);
    for (CodeSection section : text) {
      List<Code> pieces = image.code(section);
      long read = 0;
      for (Code piece : pieces) {
        read += piece.bytes().length;
        poisonedPages(piece, report);
        check(piece, report);
      }
      if (read < section.size()) {
        report.gap(section.size() - read + " bytes of " + section.name() + " are not in the dump");
      }
    }
    return report;
  }

  private void checkSites(TextReport report) {
    for (int i = 0; i < sites.size(); i++) {
      sites
          .site(i)
          .filter(site -> !site.problem().isEmpty())
          .ifPresent(site ->
              report.add(
                  new TextFinding(
                      site.address(),
                      name(site.address()),
                      site.describe(),
                      hex(site.address(), site.length()),
                      "")));
    }
  }

  private String hex(long address, int length) {
    try {
      return HexFormat.ofDelimiter(" ").formatHex(image.bytes(address, length));
    } catch (MemoryFault e) {
      return "";
    }
  }

  private void check(Code piece, TextReport report) {
    int first = functions.indexFrom(piece.address());
    int last = functions.indexFrom(piece.end());
    List<TextReport> parts =
        IntStream.range(0, (last - first + PART - 1) / PART)
            .parallel()
            .mapToObj(part -> {
              int from = first + part * PART;
              return checkFunctions(piece, from, Math.min(last, from + PART));
            })
            .toList();
    parts.forEach(report::join);
  }

  private TextReport checkFunctions(Code piece, int from, int to) {
    TextReport report = new TextReport();
    Instruction instruction = decoder.newInstruction();
    for (int i = from; i < to; i++) {
      int start = piece.offset(functions.start(i));
      int end = (int) Math.min(functions.end(i) - piece.address(), piece.bytes().length);
      report.checked(end - start, 1);
      function(piece, start, end, instruction, report);
    }
    return report;
  }

  /// Decodes one function from its start; says the first thing that is wrong with it, as what
  /// follows is a consequence.
  private void function(
      Code piece, int start, int end, Instruction instruction, TextReport report) {
    byte[] bytes = piece.bytes();
    BitSet targets = new BitSet();
    boolean reached = true;
    int at = start;
    while (at < end) {
      long address = piece.address() + at;
      reached |= targets.get(at - start);
      int length = decoder.decode(bytes, at, end, address, instruction);
      String wrong = "";
      if (length == 0 && bytes[at] != UDB) {
        wrong = instruction.flow() == Flow.TRUNCATED ? "" : "no instruction";
      } else if (reached && poisoned(bytes, at, end)) {
        wrong = "runs into poison of freed memory (0xcc)";
      } else if (instruction.hasTarget() && leadsNowhere(instruction.target())) {
        wrong = "leads to 0x" + Long.toHexString(instruction.target()) + ", where no code is";
      }
      if (!wrong.isEmpty() && OTHER_MODE.contains(name(piece.address() + start))) {
        return;
      }
      if (!wrong.isEmpty() && sites.in(address, address + 1).isEmpty()) {
        int shown = Math.min(end, at + Math.max(length, 8)) - at;
        report.add(
            new TextFinding(
                address,
                name(address),
                wrong,
                HexFormat.ofDelimiter(" ").formatHex(bytes, at, at + shown),
                ""));
        return;
      }
      // Behind a call may be nothing, where the compiler knows that it never returns.
      reached &= instruction.flow() == Flow.NEXT || instruction.flow() == Flow.BRANCH;
      if (instruction.hasTarget()) {
        long target = instruction.target() - piece.address();
        if (target > at && target < end) {
          targets.set((int) target - start);
        }
      }
      at += Math.max(1, length);
    }
  }

  /// Whether a run of poison begins that has something behind it: up to the end of the function it
  /// is padding, also behind symbols that only mark the end of a section.
  private static boolean poisoned(byte[] bytes, int at, int end) {
    int behind = at;
    while (behind < end && bytes[behind] == POISON) {
      behind++;
    }
    return behind - at >= POISON_RUN && behind < end;
  }

  /// Whole pages of poison in which functions ought to begin: memory that was freed as if it were
  /// initialisation code. One marker of a section may lie in a page of padding.
  private void poisonedPages(Code piece, TextReport report) {
    byte[] bytes = piece.bytes();
    int at = (int) (-piece.address() & PAGE - 1);
    for (; at + PAGE <= bytes.length; at += PAGE) {
      int end = at + PAGE;
      int i = at;
      while (i < end && bytes[i] == POISON) {
        i++;
      }
      long address = piece.address() + at;
      int inside = functions.indexFrom(address + PAGE) - functions.indexFrom(address);
      if (i == end && inside > 1) {
        report.add(
            new TextFinding(
                address,
                name(address),
                "a whole page is poison of freed memory, " + inside + " functions begin in it",
                "cc cc cc cc cc cc cc cc",
                ""));
      }
    }
  }

  /// Whether there is no code at an address. Trampolines and BPF programs are code without a
  /// section: what can be read and decoded is believed.
  private boolean leadsNowhere(long address) {
    if (Long.compareUnsigned(address - initStart, initEnd - initStart) < 0) {
      return false;
    }
    for (CodeSection section : text) {
      if (section.contains(address)) {
        return false;
      }
    }
    try {
      byte[] there = image.bytes(address, Instruction.MAX_LENGTH);
      return decoder.decode(there, 0, there.length, address, decoder.newInstruction()) == 0;
    } catch (MemoryFault e) {
      return true;
    }
  }

  private String name(long address) {
    StringBuilder out = new StringBuilder();
    return image.names().append(address, out) ? out.toString() : "";
  }
}
