package org.inquest.engine.debug;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.cache.CacheFolder;
import org.inquest.engine.cache.CacheFolder.Place;

/// The units of a file that this run and earlier ones have read, in an [IndexFile] of their own.
///
/// An address that it knows nothing about may be one of a unit that nobody has read yet.
final class ReadUnits implements AutoCloseable {
  private final CacheFolder folder;
  private final Optional<Place> place;
  private final Optional<IndexedLines> earlier;
  private final List<UnitPlaces> added = new ArrayList<>();
  private final NamePool names;

  /// @param place empty where nothing can be kept
  /// @param earlier what is there; closed with this
  ReadUnits(CacheFolder folder, Optional<Place> place, Optional<IndexedLines> earlier) {
    this.folder = folder;
    this.place = place;
    this.earlier = earlier;
    // Numbers of names go on from the earlier ones, so that their places need not be changed.
    this.names = earlier.map(e -> NamePool.of(e.index())).orElseGet(NamePool::new);
  }

  /// The places of an address, in the units of earlier runs.
  List<SourceFrame> at(long address) {
    return earlier.map(e -> e.at(address)).orElse(List.of());
  }

  /// How many units earlier runs have read.
  int count() {
    return earlier.map(e -> e.index().units()).orElse(0);
  }

  /// For the places of further units.
  NamePool names() {
    return names;
  }

  void add(UnitPlaces unit) {
    added.add(unit);
  }

  /// Keeps the old and the new ones, as far as the folder lets us.
  void write() {
    if (!added.isEmpty() && place.isPresent()) {
      folder.keep(
          place.get(),
          path -> {
            try (IndexWriter out = new IndexWriter(path)) {
              earlier.ifPresent(e -> out.add(e.index()));
              added.forEach(out::add);
              out.finish(place.get().key(), names, List.of(), count() + added.size());
            }
          });
    }
  }

  @Override
  public void close() {
    earlier.ifPresent(IndexedLines::close);
  }
}
