package org.inquest.engine.code.indirect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.inquest.engine.code.flow.FunctionCode;
import org.inquest.engine.code.flow.ValueFlow;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.formats.fault.MemoryFault;

/// The code of a graph's functions with their parts, read and decoded one by one. Thread-safe.
final class GraphFunctions {
  /// More than any function has; what claims more is no function.
  private static final int MAX_BYTES = 1 << 18;

  private final CodeImage image;
  private final CodeGraph graph;
  private final Map<Integer, List<Integer>> parts = new HashMap<>();

  GraphFunctions(CodeImage image, CodeGraph graph) {
    this.image = image;
    this.graph = graph;
    for (int i = 0; i < graph.size(); i++) {
      if (graph.owner(i) != i) {
        parts.computeIfAbsent(graph.owner(i), f -> new ArrayList<>()).add(i);
      }
    }
  }

  /// A function's code; without instructions where its bytes can't be read.
  ValueFlow flow(int function) {
    List<FunctionCode.Piece> pieces = new ArrayList<>();
    add(function, pieces);
    parts.getOrDefault(function, List.of()).forEach(part -> add(part, pieces));
    return new ValueFlow(new FunctionCode(image.isa(), pieces, image.names(), this::word));
  }

  private void add(int function, List<FunctionCode.Piece> pieces) {
    long size = graph.end(function) - graph.start(function);
    if (size > 0 && size <= MAX_BYTES) {
      try {
        byte[] bytes = image.bytes(graph.start(function), (int) size);
        pieces.add(new FunctionCode.Piece(graph.start(function), bytes));
      } catch (MemoryFault missing) {
        // A part that a dump has not got: what is in it is not found.
      }
    }
  }

  private OptionalLong word(long address) {
    try {
      byte[] bytes = image.bytes(address, Long.BYTES);
      long value = 0;
      for (int i = Long.BYTES - 1; i >= 0; i--) {
        value = value << 8 | bytes[i] & 0xff;
      }
      return OptionalLong.of(value);
    } catch (MemoryFault e) {
      return OptionalLong.empty();
    }
  }
}
