package org.inquest.app.render;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.inquest.app.document.Graph;
import org.inquest.app.document.Graph.Link;
import org.inquest.app.document.Graph.Node;

/// A graph as a drawing in SVG: a column for each distance, what leads to the middle on its left.
final class GraphDrawing {
  private static final int ROW = 24;
  private static final int BOX = 18;
  private static final int GAP = 70;
  private static final int LETTER = 8;
  private static final int MARGIN = 10;
  private static final int MAX_NAME = 48;

  private final Graph graph;

  /// Of each node left edge, upper edge and width.
  private final int[][] boxes;

  private int width = MARGIN;
  private int height = MARGIN;

  /// A line with its text, for a page that escapes text itself.
  ///
  /// @param before markup in front of the text
  /// @param text as it is
  /// @param after markup behind it
  record Piece(String before, String text, String after) {}

  GraphDrawing(Graph graph) {
    this.graph = graph;
    this.boxes = new int[graph.nodes().size()][];
    place();
  }

  private void place() {
    Map<Integer, List<Integer>> columns = new TreeMap<>();
    for (int i = 0; i < graph.nodes().size(); i++) {
      int distance = graph.nodes().get(i).distance();
      columns.computeIfAbsent(distance, d -> new ArrayList<>()).add(i);
    }
    for (List<Integer> column : columns.values()) {
      int widest = 0;
      for (int i = 0; i < column.size(); i++) {
        int w = name(graph.nodes().get(column.get(i))).length() * LETTER + LETTER;
        boxes[column.get(i)] = new int[] {width, MARGIN + i * ROW, w};
        widest = Math.max(widest, w);
      }
      height = Math.max(height, 2 * MARGIN + column.size() * ROW);
      width += widest + GAP;
    }
    width += MARGIN - GAP;
  }

  private static String name(Node node) {
    String name = node.name();
    return name.length() > MAX_NAME ? name.substring(0, MAX_NAME - 1) + "…" : name;
  }

  /// The drawing in pieces.
  List<Piece> pieces() {
    List<Piece> out = new ArrayList<>();
    String size = "width=\"" + width + "\" height=\"" + height + "\"";
    String arrow =
        "<defs><marker id=\"a\" viewBox=\"0 0 8 8\" refX=\"8\" refY=\"4\" markerWidth=\"7\""
            + " markerHeight=\"7\" orient=\"auto\"><path d=\"M0 0L8 4L0 8z\"/></marker></defs>";
    out.add(new Piece("<svg class=\"graph\" " + size + " role=\"img\">" + arrow, "", ""));
    for (Link link : graph.links()) {
      out.add(link(link));
    }
    for (int i = 0; i < graph.nodes().size(); i++) {
      Node node = graph.nodes().get(i);
      int[] box = boxes[i];
      String middle = node.distance() == 0 ? " class=\"m\"" : "";
      String before =
          "<g%s><rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/><text x=\"%d\" y=\"%d\">"
              .formatted(middle, box[0], box[1], box[2], BOX, box[0] + LETTER / 2, box[1] + 13);
      out.add(new Piece(before, name(node), "</text></g>"));
    }
    out.add(new Piece("</svg>", "", ""));
    return out;
  }

  private Piece link(Link link) {
    int[] from = boxes[link.from()];
    int[] to = boxes[link.to()];
    int startX = from[0] + from[2];
    int startY = from[1] + BOX / 2;
    int endY = to[1] + BOX / 2;
    String path =
        "<path class=\"l\" d=\"M%d %dC%d %d %d %d %d %d\"><title>"
            .formatted(
                startX, startY, startX + GAP / 2, startY, to[0] - GAP / 2, endY, to[0], endY);
    String words =
        graph.nodes().get(link.from()).name()
            + " "
            + link.how()
            + " "
            + graph.nodes().get(link.to()).name();
    return new Piece(path, words, "</title></path>");
  }
}
