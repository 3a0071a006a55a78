package org.inquest.profile.finding;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.profile.model.Function;
import org.inquest.profile.report.CallTree;

/// The samples of a group of functions in a call tree, each counted once: in the functions and in
/// all that they call. Without call chains that is the functions themselves.
///
/// @param inclusive samples in them and in what they call
/// @param self samples in the functions themselves
/// @param functions samples in each of them and what it calls, where no other of the group calls it
/// @param chains who called the group, innermost first, the most samples first; empty without call
///   chains
public record GroupSamples(long inclusive, long self, List<Part> functions, List<Chain> chains) {
  private static final int DEEPEST = 6;
  private static final int MOST_CHAINS = 10_000;

  /// A function's part.
  public record Part(Function function, long samples) {}

  /// A way into the group.
  ///
  /// @param functions its first function and those that called it
  public record Chain(List<String> functions, long samples) {}

  static GroupSamples of(CallTree tree, FunctionGroup group) {
    boolean[] within = new boolean[tree.size()];
    Map<Function, Boolean> known = new HashMap<>();
    Map<Function, Long> parts = new HashMap<>();
    Map<List<String>, Long> ways = new HashMap<>();
    long inclusive = 0;
    long self = 0;
    for (int node = 0; node < tree.size(); node++) {
      Function function = tree.function(node);
      boolean one = known.computeIfAbsent(function, group::has);
      int parent = tree.parent(node);
      boolean below = parent != CallTree.ROOT && within[parent];
      within[node] = one || below;
      if (one) {
        self += tree.self(node);
      }
      if (one && !below) {
        inclusive += tree.total(node);
        parts.merge(function, tree.total(node), Long::sum);
        List<String> way = way(tree, node);
        if (way.size() > 1 && ways.size() < MOST_CHAINS) {
          ways.merge(way, tree.total(node), Long::sum);
        }
      }
    }
    List<Part> functions = new ArrayList<>();
    parts.forEach((f, n) -> functions.add(new Part(f, n)));
    functions.sort(Comparator.comparingLong((Part p) -> -p.samples()));
    List<Chain> chains = new ArrayList<>();
    ways.forEach((w, n) -> chains.add(new Chain(w, n)));
    chains.sort(Comparator.comparingLong((Chain c) -> -c.samples()));
    return new GroupSamples(inclusive, self, functions, chains);
  }

  private static List<String> way(CallTree tree, int node) {
    List<String> names = new ArrayList<>();
    int known = 0;
    for (int at = node; at != CallTree.ROOT && names.size() < DEEPEST; at = tree.parent(at)) {
      String name = tree.function(at).name();
      names.add(name.isEmpty() ? "(no symbols)" : name);
      known = name.isEmpty() ? known : names.size();
    }
    // What a register held that was no frame pointer says nothing, and would look like a caller.
    return List.copyOf(names.subList(0, known));
  }
}
