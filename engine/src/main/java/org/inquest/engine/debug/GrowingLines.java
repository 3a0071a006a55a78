package org.inquest.engine.debug;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfSection;
import org.jspecify.annotations.Nullable;

/// Asks what earlier runs have read first, then reads units as they are asked for, until so many
/// were read that an index of all pays; then it has that made, once, and asks it. What was read is
/// kept for later runs: who looks at a stack looks at it again.
final class GrowingLines implements SourceLines {
  private final List<ElfSection> code;
  private final ReadUnits kept;
  private final Supplier<DwarfFile> file;
  private final int most;
  private final Supplier<SourceLines> indexed;
  private @Nullable UnitLines units;
  private @Nullable SourceLines all;

  /// @param code the parts of the file with code
  /// @param kept what earlier runs have read; closed with this
  /// @param file opened when that does not do
  /// @param most units to read before the index is made
  /// @param indexed makes it, or another way to go on
  GrowingLines(
      List<ElfSection> code,
      ReadUnits kept,
      Supplier<DwarfFile> file,
      int most,
      Supplier<SourceLines> indexed) {
    this.code = code;
    this.kept = kept;
    this.file = file;
    this.most = most;
    this.indexed = indexed;
  }

  @Override
  public synchronized List<SourceFrame> at(long address) {
    if (all != null) {
      return all.at(address);
    }
    List<SourceFrame> known = kept.at(address);
    // An address of something else (a module) would have the ranges of all units read in vain.
    if (!known.isEmpty() || code.stream().noneMatch(c -> c.contains(address))) {
      return known;
    }
    UnitLines unread = units();
    if (kept.count() + unread.unitsRead() <= most) {
      return unread.at(address);
    }
    SourceLines whole = indexed.get();
    all = whole;
    return whole.at(address);
  }

  private UnitLines units() {
    UnitLines open = units;
    if (open == null) {
      open = new UnitLines(file.get(), kept.names(), kept::add);
      units = open;
    }
    return open;
  }

  /// How many units had to be read.
  synchronized int unitsRead() {
    return Optional.ofNullable(units).map(UnitLines::unitsRead).orElse(0);
  }

  @Override
  public synchronized List<String> gaps() {
    SourceLines asked = all != null ? all : units;
    return Optional.ofNullable(asked).map(SourceLines::gaps).orElse(List.of());
  }

  @Override
  public synchronized void close() {
    if (all != null) {
      all.close();
    } else if (units != null && units.gaps().isEmpty()) {
      // Of a damaged file everybody is to be told, which an index of some units would not.
      kept.write();
    }
    kept.close();
  }
}
