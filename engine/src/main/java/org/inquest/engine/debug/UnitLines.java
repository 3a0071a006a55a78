package org.inquest.engine.debug;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.fault.InquestException;

/// Reads a unit when an address of it is asked for, and keeps the last ones. A stack's addresses
/// take some milliseconds so, also in a file of 600 MB.
public final class UnitLines implements SourceLines {
  /// A unit takes 20 kB on average.
  private static final int MAX_KEPT = 64;

  private final DwarfFile file;
  private final NamePool names;
  private final Consumer<UnitPlaces> read;
  private final UnitFinder units;
  private final Set<String> gaps = new TreeSet<>();
  private int unitsRead;
  private final Map<Integer, PlaceTable> tables =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Integer, PlaceTable> eldest) {
          return size() > MAX_KEPT;
        }
      };

  /// @param file stays the caller's to close
  /// @throws InquestException where its table of ranges can't be unpacked
  public UnitLines(DwarfFile file) {
    this(file, new NamePool(), _ -> {});
  }

  /// @param names to put names into
  /// @param read told of each unit that was read
  UnitLines(DwarfFile file, NamePool names, Consumer<UnitPlaces> read) {
    this.file = file;
    this.names = names;
    this.read = read;
    this.units = new UnitFinder(file, gaps::add);
    gaps.addAll(file.gaps());
  }

  @Override
  public synchronized List<SourceFrame> at(long address) {
    int unit = units.unitOf(address);
    return unit < 0 ? List.of() : table(unit).at(address);
  }

  /// How many units were read until now, those that were asked for again counted again.
  synchronized int unitsRead() {
    return unitsRead;
  }

  private PlaceTable table(int unit) {
    PlaceTable table = tables.get(unit);
    if (table == null) {
      unitsRead++;
      UnitPlaces places = read(unit);
      read.accept(places);
      table = PlaceTable.of(places, names);
      tables.put(unit, table);
    }
    return table;
  }

  private UnitPlaces read(int unit) {
    try {
      return UnitFlattener.flatten(file.unit(unit), names, gaps::add);
    } catch (InquestException e) {
      gaps.add(e.getMessage());
      return new UnitPlaces(new byte[1], new byte[0], new long[0], new int[0]);
    }
  }

  @Override
  public synchronized List<String> gaps() {
    gaps.addAll(names.gaps());
    return List.copyOf(gaps);
  }

  @Override
  public void close() {}
}
