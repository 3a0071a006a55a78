package org.inquest.kernel.text;

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
import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.codec.PackedFile;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.Unsupported;

/// The files of modules below a folder, such as `/lib/modules/6.1.0-56-amd64`: `.ko`, or packed as
/// `.ko.xz`, `.ko.zst`, `.ko.gz`. A debug package's `.ko.debug` has no code and is none.
public final class ModuleFolder {
  private static final Pattern MODULE = Pattern.compile("(.+)\\.ko(\\.(xz|zst|gz))?");
  private static final int DEPTH = 24;

  /// Thirty kernels of a distribution.
  private static final int MAX_FILES = 1 << 18;

  private final Path folder;
  private final Map<String, List<Path>> files = new HashMap<>();

  private ModuleFolder(Path folder) {
    this.folder = folder;
  }

  /// Looks through a folder.
  ///
  /// @throws Unsupported where it can't be read
  public static ModuleFolder of(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new Unsupported("--modules " + folder + ": is no folder");
    }
    ModuleFolder found = new ModuleFolder(folder);
    try (Stream<Path> all = Files.walk(folder, DEPTH)) {
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

  /// The file of a module: among those of its name the one with the build-id; where the build-id is
  /// not known, the only one.
  ///
  /// @param gaps receives why there is none, a sentence
  /// @return to be closed by the caller
  Optional<ElfFile> find(String module, Optional<String> buildId, List<String> gaps) {
    List<Path> named = files.getOrDefault(plain(module), List.of());
    if (buildId.isEmpty() && named.size() > 1) {
      gaps.add(module + ": which of " + named.size() + " files is its own can't be told");
      return Optional.empty();
    }
    String why = "no file below " + folder;
    for (Path path : named) {
      try {
        ByteSource source = PackedFile.unpack(MappedFile.open(path));
        Optional<String> id = BuildId.of(source);
        if (buildId.isEmpty() || id.isEmpty() || id.equals(buildId)) {
          return Optional.of(ElfFile.read(source));
        }
        why = path + " is of another build";
        source.close();
      } catch (InquestException e) {
        why = e.getMessage();
      }
    }
    gaps.add(module + ": " + why);
    return Optional.empty();
  }
}
