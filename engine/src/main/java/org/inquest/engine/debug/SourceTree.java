package org.inquest.engine.debug;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.inquest.formats.fault.Unsupported;

/// The text of source files, from a folder with the tree that was compiled, wherever it lay then:
/// of a file's path as its compiler knew it, the longest end that is below the folder is taken. So
/// `/build/linux-6.1.99/mm/slub.c` is found as `mm/slub.c`.
///
/// For one thread.
public final class SourceTree {
  /// The largest file of a kernel, a register header, has 20 MB and no code.
  private static final long MAX_SIZE = 8 << 20;

  /// A stack and a function have some twenty files.
  private static final int MAX_KEPT = 64;

  private final Optional<Path> folder;
  private final Set<String> gaps = new TreeSet<>();
  private final Map<SourceFile, List<String>> files =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<SourceFile, List<String>> eldest) {
          return size() > MAX_KEPT;
        }
      };

  private SourceTree(Optional<Path> folder) {
    this.folder = folder;
  }

  /// A tree in a folder.
  ///
  /// @throws Unsupported where it is none
  public static SourceTree of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Unsupported("--source " + folder + ": is no folder");
    }
    return new SourceTree(Optional.of(folder));
  }

  /// The files where they were compiled, for what was built on this machine.
  public static SourceTree inPlace() {
    return new SourceTree(Optional.empty());
  }

  /// A line's text without the white space around it; empty where it can't be had: [#gaps] then
  /// says why.
  ///
  /// @param line from 1; 0 for code that came from no line
  public Optional<String> line(SourceFile file, int line) {
    return indented(file, line).map(String::strip);
  }

  /// The same as it stands there, for listings in which one line follows the other.
  public Optional<String> indented(SourceFile file, int line) {
    if (line <= 0 || file.name().isEmpty()) {
      return Optional.empty();
    }
    List<String> lines = files.computeIfAbsent(file, this::read);
    if (line > lines.size()) {
      if (!lines.isEmpty()) {
        gaps.add(
            file.name()
                + " has "
                + lines.size()
                + " lines, not "
                + line
                + ": the source tree is of another version");
      }
      return Optional.empty();
    }
    return Optional.of(lines.get(line - 1).stripTrailing());
  }

  /// What was asked for and is not there, a sentence each.
  public List<String> gaps() {
    return List.copyOf(gaps);
  }

  private List<String> read(SourceFile file) {
    Optional<Path> path = find(file);
    if (path.isEmpty()) {
      gaps.add(
          folder
              .map(tree -> file.name() + " is not below " + tree)
              .orElse("no source text: name the kernel's source tree with --source DIR"));
      return List.of();
    }
    try {
      if (Files.size(path.get()) > MAX_SIZE) {
        gaps.add(path.get() + " is too large for a source file");
        return List.of();
      }
      // Old files are in Latin-1; what is no UTF-8 is replaced.
      String text = new String(Files.readAllBytes(path.get()), StandardCharsets.UTF_8);
      return text.lines().toList();
    } catch (IOException e) {
      gaps.add(path.get() + " can't be read: " + e.getMessage());
      return List.of();
    }
  }

  private Optional<Path> find(SourceFile file) {
    try {
      Path compiled = Path.of(file.path()).normalize();
      return folder.isPresent()
          ? below(folder.get(), compiled)
          : Optional.of(compiled).filter(p -> p.isAbsolute() && Files.isRegularFile(p));
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /// One name alone is a file's own only where the compiler had no more: `core.c` is in many
  /// folders.
  private static Optional<Path> below(Path folder, Path compiled) {
    List<String> parts = new ArrayList<>();
    compiled.forEach(part -> parts.add(part.toString()));
    parts.removeIf(part -> part.equals("..") || part.isEmpty());
    int shortest = Math.min(2, parts.size());
    for (int length = parts.size(); length >= shortest && length > 0; length--) {
      Path path = folder;
      for (String part : parts.subList(parts.size() - length, parts.size())) {
        path = path.resolve(part);
      }
      if (Files.isRegularFile(path)) {
        return Optional.of(path);
      }
    }
    return Optional.empty();
  }
}
