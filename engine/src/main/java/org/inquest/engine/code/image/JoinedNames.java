package org.inquest.engine.code.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbol;

/// Names of one image from two tables, of which neither has all. Where both name a function, the
/// first one counts.
final class JoinedNames implements NamedAddresses {
  private final NamedAddresses first;
  private final NamedAddresses second;
  private final Functions functions;

  /// @param text the image's parts with code, by address
  JoinedNames(NamedAddresses first, NamedAddresses second, List<CodeSection> text) {
    this.first = first;
    this.second = second;
    this.functions = join(first.functions(), second.functions(), text);
  }

  private static Functions join(Functions a, Functions b, List<CodeSection> text) {
    FunctionBuilder all = new FunctionBuilder(text);
    int i = 0;
    int j = 0;
    while (i < a.size() || j < b.size()) {
      boolean left =
          j == b.size() || i < a.size() && Long.compareUnsigned(a.start(i), b.start(j)) <= 0;
      if (left) {
        all.add(a.start(i), a.end(i) - a.start(i), i++);
      } else {
        all.add(b.start(j), b.end(j) - b.start(j), a.size() + j++);
      }
    }
    return all.build(id -> id < a.size() ? a.name(id) : b.name(id - a.size()));
  }

  @Override
  public Functions functions() {
    return functions;
  }

  @Override
  public Optional<Symbol> at(long address) {
    int function = functions.indexAt(address);
    if (function == Functions.NONE) {
      return first.at(address).or(() -> second.at(address));
    }
    long start = functions.start(function);
    return Optional.of(
        new Symbol(functions.name(function), start, functions.end(function) - start, 't', ""));
  }

  @Override
  public List<Symbol> named(String name) {
    List<Symbol> all = new ArrayList<>(first.named(name));
    for (Symbol symbol : second.named(name)) {
      if (all.stream().noneMatch(known -> known.address() == symbol.address())) {
        all.add(symbol);
      }
    }
    return all;
  }

  @Override
  public List<String> gaps() {
    List<String> all = new ArrayList<>(first.gaps());
    all.addAll(second.gaps());
    return all;
  }
}
