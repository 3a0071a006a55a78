package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.classes.ClassFiles;
import org.inquest.formats.fault.NotFound;

/// Finds the checks: every class below `org.inquest.engine.code.check` whose name ends in `Check`.
/// No list of them exists.
public final class CodeChecks {
  private CodeChecks() {}

  /// One instance of each, in the order of their class names.
  public static List<CodeCheck> all() {
    List<CodeCheck> checks = new ArrayList<>();
    for (String name :
        ClassFiles.below(CodeChecks.class, "org.inquest.engine.code.check", "Check")) {
      try {
        Class<?> found = Class.forName(name);
        if (CodeCheck.class.isAssignableFrom(found) && !found.isInterface()) {
          checks.add((CodeCheck) found.getDeclaredConstructor().newInstance());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return checks;
  }

  /// The check of a name.
  ///
  /// @throws NotFound where there is none
  public static CodeCheck named(String name) {
    List<CodeCheck> all = all();
    return all.stream()
        .filter(check -> check.name().equals(name))
        .findFirst()
        .orElseThrow(() ->
            new NotFound(
                "check", name, String.join(", ", all.stream().map(CodeCheck::name).toList())));
  }
}
