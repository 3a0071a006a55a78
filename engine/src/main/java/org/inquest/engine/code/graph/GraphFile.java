package org.inquest.engine.code.graph;

import java.io.IOException;
import java.nio.file.Path;
import org.inquest.formats.fault.MalformedInput;

/// A call graph in a file of arrays ([ArrayFileReader]), in this order:
///
/// | elements | array |
/// |---|---|
/// | f of 8 bytes | where each function starts |
/// | f of 8 | where it ends |
/// | f of 4 | where its name ends, counted from the first one's start |
/// | bytes | the names in UTF-8, one behind the other |
/// | f of 4 | the function that it is a part of |
/// | f + 1 of 4 | its first edge; the number of all edges |
/// | e of 4 | where each edge leads, -1 for pointers not known |
/// | e of 8 | the instruction's address |
/// | e of 1 | ordinal of its [EdgeKind] |
/// | d of 4 | of each data word the function whose address it holds |
/// | d of 8 | where the word lies |
final class GraphFile {
  /// To be raised whenever the arrays, or what they mean, change.
  private static final int VERSION = 1;

  /// `INQGRAPH`.
  private static final long MAGIC = 0x4850_4152_4751_4e49L;

  private GraphFile() {}

  /// Writes a graph. The file is whole when this returns, not before.
  ///
  /// @param key by which readers ask for it
  static void write(CodeGraph graph, Path path, long key) throws IOException {
    try (ArrayFileWriter out = new ArrayFileWriter(path, MAGIC, VERSION, key)) {
      out.put(graph.starts());
      out.put(graph.ends());
      out.put(graph.names().ends());
      out.put(graph.names().bytes());
      out.put(graph.owners());
      out.put(graph.firsts());
      out.put(graph.targets());
      out.put(graph.sites());
      out.put(graph.kinds());
      out.put(graph.data().functions());
      out.put(graph.data().addresses());
      out.finish();
    }
  }

  /// Reads a graph.
  ///
  /// @throws MalformedInput where the file is another one, was cut or damaged
  static CodeGraph read(Path path, long key) throws IOException {
    try (ArrayFileReader in = new ArrayFileReader(path, MAGIC, VERSION, key)) {
      Arrays all =
          new Arrays(
              in.longs(),
              in.longs(),
              in.ints(),
              in.bytes(),
              in.ints(),
              in.ints(),
              in.ints(),
              in.longs(),
              in.bytes(),
              in.ints(),
              in.longs());
      in.finish();
      if (!all.areSound()) {
        throw new MalformedInput(path.toString(), -1, "a call graph", "numbers that make none");
      }
      return all.graph();
    }
  }

  /// The arrays of a file, in its order.
  @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
  private record Arrays(
      long[] starts,
      long[] ends,
      int[] nameEnds,
      byte[] names,
      int[] owners,
      int[] firsts,
      int[] targets,
      long[] sites,
      byte[] kinds,
      int[] words,
      long[] places) {

    CodeGraph graph() {
      return new CodeGraph(
          starts,
          ends,
          new NameList(names, nameEnds),
          owners,
          firsts,
          targets,
          sites,
          kinds,
          new DataWords(words, places));
    }

    /// Whether nothing leads out of the arrays: a checksum tells what was written, not by whom.
    boolean areSound() {
      int functions = starts.length;
      int edges = targets.length;
      return ends.length == functions
          && nameEnds.length == functions
          && ascends(nameEnds, names.length)
          && owners.length == functions
          && within(owners, 0, functions)
          && firsts.length == functions + 1
          && ascends(firsts, edges)
          && firsts[0] == 0
          && firsts[functions] == edges
          && within(targets, CodeGraph.NONE, functions)
          && sites.length == edges
          && kinds.length == edges
          && areKinds(kinds)
          && within(words, 0, functions)
          && ascends(words, functions)
          && places.length == words.length;
    }
  }

  private static boolean ascends(int[] values, int last) {
    int before = 0;
    for (int value : values) {
      if (value < before) {
        return false;
      }
      before = value;
    }
    return before <= last;
  }

  private static boolean within(int[] values, int low, int end) {
    for (int value : values) {
      if (value < low || value >= end) {
        return false;
      }
    }
    return true;
  }

  private static boolean areKinds(byte[] kinds) {
    for (byte kind : kinds) {
      if (!EdgeKind.exists(kind)) {
        return false;
      }
    }
    return true;
  }
}
