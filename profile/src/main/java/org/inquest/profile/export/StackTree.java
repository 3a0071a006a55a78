package org.inquest.profile.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.PairTable;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Profile;
import org.inquest.profile.model.Sample;
import org.inquest.profile.report.SampleFilter;

/// The stacks of a profile as one tree: its roots are names of threads, above them are functions,
/// callers before what they call. Nodes have numbers; a child's is greater than its parent's, so
/// that no walk needs to recurse.
final class StackTree {
  /// The parent of roots.
  static final int NONE = -1;

  private final Places places;
  private final PairTable nodes = new PairTable();
  private final Map<String, Integer> threads = new HashMap<>();
  private final List<String> threadNames = new ArrayList<>();
  private long[] self = new long[256];

  StackTree(Places places) {
    this.places = places;
  }

  /// A tree, and how the reading went.
  record Result(StackTree tree, ReadSummary summary) {}

  /// Reads all samples that pass a filter.
  static Result of(Profile profile, SampleFilter filter) {
    StackTree tree = new StackTree(profile.places());
    ReadSummary summary =
        profile.samples(
            true,
            sample -> {
              if (filter.passes(sample, profile.places(), profile.events())) {
                tree.add(sample);
              }
            });
    return new Result(tree, summary);
  }

  /// Counts a sample.
  ///
  /// @return the node of its innermost function
  int add(Sample sample) {
    int node = number(NONE, thread(sample.thread().comm()));
    for (int i = sample.depth() - 1; i >= 0; i--) {
      int function = places.function(sample.place(i));
      boolean again = nodes.second(node) == function;
      if (again && places.functionOf(function).name().isEmpty()) {
        continue; // A hundred frames of unknown code say no more than one.
      }
      node = number(node, function);
    }
    self[node]++;
    return node;
  }

  private int number(int parent, int what) {
    int node = nodes.number(parent, what);
    if (node >= self.length) {
      self = Arrays.copyOf(self, node * 2);
    }
    return node;
  }

  /// Below zero, so that it is not the number of a function.
  private int thread(String name) {
    Integer known = threads.get(name);
    if (known == null) {
      known = threadNames.size();
      threads.put(name, known);
      threadNames.add(name);
    }
    return -2 - known;
  }

  /// How many nodes.
  int size() {
    return nodes.size();
  }

  /// The caller of a node, or [#NONE].
  int parent(int node) {
    return (int) nodes.first(node);
  }

  /// Whether a node is a thread's name and no function.
  boolean isThread(int node) {
    return parent(node) == NONE;
  }

  /// A node's function; it is no thread.
  Function function(int node) {
    return places.functionOf(nodes.second(node));
  }

  /// The number of a node's function, below zero for a thread: equal for nodes of the same one.
  int key(int node) {
    return nodes.second(node);
  }

  /// The name of a node's function or thread.
  String name(int node) {
    return isThread(node) ? threadNames.get(-2 - key(node)) : name(function(node));
  }

  /// A function without a name of its own is called by its binary.
  static String name(Function function) {
    if (!function.name().isEmpty()) {
      return function.name();
    }
    String binary = function.binary().name();
    return binary.startsWith("[") ? binary : "[" + binary + "]";
  }

  /// Samples in the function itself.
  long self(int node) {
    return self[node];
  }

  /// Samples in each node and in what it called.
  long[] totals() {
    long[] totals = Arrays.copyOf(self, size());
    for (int node = size() - 1; node >= 0; node--) {
      if (parent(node) != NONE) {
        totals[parent(node)] += totals[node];
      }
    }
    return totals;
  }

  /// A node's way from its root, the thread first.
  int[] path(int node) {
    int depth = 0;
    for (int at = node; at != NONE; at = parent(at)) {
      depth++;
    }
    int[] path = new int[depth];
    for (int at = node; at != NONE; at = parent(at)) {
      path[--depth] = at;
    }
    return path;
  }
}
