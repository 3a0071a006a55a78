package org.inquest.profile.export;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// Callgrind's text for `callgrind_annotate` and KCachegrind (Valgrind's manual, Callgrind Format
/// Specification): each function's own samples, and those of each function it called.
///
/// Sampling knows no number of calls; each call is written as one. Source files are `???`, and
/// lines are 0. A line break in a name becomes a blank.
public final class Callgrind implements ProfileExport {
  /// Makes one.
  public Callgrind() {}

  /// A function's samples, and those below each of its callees, by the callees' keys.
  private static final class Cost {
    private final int node;
    private final Map<Integer, Long> calls = new TreeMap<>();
    private long self;

    Cost(int node) {
      this.node = node;
    }
  }

  @Override
  public String name() {
    return "callgrind";
  }

  @Override
  public String summary() {
    return "for KCachegrind and callgrind_annotate";
  }

  @Override
  public String suffix() {
    return ".callgrind";
  }

  @Override
  public void write(Stacks stacks, OutputStream out) throws IOException {
    StackTree tree = stacks.tree();
    Map<Integer, Cost> costs = costs(tree);
    Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
    writer.append("# callgrind format\nversion: 1\ncreator: inquest\npositions: line\n");
    boolean counts = stacks.unit() == Stacks.Unit.SAMPLES;
    writer.append("events: ").append(counts ? "Samples" : "Microseconds").append('\n');
    long all = 0;
    for (Cost cost : costs.values()) {
      all += cost.self;
      writer.append("\nob=").append(binary(tree, cost.node)).append("\nfl=???\nfn=");
      writer.append(word(tree.name(cost.node))).append("\n0 ");
      writer.append(Long.toString(cost.self)).append('\n');
      for (Map.Entry<Integer, Long> call : cost.calls.entrySet()) {
        Cost callee = costs.get(call.getKey());
        if (callee != null) {
          writer.append("cob=").append(binary(tree, callee.node)).append("\ncfi=???\ncfn=");
          writer.append(word(tree.name(callee.node))).append("\ncalls=1 0\n0 ");
          writer.append(call.getValue().toString()).append('\n');
        }
      }
    }
    writer.append("\ntotals: ").append(Long.toString(all)).append('\n');
    writer.flush();
  }

  private static Map<Integer, Cost> costs(StackTree tree) {
    Map<Integer, Cost> costs = new LinkedHashMap<>();
    long[] totals = tree.totals();
    for (int node = 0; node < tree.size(); node++) {
      int here = node;
      costs.computeIfAbsent(tree.key(node), key -> new Cost(here)).self += tree.self(node);
      if (!tree.isThread(node)) {
        int caller = tree.parent(node);
        costs
            .computeIfAbsent(tree.key(caller), key -> new Cost(caller))
            .calls
            .merge(tree.key(node), totals[node], Long::sum);
      }
    }
    return costs;
  }

  private static String binary(StackTree tree, int node) {
    return tree.isThread(node) ? "thread" : word(tree.function(node).binary().path());
  }

  /// A `(` at the beginning would be taken for a number that stands for a name.
  private static String word(String name) {
    String line = name.replaceAll("\\p{Cntrl}", " ");
    return line.startsWith("(") ? "'" + line : line;
  }
}
