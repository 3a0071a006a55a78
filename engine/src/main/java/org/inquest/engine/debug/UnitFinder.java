package org.inquest.engine.debug;

import java.util.function.Consumer;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.dwarf.UnitRanges;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

/// The unit of an address: first by the table made for it (`.debug_aranges`); what that leaves out
/// the units tell, at the price of reading all their first entries once.
///
/// Safe for use by several threads.
public final class UnitFinder {
  private final DwarfFile file;
  private final UnitRanges ranges;
  private final Consumer<String> gaps;
  private @Nullable UnitRanges all;

  /// @param file stays the caller's to close
  /// @param gaps told of each unit that can't be read
  /// @throws org.inquest.formats.fault.InquestException where its table can't be unpacked
  public UnitFinder(DwarfFile file, Consumer<String> gaps) {
    this.file = file;
    this.ranges = file.addressRanges();
    this.gaps = gaps;
  }

  /// The number of the unit, or -1.
  public synchronized int unitOf(long address) {
    long start = ranges.unitOf(address);
    if (start >= 0) {
      int unit = file.unitAt(start);
      if (unit >= 0 && file.start(unit) == start) {
        return unit;
      }
    }
    UnitRanges known = all;
    if (known == null) {
      known = ofAllUnits();
      all = known;
    }
    return (int) known.unitOf(address);
  }

  /// The numbers of the units, by the ranges in their first entries.
  private UnitRanges ofAllUnits() {
    UnitRanges found = new UnitRanges();
    for (int i = 0; i < file.unitCount(); i++) {
      int unit = i;
      try {
        file.unit(i)
            .attributes()
            .ranges((low, high) -> {
              if (!LineRows.isDiscarded(low)) {
                found.add(low, high, unit);
              }
            });
      } catch (InquestException e) {
        gaps.accept(e.getMessage());
      }
    }
    return found.sorted();
  }
}
