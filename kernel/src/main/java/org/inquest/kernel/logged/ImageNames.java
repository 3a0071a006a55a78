package org.inquest.kernel.logged;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.code.image.Functions;
import org.inquest.engine.symbol.Symbol;
import org.jspecify.annotations.Nullable;

/// The names in a vmlinux or a module's file.
final class ImageNames implements NamedCode {
  private static final String FIRST = "_sinittext";
  private static final String BEHIND = "_einittext";

  /// To look one name up is to look through all; from so many on an index pays.
  private static final int MANY = 8;

  private final CodeImage image;
  private final Map<String, List<Symbol>> known = new HashMap<>();
  private @Nullable Map<String, List<Integer>> index;

  ImageNames(CodeImage image) {
    this.image = image;
  }

  @Override
  public List<Symbol> named(String name) {
    List<Symbol> found = known.get(name);
    if (found == null) {
      found = sized(name, known.size() < MANY ? image.symbols(name) : indexed(name));
      known.put(name, found);
    }
    return found;
  }

  /// Other names of a function's address, and those of data, are in no index.
  private List<Symbol> indexed(String name) {
    Map<String, List<Integer>> all = index;
    Functions functions = image.functions();
    if (all == null) {
      all = new HashMap<>();
      for (int i = 0; i < functions.size(); i++) {
        all.computeIfAbsent(functions.name(i), n -> new ArrayList<>(1)).add(i);
      }
      index = all;
    }
    List<Integer> numbers = all.get(name);
    if (numbers == null) {
      return image.symbols(name);
    }
    return numbers.stream()
        .map(i -> {
          long start = functions.start(i);
          return new Symbol(name, start, functions.end(i) - start, 't', "");
        })
        .toList();
  }

  /// The kernel's size of a function reaches to the next symbol (kernel/kallsyms.c
  /// `get_symbol_pos()`), so that padding is part of it; an ELF file's ends with the last
  /// instruction.
  private List<Symbol> sized(String name, List<Symbol> symbols) {
    Functions functions = image.functions();
    List<Symbol> out = new ArrayList<>();
    for (Symbol symbol : symbols) {
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
    List<Symbol> first = named(FIRST);
    List<Symbol> behind = named(BEHIND);
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
