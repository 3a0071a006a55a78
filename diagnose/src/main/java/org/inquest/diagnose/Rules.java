package org.inquest.diagnose;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.classes.ClassFiles;

/// Finds the rules: every class below `org.inquest.diagnose.rules` whose name ends in `Rule`. No
/// list of them exists.
public final class Rules {
  private Rules() {}

  /// One instance of each rule, in the order of their class names.
  public static List<Rule> all() {
    List<Rule> rules = new ArrayList<>();
    for (String name : ClassFiles.below(Rules.class, "org.inquest.diagnose.rules", "Rule")) {
      try {
        Class<?> found = Class.forName(name);
        if (Rule.class.isAssignableFrom(found)) {
          rules.add((Rule) found.getDeclaredConstructor().newInstance());
        }
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return rules;
  }
}
