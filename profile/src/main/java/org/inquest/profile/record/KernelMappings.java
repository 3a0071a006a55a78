package org.inquest.profile.record;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.profile.event.SystemTree;

/// Where the kernel and its modules lie, and their build-ids.
///
/// @param kernel empty where `/proc/kallsyms` hides addresses (kptr_restrict) or is not there
/// @param modules in the order of their addresses
/// @param buildId of the kernel, from `/sys/kernel/notes`
record KernelMappings(Optional<Place> kernel, List<Module> modules, Optional<byte[]> buildId) {
  /// As perf names the kernel's own code, so that readers know it.
  static final String KERNEL_NAME = "[kernel.kallsyms]";

  private static final String[] NONE = {};
  private static final int MOST_SYMBOLS = 5_000_000;

  /// @param start address of `_text` or `_stext`
  /// @param end address after the code
  record Place(long start, long end, String symbol) {}

  /// @param path of its file, or its name in brackets
  record Module(String path, long start, long length, Optional<byte[]> buildId) {}

  static KernelMappings of(SystemTree tree) {
    return new KernelMappings(
        kernel(tree.path("/proc/kallsyms")),
        modules(tree),
        SystemTree.bytes(tree.path("/sys/kernel/notes")).flatMap(FileBuildId::inNotes));
  }

  /// Tells of all mappings.
  void write(WrittenRecords out) {
    kernel.ifPresent(place ->
        out.kernelMapping(
            place.start, place.end - place.start, place.start, KERNEL_NAME + place.symbol));
    for (Module module : modules) {
      out.kernelMapping(module.start, module.length, 0, module.path);
    }
  }

  /// Files with build-ids, for the file's own table; the kernel under its name.
  Map<String, byte[]> buildIds() {
    Map<String, byte[]> out = new LinkedHashMap<>();
    buildId.ifPresent(id -> out.put(KERNEL_NAME, id));
    modules.forEach(module -> module.buildId.ifPresent(id -> out.put(module.path, id)));
    return out;
  }

  /// `_text` and `_etext` stand early in the list of x86-64 and arm64 kernels, modules at its end.
  private static Optional<Place> kernel(Path kallsyms) {
    Map<String, Long> found = new HashMap<>();
    try (BufferedReader in = reader(kallsyms)) {
      String line;
      for (int i = 0; i < MOST_SYMBOLS && (line = in.readLine()) != null; i++) {
        // A hundred thousand lines come before `_etext`.
        String[] words = line.endsWith("text") ? line.split("[ \t]", 4) : NONE;
        if (words.length == 3 && words[2].matches("_text|_stext|_etext")) {
          found.put(words[2], address(words[0]));
          if (words[2].equals("_etext")) {
            break;
          }
        }
      }
    } catch (IOException e) {
      return Optional.empty();
    }
    String symbol = found.containsKey("_text") ? "_text" : "_stext";
    long start = found.getOrDefault(symbol, 0L);
    long end = found.getOrDefault("_etext", 0L);
    return start == 0 || Long.compareUnsigned(start, end) >= 0
        ? Optional.empty()
        : Optional.of(new Place(start, end, symbol));
  }

  /// `/proc/modules`: name, size, users, who, state and address, which is 0 for who may not see it.
  private static List<Module> modules(SystemTree tree) {
    List<Module> out = new ArrayList<>();
    Map<String, String> files = null;
    try (BufferedReader in = reader(tree.path("/proc/modules"))) {
      String line;
      while ((line = in.readLine()) != null) {
        String[] words = line.split(" ", 8);
        long start = words.length < 6 ? 0 : address(words[5].replace("0x", ""));
        if (start != 0 && words[1].matches("\\d{1,12}")) {
          files = files == null ? files(tree) : files;
          String name = words[0];
          Path notes = tree.path("/sys/module").resolve(name).resolve("notes/.note.gnu.build-id");
          out.add(
              new Module(
                  files.getOrDefault(name.replace('-', '_'), "[" + name + "]"),
                  start,
                  Long.parseLong(words[1]),
                  SystemTree.bytes(notes).flatMap(FileBuildId::inNotes)));
        }
      }
    } catch (IOException e) {
      return List.of(); // a kernel without modules
    }
    out.sort((a, b) -> Long.compareUnsigned(a.start, b.start));
    return out;
  }

  /// Files of modules by the names that the kernel gives them, from `modules.dep`.
  private static Map<String, String> files(SystemTree tree) {
    Map<String, String> out = new HashMap<>();
    String release = SystemTree.text(tree.path("/proc/sys/kernel/osrelease")).orElse("?");
    String folder = "/lib/modules/" + release;
    try (BufferedReader in = reader(tree.path(folder).resolve("modules.dep"))) {
      String line;
      while ((line = in.readLine()) != null) {
        String path = line.substring(0, Math.max(0, line.indexOf(':')));
        String name = path.substring(path.lastIndexOf('/') + 1).replaceFirst("\\.ko.*", "");
        out.put(name.replace('-', '_'), folder + "/" + path);
      }
    } catch (IOException e) {
      return out; // then a module has its name only
    }
    return out;
  }

  private static long address(String hex) {
    return hex.matches("[0-9a-f]{1,16}") ? Long.parseUnsignedLong(hex, 16) : 0;
  }

  private static BufferedReader reader(Path path) throws IOException {
    return new BufferedReader(
        new InputStreamReader(Files.newInputStream(path), StandardCharsets.UTF_8));
  }
}
