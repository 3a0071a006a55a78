package org.inquest.kernel.logged;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.symbol.Symbol;

/// The names in a vmlinux or a module's file.
final class ImageNames implements NamedCode {
  private static final String FIRST = "_sinittext";
  private static final String BEHIND = "_einittext";

  private final CodeImage image;

  ImageNames(CodeImage image) {
    this.image = image;
  }

  /// The kernel's size of a function reaches to the next symbol (kernel/kallsyms.c
  /// `get_symbol_pos()`), so that padding is part of it; an ELF file's ends with the last
  /// instruction.
  @Override
  public List<Symbol> named(String name) {
    Functions functions = image.functions();
    List<Symbol> out = new ArrayList<>();
    for (Symbol symbol : image.symbols(name)) {
      int index = functions.indexAt(symbol.address());
      boolean next = index >= 0 && index + 1 < functions.size();
      long end = next ? functions.start(index + 1) : symbol.address() + symbol.size();
      long limit = image.sectionAt(symbol.address()).map(CodeSection::end).orElse(Long.MAX_VALUE);
      long size = Long.compareUnsigned(end, limit) > 0 ? limit : end;
      out.add(
          new Symbol(
              name, symbol.address(), size - symbol.address(), symbol.type(), symbol.module()));
    }
    return out;
  }

  @Override
  public boolean inInit(long address) {
    List<Symbol> first = image.symbols(FIRST);
    List<Symbol> behind = image.symbols(BEHIND);
    if (first.isEmpty() || behind.isEmpty()) {
      return image
          .sectionAt(address)
          .map(section -> section.name().startsWith(".init.text"))
          .orElse(false);
    }
    return Long.compareUnsigned(address, first.getFirst().address()) >= 0
        && Long.compareUnsigned(address, behind.getFirst().address()) < 0;
  }
}
