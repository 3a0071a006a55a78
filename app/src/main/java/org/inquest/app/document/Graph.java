package org.inquest.app.document;

import java.util.List;

/// Things and what leads from one to another, around one of them: who calls whom.
///
/// @param nodes in the order in which they were found
/// @param links between them
public record Graph(List<Node> nodes, List<Link> links) implements Document {
  public Graph {
    nodes = List.copyOf(nodes);
    links = List.copyOf(links);
  }

  /// A thing.
  ///
  /// @param name what a person calls it; several may have the same
  /// @param distance from the thing in the middle, negative for what leads to it
  public record Node(String name, int distance) {}

  /// A way from one thing to another.
  ///
  /// @param from index of a node
  /// @param to index of a node
  /// @param how in words: `calls`
  public record Link(int from, int to, String how) {}
}
