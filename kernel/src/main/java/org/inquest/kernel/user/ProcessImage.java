package org.inquest.kernel.user;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.user.Mapping;
import org.inquest.engine.user.Program;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.NotFound;
import org.inquest.kernel.mm.MappedArea;

/// A program or library as the code that a process has of it in memory, at the addresses where it
/// lies there. Pages that are not in the dump are read from its file. For one thread.
public final class ProcessImage implements CodeImage {
  private static final int PAGE = 4096;

  private final Process process;
  private final ElfImage image;
  private final long shift;
  private final String name;

  private ProcessImage(Process process, ElfImage image, long shift, String name) {
    this.process = process;
    this.image = image;
    this.shift = shift;
    this.name = name;
  }

  /// What is mapped at an address.
  ///
  /// @throws NotFound where no program is, or its file is not at hand
  public static ProcessImage at(Process process, long address) {
    Mapping mapping =
        process
            .mapping(address)
            .orElseThrow(
                () -> new NotFound("mapping", "at 0x" + Long.toHexString(address), "the process"));
    Optional<Program> program = process.find(mapping);
    OptionalLong linked = program.map(p -> p.linked(mapping, address)).orElse(OptionalLong.empty());
    if (linked.isEmpty()) {
      throw new NotFound("file of", mapping.name(), "the page cache or below --root");
    }
    long shift = address - linked.getAsLong();
    return new ProcessImage(process, program.get().image(), shift, mapping.name());
  }

  /// The first program or library of a process that has a symbol of that name.
  ///
  /// @throws NotFound where none has
  public static ProcessImage with(Process process, String symbol) {
    for (MappedArea area : process.areas()) {
      Optional<Mapping> mapping =
          area.executable() ? process.mapping(area.start()) : Optional.empty();
      if (mapping.flatMap(process::find).isPresent()) {
        ProcessImage image = at(process, area.start());
        if (!image.symbols(symbol).isEmpty()) {
          return image;
        }
      }
    }
    throw new NotFound("symbol", symbol, "the process's programs");
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public int machine() {
    return image.machine();
  }

  @Override
  public List<CodeSection> sections() {
    return image.sections().stream()
        .map(s ->
            new CodeSection(s.name(), s.address() + shift, s.size(), s.executable(), s.writable()))
        .toList();
  }

  @Override
  public Functions functions() {
    return image.functions().shifted(shift);
  }

  /// Of this program, or of another one that is mapped there.
  @Override
  public Optional<Symbol> symbolAt(long address) {
    Optional<Symbol> own = image.symbolAt(address - shift).map(s -> moved(s, shift));
    if (own.isPresent()) {
      return own;
    }
    Optional<Mapping> mapping = process.mapping(address);
    Optional<Program> other = mapping.flatMap(process::find);
    OptionalLong linked =
        other.map(p -> p.linked(mapping.get(), address)).orElse(OptionalLong.empty());
    return linked.isEmpty()
        ? Optional.empty()
        : other.get().symbolAt(linked.getAsLong()).map(s -> moved(s, address - linked.getAsLong()));
  }

  @Override
  public List<Symbol> symbols(String symbol) {
    return image.symbols(symbol).stream().map(s -> moved(s, shift)).toList();
  }

  private static Symbol moved(Symbol symbol, long by) {
    return new Symbol(
        symbol.name(), symbol.address() + by, symbol.size(), symbol.type(), symbol.module());
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      long at = address + done;
      int chunk = Math.min(length - done, PAGE - (int) (at & PAGE - 1));
      try {
        process.memory().read(at, target, offset + done, chunk);
      } catch (MemoryFault e) {
        fromFile(at, target, offset + done, chunk, e);
      }
      done += chunk;
    }
  }

  private void fromFile(long at, byte[] target, int offset, int length, MemoryFault why) {
    try {
      image.read(at - shift, target, offset, length);
    } catch (InquestException e) {
      throw why;
    }
  }

  @Override
  public List<String> gaps() {
    return image.gaps();
  }

  @Override
  public void close() {}
}
