package org.inquest.engine.debug;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.inquest.engine.cache.CacheFolder;
import org.inquest.engine.cache.CacheFolder.Place;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;
import org.inquest.formats.fault.InquestException;

/// Keeps an index of the source lines of each file with debugging information in a folder, by
/// build-id. It takes a kernel's two seconds to be made and 20 MB of room, so that it is made for
/// who asks for much; of what others ask for, the units that were read are kept. Without a folder
/// to write in, everything works unit by unit.
public final class LineIndexes {
  /// A kernel and the modules somebody works on.
  private static final int MAX_FILES = 48;

  /// They take about as long as an index of a whole kernel.
  private static final int MAX_UNITS = 100;

  private final CacheFolder folder;
  private final CacheFolder units;
  private final int unitsBeforeIndex;

  /// @param folder made when it is needed
  public LineIndexes(Path folder) {
    this(folder, MAX_UNITS);
  }

  /// @param unitsBeforeIndex how many units are read before an index is made
  LineIndexes(Path folder, int unitsBeforeIndex) {
    this.unitsBeforeIndex = unitsBeforeIndex;
    this.folder = new CacheFolder(folder, ".lines", MAX_FILES);
    this.units = new CacheFolder(folder, ".units", MAX_FILES);
  }

  /// The lines of a file: from its index if there is one, else unit by unit, until so many units
  /// were asked for that an index pays.
  ///
  /// @param elf stays the caller's to close
  /// @param path where it was opened
  /// @throws InquestException where the file has no debugging information, or none can be read
  public SourceLines lines(ElfFile elf, Path path) {
    Optional<IndexedLines> whole = folder.place(elf, path).flatMap(p -> find(folder, p));
    if (whole.isPresent()) {
      return whole.get();
    }
    Optional<Place> place = units.place(elf, path);
    Optional<IndexedLines> earlier = place.flatMap(p -> find(units, p));
    ReadUnits kept = new ReadUnits(units, place, earlier);
    Supplier<DwarfFile> file = () -> DwarfFile.of(elf);
    if (earlier.isEmpty()) {
      DwarfFile opened = file.get();
      file = () -> opened;
    }
    List<ElfSection> code = elf.sections().stream().filter(ElfSection::executable).toList();
    return new GrowingLines(code, kept, file, unitsBeforeIndex, () -> forMany(elf, path));
  }

  /// The lines of a file, for many addresses: from its index, which is made where there is none.
  ///
  /// @param elf stays the caller's to close
  /// @param path where it was opened
  /// @throws InquestException where the file has no debugging information, or none can be read
  public SourceLines forMany(ElfFile elf, Path path) {
    Optional<Place> place = folder.place(elf, path);
    Optional<IndexedLines> kept = place.flatMap(p -> find(folder, p));
    if (kept.isPresent()) {
      return kept.get();
    }
    DwarfFile file = DwarfFile.of(elf);
    return place
        .filter(to -> folder.keep(to, made -> IndexBuilder.build(file, made, to.key())))
        .<SourceLines>flatMap(p -> find(folder, p))
        .orElseGet(() -> new UnitLines(file));
  }

  private static Optional<IndexedLines> find(CacheFolder folder, Place place) {
    MappedFile file;
    try {
      file = MappedFile.open(place.path());
    } catch (InquestException e) {
      return Optional.empty();
    }
    try {
      IndexedLines lines = new IndexedLines(file, IndexFile.open(file, place.key()));
      folder.used(place);
      return Optional.of(lines);
    } catch (InquestException e) {
      // Damaged, or of another file or version: a new one replaces it.
      file.close();
      return Optional.empty();
    }
  }
}
