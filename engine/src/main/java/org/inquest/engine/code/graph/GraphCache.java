package org.inquest.engine.code.graph;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.ElfImage;
import org.inquest.engine.code.image.ModuleFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// Keeps the call graphs of files in a folder, by build-id. The folder's files may be deleted at
/// any time, and any number of processes may use it: a graph appears there whole, by a rename.
///
/// A build-id tells sources and options, not bytes: a stripped file and one with debug information
/// share it, and files are changed afterwards. So a graph is only used for what has its [GraphKey],
/// and made anew otherwise.
///
/// @param folder made when it is needed
public record GraphCache(Path folder) {
  /// Smaller graphs are made as fast as they are read.
  private static final int MIN_EDGES = 20_000;

  /// Graphs that are kept; those that nobody asked for longest go. A kernel's takes 15 MB.
  private static final int MAX_FILES = 24;

  private static final String SUFFIX = ".graph";

  private record Place(Path path, long key) {}

  private record Kept(Path path, FileTime used) {}

  /// The graph of an image, read or made. That the folder can't be read or written costs time and
  /// is no error.
  ///
  /// @param file where the image was opened
  /// @throws org.inquest.formats.fault.Unsupported for machines whose code can't be decoded
  public CodeGraph graph(CodeImage image, Path file) {
    Optional<Place> place = elf(image).flatMap(elf -> place(elf, file));
    return place
        .flatMap(GraphCache::read)
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

  /// Empty for files without a build-id.
  private Optional<Place> place(ElfFile elf, Path file) {
    try {
      long key = GraphKey.of(elf, file);
      return BuildId.of(elf)
          .filter(id -> !id.isEmpty())
          .map(id -> new Place(folder.resolve(id + SUFFIX), key));
    } catch (IOException | InquestException e) {
      return Optional.empty();
    }
  }

  private static Optional<CodeGraph> read(Place place) {
    try {
      CodeGraph graph = GraphFile.read(place.path, place.key);
      touch(place.path);
      return Optional.of(graph);
    } catch (IOException | InquestException e) {
      // Not there, damaged, or of another file or version: the new one replaces it.
      return Optional.empty();
    }
  }

  private static void touch(Path path) {
    try {
      Files.setLastModifiedTime(path, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Somebody else's folder: what is removed there is not for us to say.
    }
  }

  private void write(CodeGraph graph, Place place) {
    try {
      Files.createDirectories(folder);
      Path made = Files.createTempFile(folder, "new-", SUFFIX);
      try {
        GraphFile.write(graph, made, place.key);
        Files.move(made, place.path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(made);
      }
      removeOldest();
    } catch (IOException e) {
      // No room, or not ours to write in: the graph is made again the next time.
    }
  }

  private void removeOldest() throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(SUFFIX)).toList()) {
        all.add(new Kept(path, Files.getLastModifiedTime(path)));
      }
    }
    all.sort(Comparator.comparing(Kept::used).reversed());
    for (Kept old : all.subList(Math.min(MAX_FILES, all.size()), all.size())) {
      Files.deleteIfExists(old.path);
    }
  }
}
