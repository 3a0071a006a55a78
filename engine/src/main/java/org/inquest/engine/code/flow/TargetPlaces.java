package org.inquest.engine.code.flow;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.target.Target;

/// The functions in a dump.
record TargetPlaces(Target target, CodeTables tables) implements FunctionPlaces {
  TargetPlaces(Target target) {
    this(target, new TargetTables(target));
  }

  @Override
  public int machine() {
    return target.arch().machine();
  }

  @Override
  public Optional<Symbol> at(long address) {
    return target.symbols().at(address);
  }

  @Override
  public List<Symbol> named(String name, String module) {
    return target.symbols().all(name).stream().filter(s -> s.module().equals(module)).toList();
  }

  @Override
  public byte[] read(long address, int length) {
    return target.memory().read(address, length);
  }
}
