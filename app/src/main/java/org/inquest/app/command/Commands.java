package org.inquest.app.command;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.inquest.formats.classes.ClassFiles;
import org.jspecify.annotations.Nullable;

/// Finds commands. There is no list of them: the name says the class, and the module says the rest.
public final class Commands {
  private static final String PARENT = "org.inquest.app.command";
  private static final String SUFFIX = "Command";

  private Commands() {}

  /// The command of a name; `lab build-kernel` is class `LabBuildKernelCommand`. Loads that one
  /// class only, which is why it does not scan: listing the module's files costs a cold JVM 30 ms,
  /// and the packages are known to the module system anyway.
  public static Optional<InquestCommand> find(String name) {
    if (!isName(name)) {
      return Optional.empty();
    }
    String simple = className(name) + SUFFIX;
    for (String candidate : packages()) {
      String full = candidate + "." + simple;
      Class<?> found = load(full);
      if (found != null && isCommand(found)) {
        return Optional.of(instantiate(found));
      }
    }
    return Optional.empty();
  }

  /// All commands, in the order of their names.
  public static List<InquestCommand> all() {
    List<InquestCommand> out = new ArrayList<>();
    for (String name : names()) {
      Class<?> found = load(name);
      if (found != null && isCommand(found)) {
        out.add(instantiate(found));
      }
    }
    out.sort(Comparator.comparing(command -> command.info().name()));
    return out;
  }

  /// Names that are spelled like `name`, the best first; empty where none is close.
  public static List<String> nearest(String name) {
    List<String> out = new ArrayList<>();
    for (InquestCommand command : all()) {
      String candidate = command.info().name();
      if (EditDistance.between(name, candidate) <= Math.max(1, candidate.length() / 3)
          || candidate.startsWith(name)) {
        out.add(candidate);
      }
    }
    out.sort(Comparator.comparingInt(candidate -> EditDistance.between(name, candidate)));
    return out.size() > 3 ? out.subList(0, 3) : out;
  }

  private static boolean isCommand(Class<?> found) {
    return !found.isInterface() && InquestCommand.class.isAssignableFrom(found);
  }

  private static boolean isName(String name) {
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean first = i == 0 || isSeparator(name.charAt(i - 1));
      boolean last = i + 1 == name.length();
      if (!(c >= 'a' && c <= 'z' || !first && c >= '0' && c <= '9')
          && (first || last || !isSeparator(c))) {
        return false;
      }
    }
    return !name.isEmpty();
  }

  private static boolean isSeparator(char c) {
    return c == ' ' || c == '-';
  }

  private static String className(String name) {
    StringBuilder out = new StringBuilder(name.length());
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (!isSeparator(c)) {
        boolean first = i == 0 || isSeparator(name.charAt(i - 1));
        out.append(first ? Character.toUpperCase(c) : c);
      }
    }
    return out.toString();
  }

  private static @Nullable Class<?> load(String name) {
    Module module = Commands.class.getModule();
    if (module.isNamed()) {
      return Class.forName(module, name);
    }
    try {
      return Class.forName(name, false, Commands.class.getClassLoader());
    } catch (ClassNotFoundException | NoClassDefFoundError e) {
      // On a file system that ignores case the second one says that the name has another case.
      return null;
    }
  }

  private static InquestCommand instantiate(Class<?> command) {
    try {
      return (InquestCommand) command.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(command.getName() + " needs a public constructor", e);
    }
  }

  /// The packages that may hold commands.
  private static Iterable<String> packages() {
    Module module = Commands.class.getModule();
    TreeSet<String> out = new TreeSet<>();
    if (module.isNamed()) {
      for (String name : module.getPackages()) {
        if (name.startsWith(PARENT + ".")) {
          out.add(name);
        }
      }
    } else {
      for (String name : names()) {
        out.add(name.substring(0, name.lastIndexOf('.')));
      }
    }
    return out;
  }

  private static List<String> names() {
    return ClassFiles.below(Commands.class, PARENT, SUFFIX);
  }
}
