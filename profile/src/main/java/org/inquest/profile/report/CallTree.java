package org.inquest.profile.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.PairTable;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Profile;
import org.inquest.profile.model.Sample;

/// Who called whom, with the samples of each chain: a node is a function called from its parent's
/// function. Nodes have numbers; a child's is greater than its parent's.
public final class CallTree {
  /// The parent of those that nobody called.
  public static final int ROOT = -1;

  private final Places places;
  private final PairTable nodes = new PairTable();
  private long[] self = new long[256];
  private long[] total = new long[256];
  private long samples;
  private final List<List<Integer>> children = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();

  /// A tree, and how the reading went.
  public record Result(CallTree tree, ReadSummary summary) {}

  /// A caller or a callee, with samples.
  public record Neighbour(Function function, long samples) {}

  private CallTree(Places places) {
    this.places = places;
  }

  /// Reads all samples of some events.
  public static Result of(Profile profile, SampleFilter filter) {
    CallTree tree = new CallTree(profile.places());
    SampleFilter stacks = filter.stacks();
    ReadSummary summary =
        profile.samples(
            true,
            sample -> {
              if (stacks.passes(sample, profile.places(), profile.events())) {
                tree.add(sample);
              }
            });
    tree.finish();
    return new Result(tree, summary);
  }

  private void add(Sample sample) {
    int node = ROOT;
    long weight = sample.weight();
    samples += weight;
    for (int i = sample.depth() - 1; i >= 0; i--) {
      int function = places.function(sample.place(i));
      if (node >= 0
          && nodes.second(node) == function
          && places.functionOf(function).name().isEmpty()) {
        continue; // A hundred frames of unknown code say no more than one.
      }
      node = nodes.number(node, function);
      if (node >= total.length) {
        total = Arrays.copyOf(total, node * 2);
        self = Arrays.copyOf(self, node * 2);
      }
      total[node] += weight;
    }
    if (node >= 0) {
      self[node] += weight;
    }
  }

  private void finish() {
    for (int i = 0; i < nodes.size(); i++) {
      children.add(new ArrayList<>(2));
    }
    for (int i = 0; i < nodes.size(); i++) {
      int parent = parent(i);
      (parent == ROOT ? roots : children.get(parent)).add(i);
    }
    Comparator<Integer> most = Comparator.comparingLong(node -> -total[node]);
    roots.sort(most);
    children.forEach(list -> list.sort(most));
  }

  /// How many samples it has.
  public long samples() {
    return samples;
  }

  /// How many nodes.
  public int size() {
    return nodes.size();
  }

  /// The nodes without a caller, the most samples first.
  public List<Integer> roots() {
    return roots;
  }

  /// What was called from a node, the most samples first.
  public List<Integer> children(int node) {
    return children.get(node);
  }

  /// The caller of a node, or [#ROOT].
  public int parent(int node) {
    return (int) nodes.first(node);
  }

  /// A node's function.
  public Function function(int node) {
    return places.functionOf(nodes.second(node));
  }

  /// Samples in the function itself.
  public long self(int node) {
    return self[node];
  }

  /// Samples in it and in what it called.
  public long total(int node) {
    return total[node];
  }

  /// For each function its callers, the most samples first.
  public Map<Function, List<Neighbour>> callers() {
    return edges(true);
  }

  /// For each function what it called, the most samples first.
  public Map<Function, List<Neighbour>> callees() {
    return edges(false);
  }

  private Map<Function, List<Neighbour>> edges(boolean callers) {
    Map<Function, Map<Function, Long>> counts = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      if (parent(i) != ROOT) {
        Function from = function(parent(i));
        Function to = function(i);
        counts
            .computeIfAbsent(callers ? to : from, f -> new HashMap<>())
            .merge(callers ? from : to, total[i], Long::sum);
      }
    }
    Map<Function, List<Neighbour>> sorted = new HashMap<>();
    counts.forEach((function, others) -> {
      List<Neighbour> list = new ArrayList<>();
      others.forEach((other, count) -> list.add(new Neighbour(other, count)));
      list.sort(Comparator.comparingLong(n -> -n.samples()));
      sorted.put(function, list);
    });
    return sorted;
  }

  /// Samples in each function itself.
  public Map<Function, Long> selfByFunction() {
    Map<Function, Long> counts = new HashMap<>();
    for (int i = 0; i < nodes.size(); i++) {
      counts.merge(function(i), self[i], Long::sum);
    }
    return counts;
  }
}
