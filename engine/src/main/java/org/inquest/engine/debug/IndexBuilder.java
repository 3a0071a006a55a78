package org.inquest.engine.debug;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.inquest.formats.dwarf.DwarfFile;
import org.inquest.formats.fault.InquestException;

/// Makes the [IndexFile] of a file with debugging information, several units at a time on as many
/// cores as there are. Of the units only those being read are in memory.
final class IndexBuilder {
  private final DwarfFile file;
  private final NamePool names = new NamePool();
  private final SortedSet<String> gaps = Collections.synchronizedSortedSet(new TreeSet<>());

  private IndexBuilder(DwarfFile file) {
    this.file = file;
    gaps.addAll(file.gaps());
  }

  /// @param path where to write it; the file has to exist
  /// @param key by which readers ask for it
  static void build(DwarfFile file, Path path, long key) throws IOException {
    IndexBuilder builder = new IndexBuilder(file);
    try (IndexWriter out = new IndexWriter(path)) {
      IntStream.range(0, file.unitCount()).parallel().forEach(unit -> builder.add(unit, out));
      builder.gaps.addAll(builder.names.gaps());
      out.finish(key, builder.names, builder.gaps, 0);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private void add(int unit, IndexWriter out) {
    try {
      out.add(UnitFlattener.flatten(file.unit(unit), names, gaps::add));
    } catch (InquestException e) {
      gaps.add(e.getMessage());
    }
    file.release(unit);
  }
}
