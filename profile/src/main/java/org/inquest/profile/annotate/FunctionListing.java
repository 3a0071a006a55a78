package org.inquest.profile.annotate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.fault.InquestException;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.MachineCode;

/// The instructions of a function with their samples.
///
/// A sample whose address is no instruction's of the listing has a row of its own: the file is read
/// as it is on the disk, and kernels and compilers patch code that runs.
///
/// @param instructions by address
/// @param gap why there are only addresses, or not all instructions; empty for nothing
public record FunctionListing(List<ListedInstruction> instructions, String gap) {
  /// The largest functions of a kernel have a tenth of it.
  private static final long MAX_SIZE = 1 << 20;

  /// Lists one function.
  ///
  /// @param syntax `att`, `intel`, `a64`; empty for the machine's usual one
  /// @throws org.inquest.formats.fault.NotFound for a syntax that the machine does not have
  public static FunctionListing of(FunctionCounts counts, Optional<String> syntax) {
    Function function = counts.function();
    Binary binary = function.binary();
    Optional<MachineCode> code = binary.code().machineCode();
    long size = Math.min(MAX_SIZE, function.end() - function.start());
    if (code.isEmpty() || size <= 0) {
      return new FunctionListing(bare(counts), missing(binary, code.isPresent()));
    }
    CodeImage image = code.get().image();
    Printer printer =
        syntax.map(image.isa()::printer).orElseGet(() -> image.isa().printers().getFirst());
    byte[] bytes = new byte[(int) size];
    try {
      image.read(function.start() - code.get().shift(), bytes, 0, bytes.length);
    } catch (InquestException e) {
      return new FunctionListing(bare(counts), binary.path() + ": " + e.getMessage());
    }
    SymbolNames names = code.get().names();
    return new FunctionListing(
        decode(counts, bytes, image.isa().decoder(), printer, names), cut(function));
  }

  private static String cut(Function function) {
    return function.end() - function.start() > MAX_SIZE
        ? function.name() + ": only the first MB is shown"
        : "";
  }

  private static String missing(Binary binary, boolean code) {
    return switch (binary.kind()) {
      case KERNEL ->
          binary.path()
              + (binary.path().equals("[kernel.kallsyms]")
                  ? ": only addresses are shown: no vmlinux of this build was found; name one with"
                      + " --vmlinux FILE"
                  : ": only addresses are shown: no file with its instructions was found; name a"
                      + " folder that has it with --modules FOLDER");
      case JIT -> binary.name() + ": only addresses are shown: its code was not recorded";
      case UNKNOWN -> "only addresses are shown where nothing that is known was mapped";
      case FILE, VDSO ->
          binary.path()
              + (code
                  ? ": only addresses are shown where no function is known"
                  : ": only addresses are shown: the file is gone");
    };
  }

  private static List<ListedInstruction> bare(FunctionCounts counts) {
    List<ListedInstruction> rows = new ArrayList<>();
    counts.byAddress().forEach((at, n) -> rows.add(row(counts, at, "", n, false)));
    return rows;
  }

  private static List<ListedInstruction> decode(
      FunctionCounts counts, byte[] bytes, Decoder decoder, Printer printer, SymbolNames names) {
    SortedMap<Long, ListedInstruction> rows = new TreeMap<>();
    long[] none = new long[counts.samples().length];
    Instruction instruction = decoder.newInstruction();
    long start = counts.function().start();
    boolean kernel = counts.function().binary().kind() == Binary.Kind.KERNEL;
    boolean behindDark = false;
    int at = 0;
    while (at < bytes.length) {
      int size = decoder.decode(bytes, at, bytes.length, start + at, instruction);
      long[] samples = counts.byAddress().getOrDefault(start + at, none);
      String text = printer.text(instruction, names);
      rows.put(start + at, row(counts, start + at, text, samples, behindDark));
      behindDark = kernel && opensInterrupts(instruction, text);
      at += size > 0 ? size : Math.min(decoder.alignment(), bytes.length - at);
    }
    counts
        .byAddress()
        .forEach((a, n) -> rows.computeIfAbsent(a, x -> row(counts, a, "", n, false)));
    return List.copyOf(rows.values());
  }

  /// What lets interrupts in: `sti`, `popf`, writes of arm64's `daif`, and calls of functions that
  /// do so (kernel/locking/spinlock.c).
  private static boolean opensInterrupts(Instruction instruction, String text) {
    String name = instruction.mnemonic();
    return name.equals("sti")
        || name.startsWith("popf")
        || name.equals("hlt")
        || name.equals("msr") && text.contains("daif")
        || text.contains("_irqrestore")
        || text.contains("_unlock_irq");
  }

  private static ListedInstruction row(
      FunctionCounts counts, long address, String text, long[] samples, boolean behindDark) {
    List<SourceFrame> sources = sources(counts.function().binary(), address);
    return new ListedInstruction(address, text, samples, sources, behindDark);
  }

  private static List<SourceFrame> sources(Binary binary, long address) {
    try {
      return binary.code().sources(address);
    } catch (InquestException e) {
      return List.of();
    }
  }
}
