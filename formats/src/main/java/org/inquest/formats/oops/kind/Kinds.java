package org.inquest.formats.oops.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// All kinds, those first that know more of a line.
public final class Kinds {
  private static final List<Kind> ALL = all();

  private Kinds() {}

  private static List<Kind> all() {
    List<Kind> out = new ArrayList<>();
    out.addAll(KasanKinds.ROWS);
    out.addAll(CheckerKinds.ROWS);
    out.addAll(LockKinds.ROWS);
    out.addAll(StallKinds.ROWS);
    out.addAll(HungTaskKinds.ROWS);
    out.addAll(LeakKinds.ROWS);
    out.addAll(FaultKinds.ROWS);
    out.addAll(BugKinds.ROWS);
    out.addAll(WarningKinds.ROWS);
    out.addAll(PanicKinds.ROWS);
    out.addAll(OtherKinds.ROWS);
    return List.copyOf(out);
  }

  /// The kind of report that a line opens.
  public static Optional<Kind> opening(String text) {
    if (text.length() < 8) {
      return Optional.empty();
    }
    for (Kind kind : ALL) {
      if (kind.opens(text)) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }
}
