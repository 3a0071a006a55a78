package org.inquest.profile.export;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.PairTable;
import org.inquest.profile.model.Places;
import org.inquest.profile.model.Sample;

/// The stacks of a profile as one tree: its roots are names of threads, above them are functions,
/// callers before what they call. Nodes have numbers; a child's is greater than its parent's, so
/// that no walk needs to recurse.
public final class StackTree {
  /// The parent of roots.
  public static final int NONE = -1;

  private static final int MOST = 2_000_000;

  private final Places places;
  private final PairTable nodes = new PairTable();
  private final Map<String, Integer> threads = new HashMap<>();
  private final List<String> threadNames = new ArrayList<>();
  private long[] self = new long[256];

  /// An empty one.
  ///
  /// @param places of the samples that will be added
  public StackTree(Places places) {
    this.places = places;
  }

  /// The node of a sample's innermost function, below the name of its thread.
  public int node(Sample sample) {
    int node = number(NONE, thread(sample.thread().comm()));
    for (int i = sample.depth() - 1; i >= 0; i--) {
      int function = places.function(sample.place(i));
      boolean again = nodes.second(node) == function;
      if (again && places.functionOf(function).name().isEmpty()) {
        continue; // A hundred frames of unknown code say no more than one.
      }
      if (nodes.size() >= MOST) {
        return node;
      }
      node = number(node, function);
    }
    return node;
  }

  /// Gives a node more weight.
  public void add(int node, long weight) {
    self[node] += weight;
  }

  /// Whether there were more stacks than are kept: later ones are cut where they part from these.
  public boolean full() {
    return nodes.size() >= MOST;
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
  public int size() {
    return nodes.size();
  }

  /// The caller of a node, or [#NONE].
  public int parent(int node) {
    return (int) nodes.first(node);
  }

  /// Whether a node is a thread's name and no function.
  public boolean isThread(int node) {
    return parent(node) == NONE;
  }

  /// A node's function; it is no thread.
  Function function(int node) {
    return places.functionOf(nodes.second(node));
  }

  /// The function of a key that is no thread's.
  Function functionOfKey(int key) {
    return places.functionOf(key);
  }

  /// The number of a node's function, below zero for a thread: equal for nodes of the same one.
  int key(int node) {
    return nodes.second(node);
  }

  /// The name of a node's function or thread.
  public String name(int node) {
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

  /// Weight of the function itself.
  public long self(int node) {
    return self[node];
  }

  /// Weight of each node and of what it called.
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
  public int[] path(int node) {
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
