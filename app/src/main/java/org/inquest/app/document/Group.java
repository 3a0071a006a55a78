package org.inquest.app.document;

import java.util.List;

/// Documents that belong together.
///
/// @param name what they are, in JSON: `stacks`
/// @param parts in order; may be made on demand, so that 20,000 stacks need not be in memory at
///   once, and is then walked exactly once
public record Group(String name, Iterable<? extends Document> parts) implements Document {

  /// The parts given.
  public static Group of(String name, Document... parts) {
    return new Group(name, List.of(parts));
  }
}
