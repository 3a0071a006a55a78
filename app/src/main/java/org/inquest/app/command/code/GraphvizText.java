package org.inquest.app.command.code;

import java.util.ArrayList;
import java.util.List;
import org.inquest.app.document.Graph;
import org.inquest.app.document.Graph.Link;
import org.inquest.app.document.Graph.Node;

/// A graph in the language of Graphviz (graphviz.org/doc/info/lang.html).
final class GraphvizText {
  private GraphvizText() {}

  static List<String> lines(Graph graph) {
    List<String> out = new ArrayList<>();
    out.add("digraph calls {");
    out.add("  rankdir=LR;");
    out.add("  node [shape=box, fontname=\"monospace\", fontsize=10];");
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      String middle = node.distance() == 0 ? ", style=bold" : "";
      out.add("  n" + i + " [label=" + quoted(node.name()) + middle + "];");
    }
    for (Link link : graph.links()) {
      String plain = link.how().equals("calls") ? "" : " [label=" + quoted(link.how()) + "]";
      out.add("  n" + link.from() + " -> n" + link.to() + plain + ";");
    }
    out.add("}");
    return out;
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
