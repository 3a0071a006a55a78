package org.inquest.app.command.symbol;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.TypeLookup;
import org.inquest.app.command.TypeLookup.Found;
import org.inquest.engine.debug.name.NameKind;
import org.inquest.engine.type.Layouts;
import org.inquest.engine.type.StructType;
import org.inquest.engine.type.Type;

/// Holds a struct as it was shown against what debugging information says of that name.
record DebugLayouts(TypeLookup lookup) {
  private static final int MAX_NAMED = 5;

  /// What a reader has to know: that the two disagree, or that several files define a struct of the
  /// name, each its own. A sentence; empty where all agree, or nothing is known.
  Optional<String> doubt(Type shown) {
    if (!(shown.underlying() instanceof StructType struct) || struct.tag().isEmpty()) {
      return Optional.empty();
    }
    NameKind kind = struct.isUnion() ? NameKind.UNION : NameKind.STRUCT;
    List<String> others = new ArrayList<>();
    String first = "";
    boolean same = false;
    for (Found found : lookup.all(kind, struct.tag())) {
      if (found.thing().type() instanceof StructType described) {
        Optional<String> difference = Layouts.difference(struct, described);
        same |= difference.isEmpty();
        if (difference.isPresent()) {
          others.add(found.thing().place());
          first = first.isEmpty() ? difference.get() : first;
        }
      }
    }
    if (others.isEmpty()) {
      return Optional.empty();
    }
    String where = String.join(", ", others.subList(0, Math.min(MAX_NAMED, others.size())));
    return Optional.of(
        same
            ? "another " + struct.name() + " is defined in " + where + " (here " + first + " there)"
            : "BTF and debug information disagree about "
                + struct.name()
                + ": "
                + first
                + " in "
                + where);
  }
}
