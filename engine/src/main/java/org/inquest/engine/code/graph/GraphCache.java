package org.inquest.engine.code.graph;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.inquest.engine.cache.CacheFolder;
import org.inquest.engine.cache.CacheFolder.Place;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// Keeps the call graphs of files in a folder, by build-id, as [CacheFolder] says.
public final class GraphCache {
  /// Smaller graphs are made as fast as they are read.
  private static final int MIN_EDGES = 20_000;

  /// Graphs that are kept; those that nobody asked for longest go. A kernel's takes 15 MB.
  private static final int MAX_FILES = 24;

  private final CacheFolder folder;

  /// @param folder made when it is needed
  public GraphCache(Path folder) {
    this.folder = new CacheFolder(folder, ".graph", MAX_FILES);
  }

  /// Where the graphs are; it need not exist.
  public Path folder() {
    return folder.folder();
  }

  /// The graph of an image, read or made. That the folder can't be read or written costs time and
  /// is no error.
  ///
  /// @param file where the image was opened
  /// @throws org.inquest.formats.fault.Unsupported for machines whose code can't be decoded
  public CodeGraph graph(CodeImage image, Path file) {
    Optional<Place> place = elf(image).flatMap(elf -> folder.place(elf, file));
    return place
        .flatMap(this::read)
        .orElseGet(() -> {
          CodeGraph graph = GraphBuilder.build(image);
          if (graph.edgeCount() >= MIN_EDGES) {
            place.ifPresent(to -> write(graph, to));
          }
          return graph;
        });
  }

  private static Optional<ElfFile> elf(CodeImage image) {
    return switch (image) {
      case ElfImage linked -> Optional.of(linked.file());
      case ModuleFile module -> Optional.of(module.file());
      // What a dump's modules were, and what was patched when it was taken, no key tells.
      default -> Optional.empty();
    };
  }

  private Optional<CodeGraph> read(Place place) {
    try {
      CodeGraph graph = GraphFile.read(place.path(), place.key());
      folder.used(place);
      return Optional.of(graph);
    } catch (IOException | InquestException e) {
      // Not there, damaged, or of another file or version: the new one replaces it.
      return Optional.empty();
    }
  }

  private void write(CodeGraph graph, Place place) {
    folder.keep(place, made -> GraphFile.write(graph, made, place.key()));
  }
}
