package org.inquest.engine.code.graph;

import java.util.stream.IntStream;
import org.inquest.engine.code.image.CodeImage;

/// Makes the graph of an image: decodes all functions, several at a time on as many cores as there
/// are.
public final class GraphBuilder {
  /// Functions in a piece of work: enough that making one costs nothing, few enough that the cores
  /// end together.
  private static final int CHUNK = 512;

  private static final String COLD = ".cold";

  private final GraphNodes nodes;
  private final PointerWords pointers;
  private final ProgramText text;
  private final int programCounter;

  private GraphBuilder(CodeImage image, ProgramText text) {
    this.nodes = new GraphNodes(image);
    this.pointers = new PointerWords(nodes);
    this.text = text;
    this.programCounter = image.isa().registers().programCounter();
  }

  /// Reads and decodes all of an image.
  ///
  /// @throws org.inquest.formats.fault.Unsupported for machines whose code can't be decoded
  public static CodeGraph build(CodeImage image) {
    return build(image, ProgramText.of(image));
  }

  /// The same, where the text has been read already.
  public static CodeGraph build(CodeImage image, ProgramText text) {
    GraphBuilder builder = new GraphBuilder(image, text);
    builder.pointers.scan(image);
    return builder.graph(builder.edges());
  }

  private EdgeList edges() {
    int chunks = (nodes.size() + CHUNK - 1) / CHUNK;
    EdgeList[] parts =
        IntStream.range(0, chunks).parallel().mapToObj(this::chunk).toArray(EdgeList[]::new);
    EdgeList all = new EdgeList();
    for (EdgeList part : parts) {
      all.addAll(part);
    }
    return all;
  }

  private EdgeList chunk(int number) {
    EdgeList found = new EdgeList();
    FunctionScan scan = new FunctionScan(nodes, text, pointers, programCounter, found);
    int end = Math.min(nodes.size(), (number + 1) * CHUNK);
    for (int function = number * CHUNK; function < end; function++) {
      scan.scan(function);
    }
    return found;
  }

  private CodeGraph graph(EdgeList edges) {
    int[] owner = owners(edges);
    int[] first = new int[nodes.size() + 1];
    int kept = 0;
    for (int i = 0; i < edges.size(); i++) {
      int from = owner[edges.from(i)];
      int to = edges.to(i) == CodeGraph.NONE ? CodeGraph.NONE : owner[edges.to(i)];
      // What goes to and fro within a split function is no edge; a call of itself is one.
      if (from == to && EdgeKind.of(edges.kind(i)) != EdgeKind.CALL) {
        from = CodeGraph.NONE;
      } else {
        first[from + 1]++;
        kept++;
      }
      edges.reattach(i, from, to);
    }
    for (int i = 0; i < nodes.size(); i++) {
      first[i + 1] += first[i];
    }
    int[] next = first.clone();
    int[] targets = new int[kept];
    long[] sites = new long[kept];
    byte[] kinds = new byte[kept];
    for (int i = 0; i < edges.size(); i++) {
      if (edges.from(i) != CodeGraph.NONE) {
        int at = next[edges.from(i)]++;
        targets[at] = edges.to(i);
        sites[at] = edges.site(i);
        kinds[at] = edges.kind(i);
      }
    }
    return new CodeGraph(
        nodes.starts(),
        nodes.ends(),
        nodes.names(),
        owner,
        first,
        targets,
        sites,
        kinds,
        pointers.byFunction());
  }

  /// Of each function the one it is a part of. GCC moves what hardly ever runs to `foo.cold`
  /// (`-freorder-blocks-and-partition`); as names are not unique, the one that jumps there and is
  /// called so is meant.
  private int[] owners(EdgeList edges) {
    int[] owner = new int[nodes.size()];
    for (int i = 0; i < owner.length; i++) {
      owner[i] = i;
    }
    for (int i = 0; i < edges.size(); i++) {
      int to = edges.to(i);
      if (to != CodeGraph.NONE
          && EdgeKind.of(edges.kind(i)) == EdgeKind.TAIL
          && owner[to] == to
          && isPart(nodes.names().get(to), nodes.names().get(edges.from(i)))) {
        owner[to] = edges.from(i);
      }
    }
    return owner;
  }

  private static boolean isPart(String part, String whole) {
    return part.length() > whole.length()
        && part.startsWith(whole)
        && part.startsWith(COLD, whole.length());
  }
}
