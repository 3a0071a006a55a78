package org.inquest.engine.debugfile;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.inquest.formats.elf.BuildId;
import org.inquest.formats.elf.ElfFile;
import org.inquest.formats.elf.ElfSection;

/// Tells the file of a loaded module from those of other builds: by build-id, else by the checksum
/// of its sources (`srcversion`, kept for modules with a `MODULE_VERSION` or with
/// CONFIG_MODULE_SRCVERSION_ALL; scripts/mod/sumversion.c).
///
/// @param name as the kernel has it, with `_`
/// @param buildId of what was loaded, in hexadecimal
/// @param sourceVersion `srcversion` of what was loaded
public record ModuleJudge(String name, Optional<String> buildId, Optional<String> sourceVersion)
    implements FileJudge {
  private static final String KEY = "srcversion=";
  private static final int MAX_INFO = 1 << 20;

  @Override
  public Finding judge(ElfFile file) {
    Optional<String> id = BuildId.of(file);
    if (buildId.isPresent() && id.isPresent()) {
      return id.equals(buildId)
          ? new Finding.Right("build-id")
          : new Finding.Wrong(
              "is of another build: its build-id is " + id.get() + ", not " + buildId.get());
    }
    Optional<String> sources = sourceVersion(file);
    if (sourceVersion.isPresent() && sources.isPresent()) {
      return sources.equals(sourceVersion)
          ? new Finding.Right("srcversion")
          : new Finding.Wrong(
              "is of other sources: its srcversion is "
                  + sources.get()
                  + ", not "
                  + sourceVersion.get());
    }
    return new Finding.Unknown();
  }

  /// `.modinfo` has texts `key=value`, each with a NUL behind it.
  private static Optional<String> sourceVersion(ElfFile file) {
    Optional<ElfSection> info =
        file.section(".modinfo").filter(s -> s.hasBytes() && s.size() <= MAX_INFO);
    if (info.isEmpty()) {
      return Optional.empty();
    }
    byte[] bytes =
        file.bytes().cursor(info.get().offset(), info.get().size()).bytes((int) info.get().size());
    for (String entry : new String(bytes, StandardCharsets.UTF_8).split("\0", -1)) {
      if (entry.startsWith(KEY)) {
        return Optional.of(entry.substring(KEY.length()));
      }
    }
    return Optional.empty();
  }
}
