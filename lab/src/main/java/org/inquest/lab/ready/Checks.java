package org.inquest.lab.ready;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.classes.ClassFiles;

/// Finds the checks: every class below `org.inquest.lab.ready.check` whose name ends in `Check`. No
/// list of them exists.
public final class Checks {
  private Checks() {}

  /// One instance of each check, in the order of their class names.
  public static List<Check> all() {
    List<Check> checks = new ArrayList<>();
    for (String name : ClassFiles.below(Checks.class, "org.inquest.lab.ready.check", "Check")) {
      try {
        checks.add((Check) Class.forName(name).getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return checks;
  }
}
