package org.inquest.engine.debugfile;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unsupported;

/// The files of modules below a folder, such as `/lib/modules/6.1.0-56-amd64`: `.ko`, packed as
/// `.ko.xz`, `.ko.zst`, `.ko.gz`, and a debug package's `.ko.debug`, which has no code.
public final class ModuleFolder {
  private static final Pattern MODULE = Pattern.compile("(.+)\\.ko(\\.(?:xz|zst|gz|debug))?");
  private static final int DEPTH = 24;

  /// Thirty kernels of a distribution.
  private static final int MAX_FILES = 1 << 18;

  private final Path folder;
  private final Map<String, List<Path>> files = new HashMap<>();

  private ModuleFolder(Path folder) {
    this.folder = folder;
  }

  /// Looks through a folder that was named on the command line.
  ///
  /// @throws Unsupported where it can't be read
  public static ModuleFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Unsupported("--modules " + folder + ": is no folder");
    }
    ModuleFolder found = new ModuleFolder(folder);
    // The folder itself may be a link, which a walk would not follow.
    try (Stream<Path> all = Files.walk(folder.toRealPath(), DEPTH)) {
      all.limit(MAX_FILES).forEach(found::add);
    } catch (IOException | UncheckedIOException e) {
      throw new Unsupported("--modules " + folder + ": can't be read: " + e.getMessage());
    }
    return found;
  }

  private void add(Path file) {
    Matcher name = MODULE.matcher(String.valueOf(file.getFileName()));
    if (name.matches()) {
      files.computeIfAbsent(plain(name.group(1)), n -> new ArrayList<>()).add(file);
    }
  }

  /// The kernel does not tell `-` from `_` in names, nor do files.
  private static String plain(String name) {
    return name.replace('-', '_');
  }

  /// What a person calls it.
  public Path path() {
    return folder;
  }

  /// The files that have a module's name, whatever build they are of.
  List<Path> named(String module) {
    return files.getOrDefault(plain(module), List.of());
  }

  /// The file with a module's code: among those of its name the one that is of the loaded build;
  /// where that can't be told, the only one.
  ///
  /// @param gaps receives why there is none, a sentence
  /// @return to be closed by the caller
  public Optional<ElfFile> code(ModuleJudge module, List<String> gaps) {
    List<Path> candidates =
        named(module.name()).stream().filter(p -> !p.toString().endsWith(".debug")).toList();
    String why = "no file below " + folder;
    for (Path path : candidates) {
      try {
        ElfFile file = DebugFile.open(path);
        Optional<String> refusal = refusal(module, file, path, candidates.size());
        if (refusal.isEmpty()) {
          return Optional.of(file);
        }
        why = refusal.get();
        file.close();
      } catch (InquestException e) {
        why = e.getMessage();
      }
    }
    gaps.add(module.name() + ": " + why);
    return Optional.empty();
  }

  private static Optional<String> refusal(
      ModuleJudge module, ElfFile file, Path path, int candidates) {
    return switch (module.judge(file)) {
      case FileJudge.Finding.Right right -> Optional.empty();
      case FileJudge.Finding.Wrong wrong -> Optional.of(path + " " + wrong.why());
      case FileJudge.Finding.Unknown unknown ->
          candidates == 1
              ? Optional.empty()
              : Optional.of("which of " + candidates + " files is its own can't be told");
    };
  }
}
