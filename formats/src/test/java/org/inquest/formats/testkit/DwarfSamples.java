package org.inquest.formats.testkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.elf.ElfFile;

/// The small programs with debugging information in `resources/dwarf`.
public final class DwarfSamples {
  /// Programs made of `first.c` and `second.c`, each encoded in another way.
  public static final List<String> SAME_PROGRAM =
      List.of("v4.elf", "v5.elf", "wide4.elf", "wide5.elf", "zlib.elf", "zstd.elf", "gnu.elf");

  /// Programs made of `shapes.cc`.
  public static final List<String> SHAPES = List.of("types4.elf", "types5.elf");

  /// Programs made of `layouts.c` and `layouts-more.c`, in DWARF 2 to 5.
  public static final List<String> LAYOUTS =
      List.of("layouts2.elf", "layouts3.elf", "layouts4.elf", "layouts5.elf", "layouts.o");

  private DwarfSamples() {}

  public static byte[] bytes(String name) {
    try (InputStream in = DwarfSamples.class.getResourceAsStream("/dwarf/" + name)) {
      if (in == null) {
        throw new IllegalArgumentException(name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static ElfFile open(String name) {
    return ElfFile.read(new Bytes(name, bytes(name)));
  }

  /// The number of the line in a source that has a comment.
  public static int line(String source, String comment) {
    List<String> lines = new String(bytes(source), StandardCharsets.UTF_8).lines().toList();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).contains("/* " + comment + " */")) {
        return i + 1;
      }
    }
    throw new IllegalArgumentException(comment);
  }
}
