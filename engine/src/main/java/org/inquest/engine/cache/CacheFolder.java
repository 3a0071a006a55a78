package org.inquest.engine.cache;

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
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;

/// A folder of files that were made of ELF files, by build-id. Any number of processes may use it:
/// a file appears there whole, by a rename. That the folder can't be read or written costs time and
/// is no error.
///
/// A build-id tells sources and options, not bytes: a stripped file and one with debug information
/// share it, and files are changed afterwards. So a kept file also names the [FileKey] of what it
/// was made of, and is made anew for another one.
///
/// @param folder made when it is needed
/// @param suffix of the files' names: `.graph`
/// @param most files that are kept; those that nobody asked for longest go
public record CacheFolder(Path folder, String suffix, int most) {

  /// Where a file is kept, whether it is there or not.
  ///
  /// @param key of what it is made of
  public record Place(Path path, long key) {}

  /// Makes a file.
  @FunctionalInterface
  public interface Maker {
    /// Writes a whole file.
    void write(Path file) throws IOException;
  }

  private record Kept(Path path, FileTime used) {}

  /// The place for what is made of an ELF file; empty for one without a build-id.
  ///
  /// @param path where the ELF file was opened
  public Optional<Place> place(ElfFile elf, Path path) {
    try {
      long key = FileKey.of(elf, path);
      return BuildId.of(elf)
          .filter(id -> !id.isEmpty())
          .map(id -> new Place(folder.resolve(id + suffix), key));
    } catch (IOException | InquestException e) {
      return Optional.empty();
    }
  }

  /// Notes that a file was used.
  public void used(Place place) {
    try {
      Files.setLastModifiedTime(place.path, FileTime.from(Instant.now()));
    } catch (IOException e) {
      // Somebody else's folder: what is removed there is not for us to say.
    }
  }

  /// Puts a file in its place.
  ///
  /// @return whether it is there now
  public boolean keep(Place place, Maker maker) {
    try {
      Files.createDirectories(folder);
      Path made = Files.createTempFile(folder, "new-", suffix);
      try {
        maker.write(made);
        Files.move(made, place.path, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(made);
      }
      removeOldest();
      return true;
    } catch (IOException e) {
      // No room, or not ours to write in: it is made again the next time.
      return false;
    }
  }

  private void removeOldest() throws IOException {
    List<Kept> all = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path path : files.filter(f -> f.toString().endsWith(suffix)).toList()) {
        all.add(new Kept(path, Files.getLastModifiedTime(path)));
      }
    }
    all.sort(Comparator.comparing(Kept::used).reversed());
    for (Kept old : all.subList(Math.min(most, all.size()), all.size())) {
      Files.deleteIfExists(old.path);
    }
  }
}
