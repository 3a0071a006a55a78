package org.inquest.lab.kernel;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.fault.Unavailable;
import org.tukaani.xz.XZInputStream;

/// The loadable modules of a kernel, with what each needs loaded before it.
///
/// Debian's packages carry no `modules.dep` (depmod makes it at installation), so the needs are
/// read from the `depends=` entry that modpost writes into each module's `.modinfo`.
public final class ModuleFiles {
  private static final String DEPENDS = "\0depends=";

  private final Map<String, Path> files = new TreeMap<>();

  /// @param folder a kernel's module folder
  /// @throws Unavailable if it can't be read
  public ModuleFiles(Path folder) {
    try (Stream<Path> all = Files.walk(folder)) {
      all.filter(p -> p.getFileName().toString().matches(".*\\.ko(\\.xz)?"))
          .forEach(p -> files.put(name(p), p));
    } catch (IOException e) {
      throw new Unavailable(
          "modules in " + folder + " can't be read", String.valueOf(e.getMessage()));
    }
  }

  /// Contents of the modules wanted and of all they need, in an order in which they can be loaded.
  ///
  /// @param wanted names; one that has no file is taken to be built in
  /// @return module name to ELF image
  public Map<String, byte[]> withNeeds(List<String> wanted) {
    Map<String, byte[]> ordered = new LinkedHashMap<>();
    wanted.forEach(w -> add(w, ordered, 0));
    return ordered;
  }

  private void add(String name, Map<String, byte[]> ordered, int depth) {
    Path file = files.get(name);
    if (file == null || ordered.containsKey(name) || depth > files.size()) {
      return;
    }
    byte[] image = read(file);
    for (String need : depends(image)) {
      add(need, ordered, depth + 1);
    }
    ordered.put(name, image);
  }

  /// The `depends=` list of a module image.
  static List<String> depends(byte[] image) {
    // .modinfo is a run of NUL-terminated strings; "depends=" stands in it once, after the NUL of
    // another entry.
    String text = new String(image, StandardCharsets.ISO_8859_1);
    int at = text.indexOf(DEPENDS);
    int end = at < 0 ? -1 : text.indexOf('\0', at + 1);
    if (end < 0) {
      return List.of();
    }
    return Arrays.stream(text.substring(at + DEPENDS.length(), end).split(","))
        .filter(s -> !s.isEmpty())
        .map(s -> s.replace('-', '_'))
        .toList();
  }

  private static byte[] read(Path file) {
    try {
      byte[] raw = Files.readAllBytes(file);
      if (!file.toString().endsWith(".xz")) {
        return raw;
      }
      try (XZInputStream in = new XZInputStream(new ByteArrayInputStream(raw))) {
        return in.readAllBytes();
      }
    } catch (IOException e) {
      throw new MalformedInput(
          file.toString(), -1, "a kernel module", String.valueOf(e.getMessage()));
    }
  }

  private static String name(Path file) {
    String n = file.getFileName().toString();
    return n.substring(0, n.indexOf(".ko")).replace('-', '_');
  }
}
