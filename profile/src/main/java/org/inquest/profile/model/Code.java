package org.inquest.profile.model;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.engine.debug.SourceLines;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.LoadSegment;
import org.jspecify.annotations.Nullable;

/// What is known of a binary's code: functions, and source lines where there is debugging
/// information. For one thread.
public final class Code implements AutoCloseable {
  private static final long PAGE = 4096;

  private final SymbolTable symbols;
  private final FunctionRanges ranges;
  private final Optional<ElfFile> file;
  private final Supplier<Optional<MachineCode>> machineCode;
  private final Supplier<Optional<SourceLines>> lineSource;
  private final String gap;
  private @Nullable Optional<MachineCode> text;
  private @Nullable Optional<SourceLines> lines;

  /// @param ranges of functions without names
  /// @param file whose segments say where the code is linked; empty where addresses are as they are
  /// @param machineCode finds the file with the instructions, and by how much addresses lie above
  ///   those that it and the source lines are about
  /// @param gap why there is less than there could be; empty for nothing
  Code(
      SymbolTable symbols,
      FunctionRanges ranges,
      Optional<ElfFile> file,
      Supplier<Optional<MachineCode>> machineCode,
      Supplier<Optional<SourceLines>> lineSource,
      String gap) {
    this.symbols = symbols;
    this.ranges = ranges;
    this.file = file;
    this.machineCode = machineCode;
    this.lineSource = lineSource;
    this.gap = gap;
  }

  /// Nothing is known.
  static Code unknown(String gap) {
    return new Code(
        SymbolTable.empty(),
        FunctionRanges.NONE,
        Optional.empty(),
        Optional::empty,
        Optional::empty,
        gap);
  }

  /// Functions at addresses, and nothing else.
  static Code ofSymbols(SymbolTable symbols) {
    return new Code(
        symbols, FunctionRanges.NONE, Optional.empty(), Optional::empty, Optional::empty, "");
  }

  /// The functions with names.
  public SymbolTable symbols() {
    return symbols;
  }

  /// Where functions begin and end that have no name.
  FunctionRanges ranges() {
    return ranges;
  }

  /// The file, where there is one.
  public Optional<ElfFile> file() {
    return file;
  }

  /// Why there is less than there could be; empty for nothing.
  public String gap() {
    return gap;
  }

  /// The address that the code at an offset in the file is linked for; the offset itself where
  /// there is no file.
  public long linked(long offset) {
    if (file.isEmpty()) {
      return offset;
    }
    long other = offset;
    for (LoadSegment segment : file.get().segments()) {
      // Mappings are of whole pages: what lies before a segment in its first one comes along.
      long from = segment.offset() & -PAGE;
      if (Long.compareUnsigned(offset - from, segment.offset() - from + segment.fileSize()) < 0) {
        long linked = offset - segment.offset() + segment.address();
        if (segment.executable()) {
          return linked;
        }
        other = linked;
      }
    }
    return other;
  }

  /// The places in the source of a linked address, the innermost function first; empty where
  /// nothing tells.
  public List<SourceFrame> sources(long linked) {
    Optional<SourceLines> known = lines;
    if (known == null) {
      known = lineSource.get();
      lines = known;
    }
    return known
        .map(l -> l.at(linked - machineCode().map(MachineCode::shift).orElse(0L)))
        .orElse(List.of());
  }

  /// The instructions, looked for when they are first asked for; empty where no file has them.
  public Optional<MachineCode> machineCode() {
    Optional<MachineCode> known = text;
    if (known == null) {
      known = machineCode.get();
      text = known;
    }
    return known;
  }

  @Override
  public void close() {
    if (lines != null) {
      lines.ifPresent(SourceLines::close);
    }
  }
}
