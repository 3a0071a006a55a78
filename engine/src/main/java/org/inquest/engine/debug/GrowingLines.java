package org.inquest.engine.debug;

import java.util.List;
import java.util.function.Supplier;

/// Reads units as they are asked for, until so many were read that an index of all pays; then it
/// has that made, once, and asks it.
final class GrowingLines implements SourceLines {
  private final UnitLines units;
  private final int most;
  private final Supplier<SourceLines> indexed;
  private SourceLines current;

  /// @param most units to read before the index is made
  /// @param indexed makes it, or another way to go on
  GrowingLines(UnitLines units, int most, Supplier<SourceLines> indexed) {
    this.units = units;
    this.most = most;
    this.indexed = indexed;
    this.current = units;
  }

  @Override
  public List<SourceFrame> at(long address) {
    return current().at(address);
  }

  private synchronized SourceLines current() {
    if (current == units && units.unitsRead() > most) {
      current = indexed.get();
    }
    return current;
  }

  @Override
  public synchronized List<String> gaps() {
    return current.gaps();
  }

  @Override
  public synchronized void close() {
    current.close();
  }
}
