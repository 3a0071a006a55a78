package org.inquest.engine.code.image;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.symbol.Symbols;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.kallsyms.Kallsyms;
import org.inquest.formats.kallsyms.KallsymsScan;

/// The names that a kernel carries inside: those of a vmlinux that was stripped.
final class KallsymsNames implements NamedAddresses {
  private final Symbols symbols;
  private final Functions functions;

  private KallsymsNames(Symbols symbols, Functions functions) {
    this.symbols = symbols;
    this.functions = functions;
  }

  /// Looks for kallsyms in the read-only data of a kernel's image.
  static Optional<NamedAddresses> inside(CodeImage image) {
    for (CodeSection section : image.sections()) {
      if (section.address() < 0 && section.name().equals(".rodata")) {
        try {
          return KallsymsScan.find(image, section.address(), section.end())
              .map(tables -> of(Kallsyms.read(tables, image, 0), image.text()));
        } catch (InquestException e) {
          return Optional.empty();
        }
      }
    }
    return Optional.empty();
  }

  private static NamedAddresses of(Kallsyms kallsyms, List<CodeSection> text) {
    Symbols symbols = new Symbols(kallsyms, address -> Optional.empty(), List::of);
    FunctionBuilder builder = new FunctionBuilder(text);
    addKernel(builder, symbols);
    return new KallsymsNames(symbols, builder.build(i -> symbols.kernelSymbol(i).name()));
  }

  /// Takes the kernel's functions; their ids are the symbols' numbers.
  static void addKernel(FunctionBuilder builder, Symbols symbols) {
    for (int i = 0; i < symbols.kernelSize(); i++) {
      if (Symbol.isText(symbols.kernelType(i))) {
        builder.add(symbols.kernelAddress(i), symbols.kernelExtent(i), i);
      }
    }
  }

  @Override
  public Functions functions() {
    return functions;
  }

  @Override
  public Optional<Symbol> at(long address) {
    return symbols.at(address);
  }

  @Override
  public List<Symbol> named(String name) {
    return symbols.all(name);
  }
}
