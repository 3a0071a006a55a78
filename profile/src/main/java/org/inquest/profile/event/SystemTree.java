package org.inquest.profile.event;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// The machine's own file systems: `/proc`, `/sys` and tracefs. Another root than `/` is a copy of
/// them, for tests and for machines that are looked at from outside.
///
/// @param root the folder that holds `proc` and `sys`
public record SystemTree(Path root) {
  /// Most of the files read here hold one line; `/proc/kallsyms` is read elsewhere, as a stream.
  private static final int MOST = 1 << 20;

  /// How many entries of a folder are looked at.
  private static final int MOST_ENTRIES = 100_000;

  /// The running machine.
  public static SystemTree running() {
    return new SystemTree(Path.of("/"));
  }

  /// A path below the root, given as it is on the running machine.
  public Path path(String absolute) {
    return root.resolve(absolute.substring(1));
  }

  /// tracefs, where it is mounted: since 4.1 at the first place, before in debugfs.
  public Optional<Path> tracing() {
    for (String place : List.of("/sys/kernel/tracing", "/sys/kernel/debug/tracing")) {
      Path events = path(place).resolve("events");
      if (Files.isDirectory(events)) {
        return Optional.of(path(place));
      }
    }
    return Optional.empty();
  }

  /// A small file without the line end, or empty where it can't be read.
  public static Optional<String> text(Path file) {
    return bytes(file).map(b -> new String(b, StandardCharsets.UTF_8).strip());
  }

  /// The first megabyte of a file; files of `/proc` say of themselves that they are empty.
  public static Optional<byte[]> bytes(Path file) {
    try (var in = Files.newInputStream(file)) {
      return Optional.of(in.readNBytes(MOST));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /// Names in a folder, sorted; none where it can't be read.
  public static List<String> names(Path folder) {
    List<String> out = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
      for (Path entry : entries) {
        if (out.size() >= MOST_ENTRIES) {
          break;
        }
        out.add(String.valueOf(entry.getFileName()));
      }
    } catch (IOException | DirectoryIteratorException e) {
      return List.of(); // gone, or not ours to read: the caller says what that means
    }
    Collections.sort(out);
    return out;
  }
}
