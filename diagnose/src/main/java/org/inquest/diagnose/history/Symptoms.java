package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// What is known of a crash when its fix is looked for. Anything but the functions may be missing.
///
/// @param functions the guilty one, then those of the call trace, innermost first
/// @param titles what the report is called: its title and its other names
/// @param place the line of source at fault, where debug information or the report told it
/// @param paths files or folders that the functions are known to be in, relative to the tree
/// @param modules names of the modules that the functions are in
/// @param release which kernel it was
public record Symptoms(
    List<String> functions,
    List<String> titles,
    Optional<Place> place,
    Set<String> paths,
    Set<String> modules,
    Optional<KernelRelease> release) {
  /// More frames are the same in most reports.
  private static final int FUNCTIONS = 8;

  /// What compilers add to names of functions that they split or copied.
  private static final Pattern SUFFIX =
      Pattern.compile("\\.(?:isra|constprop|part|cold|llvm|lto_priv|clone)\\b.*|\\.\\d+$");

  private static final Pattern NAME = Pattern.compile("[A-Za-z_]\\w*");

  /// What machines and macros put around the name of a system call (include/linux/syscalls.h,
  /// arch/*/include/asm/syscall_wrapper.h).
  private static final Pattern SYSTEM_CALL =
      Pattern.compile(
          "__(?:x64|ia32|x32|arm64|arm|s390x?|riscv|powerpc|se|do)_(?:compat_)?sys_(\\w+)");

  /// A line of source.
  public record Place(String path, int line) {}

  public Symptoms {
    functions = plain(functions);
    titles = titles.stream().map(String::strip).filter(t -> !t.isEmpty()).distinct().toList();
    paths = Set.copyOf(paths);
    modules = Set.copyOf(modules);
  }

  /// Functions alone.
  public static Symptoms of(List<String> functions) {
    return new Symptoms(
        functions, List.of(), Optional.empty(), Set.of(), Set.of(), Optional.empty());
  }

  /// The function that is most likely to blame; empty where none is known.
  public Optional<String> guilty() {
    return functions.isEmpty() ? Optional.empty() : Optional.of(functions.getFirst());
  }

  /// The name of a function in its source: without what compilers and system calls' macros add.
  public static String sourceName(String function) {
    String plain = SUFFIX.matcher(function.strip()).replaceFirst("");
    return SYSTEM_CALL.matcher(plain).replaceFirst("$1");
  }

  private static List<String> plain(List<String> functions) {
    Set<String> out = new LinkedHashSet<>();
    for (String function : functions) {
      String name = sourceName(function);
      if (NAME.matcher(name).matches() && out.size() < FUNCTIONS) {
        out.add(name);
      }
    }
    return new ArrayList<>(out);
  }
}
