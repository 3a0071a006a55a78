package org.inquest.app.document;

import java.util.List;
import java.util.function.Supplier;

/// Text that people read as source code, with the facts in it as data for programs: a C declaration
/// and its members.
///
/// @param lines for people
/// @param made makes what programs get instead of the lines, when one does
public record Listing(List<String> lines, Supplier<Document> made) implements Document {
  /// A listing whose data there are already.
  public Listing(List<String> lines, Document data) {
    this(lines, () -> data);
  }

  /// For programs: JSON has this instead of the lines.
  public Document data() {
    return made.get();
  }
}
