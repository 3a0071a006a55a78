package org.inquest.formats.dwarf;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.elf.AltLink;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// Looks where a file's links lead, and beside the file.
record NearbyFiles(Path file) implements OtherFiles {
  private static final String DEBUG = ".debug";

  /// A relative name counts from the folder the file is really in: `.build-id` has links.
  @Override
  public Optional<ElfFile> common(AltLink link) {
    Set<Path> places = new LinkedHashSet<>();
    for (Path folder : folders()) {
      add(places, folder, link.name());
    }
    byBuildId(link.id()).ifPresent(places::add);
    for (Path place : places) {
      Optional<ElfFile> found = open(place).filter(elf -> isOf(elf, link.id()));
      if (found.isPresent()) {
        return found;
      }
    }
    return Optional.empty();
  }

  private static boolean isOf(ElfFile elf, String id) {
    try {
      return BuildId.of(elf).or(() -> AltLink.commonId(elf)).filter(id::equals).isPresent();
    } catch (InquestException e) {
      return false;
    }
  }

  @Override
  public Optional<ElfFile> split(String folder, String name) {
    Set<Path> places = new LinkedHashSet<>();
    try {
      if (!folder.isEmpty() || name.startsWith("/")) {
        add(places, Path.of(folder), name);
      }
      Path last = Path.of(name).getFileName();
      for (Path own : folders()) {
        add(places, own, name);
        if (last != null) {
          places.add(own.resolve(last));
        }
      }
    } catch (InvalidPathException e) {
      // No file of such a name can be there.
    }
    return places.stream().map(NearbyFiles::open).flatMap(Optional::stream).findFirst();
  }

  @Override
  public Optional<ElfFile> bundle() {
    String name = file.toString();
    Optional<ElfFile> own = open(Path.of(name + ".dwp"));
    return own.isPresent() || !name.endsWith(DEBUG)
        ? own
        : open(Path.of(name.substring(0, name.length() - DEBUG.length()) + ".dwp"));
  }

  private List<Path> folders() {
    Set<Path> folders = new LinkedHashSet<>();
    addParent(folders, file.toAbsolutePath());
    try {
      addParent(folders, file.toRealPath());
    } catch (IOException e) {
      // It is gone, and what it leads to may be as well.
    }
    return List.copyOf(folders);
  }

  private static void addParent(Set<Path> folders, Path path) {
    Path parent = path.getParent();
    if (parent != null) {
      folders.add(parent);
    }
  }

  private static void add(Set<Path> places, Path folder, String name) {
    try {
      places.add(folder.resolve(name));
    } catch (InvalidPathException e) {
      // No file of such a name can be there.
    }
  }

  /// The neighbour in a tree `.build-id/ab/cdef.debug` that the file itself was found in.
  private Optional<Path> byBuildId(String id) {
    Path pair = file.toAbsolutePath().getParent();
    Path tree = pair == null ? null : pair.getParent();
    return tree != null && tree.endsWith(".build-id") && id.length() > 2
        ? Optional.of(tree.resolve(id.substring(0, 2)).resolve(id.substring(2) + DEBUG))
        : Optional.empty();
  }

  private static Optional<ElfFile> open(Path path) {
    try {
      return Files.isRegularFile(path)
          ? Optional.of(ElfFile.read(MappedFile.lend(path)))
          : Optional.empty();
    } catch (InquestException e) {
      return Optional.empty();
    }
  }
}
