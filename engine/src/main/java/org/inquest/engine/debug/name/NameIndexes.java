package org.inquest.engine.debug.name;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.inquest.engine.cache.CacheFolder;
import org.inquest.engine.cache.CacheFolder.Place;
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.fault.InquestException;

/// Keeps an index of the names of each file with debugging information in a folder, by build-id;
/// without a folder to write in, it is made each time, and held in memory.
public final class NameIndexes {
  /// A kernel and the modules somebody works on.
  private static final int MAX_FILES = 48;

  private final CacheFolder folder;

  /// @param folder made when it is needed
  public NameIndexes(Path folder) {
    this.folder = new CacheFolder(folder, ".names", MAX_FILES);
  }

  /// The names of a file: from its index, which is made where there is none.
  ///
  /// @param file stays the caller's to close
  /// @param path where it was opened
  public NameIndex of(DwarfFile file, Path path) {
    Optional<Place> place = folder.place(file.file(), path);
    Optional<NameIndex> kept = place.flatMap(this::find);
    if (kept.isPresent()) {
      return kept.get();
    }
    if (place.isPresent()) {
      long key = place.get().key();
      Made made = new Made(file);
      boolean there = folder.keep(place.get(), to -> made.write(to, key));
      Optional<NameIndex> found = there ? find(place.get()) : Optional.empty();
      return found.orElseGet(made::inMemory);
    }
    return inMemory(file);
  }

  /// The names of a file that is not kept: small ones, and those without a build-id.
  public static NameIndex inMemory(DwarfFile file) {
    return new Made(file).inMemory();
  }

  private Optional<NameIndex> find(Place place) {
    ByteSource file;
    try {
      file = MappedFile.open(place.path());
    } catch (InquestException e) {
      return Optional.empty();
    }
    try {
      NameIndex index = new NameIndex(NameFile.open(file, place.key()), file);
      folder.used(place);
      return Optional.of(index);
    } catch (InquestException e) {
      // Damaged, or of another file or version: a new one replaces it.
      file.close();
      return Optional.empty();
    }
  }

  /// An index made of the units, several at a time on as many cores as there are.
  private static final class Made {
    private final NameTable table = new NameTable();
    private final SortedSet<String> gaps = Collections.synchronizedSortedSet(new TreeSet<>());

    Made(DwarfFile file) {
      gaps.addAll(file.gaps());
      IntStream.range(0, file.unitCount()).parallel().forEach(unit -> add(file, unit));
      if (!table.gap().isEmpty()) {
        gaps.add(table.gap());
      }
    }

    private void add(DwarfFile file, int unit) {
      try {
        new NameScan(file.unit(unit), table).read();
      } catch (InquestException e) {
        gaps.add(e.getMessage());
      }
      file.release(unit);
    }

    void write(Path path, long key) throws IOException {
      try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
        table.write(out, key, gaps);
      }
    }

    NameIndex inMemory() {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try {
        table.write(out, 0, gaps);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      ByteSource bytes = new Bytes("index of names", out.toByteArray());
      return new NameIndex(NameFile.open(bytes, 0), bytes);
    }
  }
}
