package org.inquest.lab.sweep.knob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.inquest.formats.fault.Unavailable;

/// Settings that a killed process left changed.
public final class KnobLeftovers {
  private static final int MOST_FILES = 1000;

  private KnobLeftovers() {}

  /// Restores what killed processes left, the newest first, since it found what older ones left.
  ///
  /// @param folder where state files are kept; it need not exist
  /// @return how it went for each killed process, none where there is nothing to do
  /// @throws Unavailable where the folder can't be read
  public static List<Restoration> restore(KnobFiles files, Path folder) {
    String boot = files.read(KnobState.BOOT_ID).orElse("");
    List<Restoration> out = new ArrayList<>();
    for (Path file : stateFiles(folder)) {
      restore(files, file, boot).ifPresent(out::add);
    }
    return out;
  }

  private static Optional<Restoration> restore(KnobFiles files, Path file, String boot) {
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
      FileLock lock = channel.tryLock();
      if (lock == null || !Files.exists(file)) {
        return Optional.empty(); // Its process lives, or somebody else was quicker.
      }
      // Through the same channel: to close another one would give the lock away (fcntl(2)).
      ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(channel.size(), KnobFiles.MOST_BYTES));
      while (bytes.hasRemaining() && channel.read(bytes) > 0) {}
      Optional<SavedKnobs> saved =
          SavedKnobs.parse(new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8));
      if (saved.isEmpty()) {
        return Optional.of(unusable(file));
      }
      Restoration how = restored(files, saved.get(), boot, file);
      if (how.whole()) {
        Files.deleteIfExists(file);
      }
      return Optional.of(how);
    } catch (IOException e) {
      throw new Unavailable(
          "can't use " + file + ", what a killed sweep kept of settings: " + e.getMessage(),
          "be the user who ran that sweep");
    }
  }

  private static Restoration restored(KnobFiles files, SavedKnobs saved, String boot, Path file) {
    if (!saved.boot().isEmpty() && !boot.isEmpty() && !saved.boot().equals(boot)) {
      return new Restoration(
          List.of(), List.of(), "the machine was booted since: nothing is left to restore");
    }
    Restoration how = saved.restore(files);
    return how.whole()
        ? how
        : new Restoration(how.restored(), how.failed(), "what is left stands in " + file);
  }

  private static Restoration unusable(Path file) {
    return new Restoration(
        List.of(),
        List.of(new Restoration.Failure(file.toString(), SavedKnobs.MAGIC, "it is no state file")),
        "remove it once you have looked at it");
  }

  private static List<Path> stateFiles(Path folder) {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    try (Stream<Path> all = Files.list(folder)) {
      return all.filter(p -> p.getFileName().toString().endsWith(KnobState.SUFFIX))
          .filter(p -> Files.isRegularFile(p) && !KnobState.isOpen(p))
          .limit(MOST_FILES)
          .map(p -> Map.entry(p.toFile().lastModified(), p))
          .sorted(Map.Entry.<Long, Path>comparingByKey().reversed())
          .map(Map.Entry::getValue)
          .toList();
    } catch (IOException e) {
      throw new Unavailable("can't list " + folder + ": " + e.getMessage(), "be its owner");
    }
  }
}
