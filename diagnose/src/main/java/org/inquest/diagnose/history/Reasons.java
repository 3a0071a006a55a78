package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.classes.ClassFiles;

/// Finds the reasons: every class of `org.inquest.diagnose.history.reason` whose name ends in
/// `Reason`. No list of them exists.
final class Reasons {
  private Reasons() {}

  /// One instance of each, in the order of their class names.
  static List<Reason> all() {
    List<Reason> out = new ArrayList<>();
    String place = "org.inquest.diagnose.history.reason";
    for (String name : ClassFiles.below(Reasons.class, place, "Reason")) {
      try {
        out.add((Reason) Class.forName(name).getDeclaredConstructor().newInstance());
      } catch (ReflectiveOperationException e) {
        throw new IllegalStateException(name + " needs a public constructor without arguments", e);
      }
    }
    return out;
  }
}
