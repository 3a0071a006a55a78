package org.inquest.lab.module;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inquest.lab.scenario.Scenario;

/// Kernel modules that are built together.
///
/// @param owner the scenario or the workload they belong to: names the folder in the cache
/// @param files what the compiler is given, by name: `NAME.ko.c`, and headers
public record ModuleSources(String owner, Map<String, byte[]> files) {
  /// No module.
  public static final ModuleSources NONE = new ModuleSources("", Map.of());

  /// Those of a folder that has other files, too.
  public static ModuleSources of(String owner, Map<String, byte[]> folder) {
    Map<String, byte[]> files = new TreeMap<>(folder);
    files.keySet().removeIf(name -> !name.endsWith(Scenario.MODULE_SOURCE) && !name.endsWith(".h"));
    return new ModuleSources(owner, files);
  }

  /// Names of the modules, in order.
  public List<String> names() {
    return files.keySet().stream()
        .filter(file -> file.endsWith(Scenario.MODULE_SOURCE))
        .map(ModuleSources::plain)
        .sorted()
        .toList();
  }

  /// What the compiler is given, by file name: `bank.ko.c` becomes `bank.c`, whose object kbuild
  /// makes into `bank.ko`, and names itself as it is called in its folder.
  SortedMap<String, byte[]> compiled() {
    SortedMap<String, byte[]> sources = new TreeMap<>();
    files.forEach((name, bytes) -> {
      if (name.endsWith(Scenario.MODULE_SOURCE)) {
        String source = "#line 1 \"" + name + "\"\n" + new String(bytes, StandardCharsets.UTF_8);
        sources.put(plain(name) + ".c", source.getBytes(StandardCharsets.UTF_8));
      } else {
        sources.put(name, bytes);
      }
    });
    return sources;
  }

  private static String plain(String file) {
    return file.substring(0, file.length() - Scenario.MODULE_SOURCE.length());
  }
}
