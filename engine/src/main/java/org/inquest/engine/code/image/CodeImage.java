package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.SymbolNames;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;

/// A kernel, module, program or library as a place that instructions come from. Immutable and safe
/// for use by several threads; what costs time is done when it is first asked for.
///
/// Addresses are the running program's, those of a dump with the shift of KASLR in them. A
/// relocatable file has none, so [ModuleFile] gives it some.
public interface CodeImage extends AddressReader, AutoCloseable {

  /// What a person calls it.
  String name();

  /// ELF machine number.
  int machine();

  /// How its code is read.
  ///
  /// @throws org.inquest.formats.fault.Unsupported for machines that [Isas] does not know
  default Isa isa() {
    return Isas.of(machine());
  }

  /// All parts, code and data, by address.
  List<CodeSection> sections();

  /// The parts that hold code.
  default List<CodeSection> text() {
    return sections().stream().filter(CodeSection::executable).toList();
  }

  /// The part that an address lies in.
  default Optional<CodeSection> sectionAt(long address) {
    return sections().stream().filter(s -> s.contains(address)).findFirst();
  }

  /// The functions in [#text], by address.
  Functions functions();

  /// The function or object that an address lies in.
  Optional<Symbol> symbolAt(long address);

  /// All symbols of that name.
  List<Symbol> symbols(String name);

  /// The names of addresses, as printers ask for them.
  default SymbolNames names() {
    return (address, to) -> {
      Optional<Symbol> symbol = symbolAt(address);
      symbol.ifPresent(s -> s.appendPlace(address, to));
      return symbol.isPresent();
    };
  }

  /// Copies bytes of any part.
  ///
  /// @throws MemoryFault at the first byte that can't be read
  @Override
  void read(long address, byte[] target, int offset, int length);

  /// `length` bytes, in an array of their own.
  ///
  /// @throws MemoryFault at the first byte that can't be read
  default byte[] bytes(long address, int length) {
    byte[] out = new byte[length];
    read(address, out, 0, length);
    return out;
  }

  /// The bytes of a whole part: one piece, or several where bytes between are missing. Read anew at
  /// each call: keep what is needed again.
  default List<Code> code(CodeSection section) {
    if (section.size() > Integer.MAX_VALUE - 16) {
      return List.of();
    }
    try {
      return List.of(new Code(section.address(), bytes(section.address(), (int) section.size())));
    } catch (MemoryFault e) {
      return pieces(section);
    }
  }

  /// A part with holes, page by page.
  private List<Code> pieces(CodeSection section) {
    List<Code> out = new ArrayList<>();
    long at = section.address();
    while (Long.compareUnsigned(at, section.end()) < 0) {
      long end = at;
      while (Long.compareUnsigned(end, section.end()) < 0 && readable(end)) {
        end = Math.min((end | 0xfff) + 1, section.end());
      }
      if (end != at) {
        out.add(new Code(at, bytes(at, (int) (end - at))));
      }
      at = Math.min((end | 0xfff) + 1, section.end());
    }
    return out;
  }

  private boolean readable(long address) {
    try {
      read(address, new byte[1], 0, 1);
      return true;
    } catch (MemoryFault e) {
      return false;
    }
  }

  /// What could not be seen, a sentence each, of what was asked for so far.
  List<String> gaps();

  @Override
  void close();
}
