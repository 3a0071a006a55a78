package org.inquest.engine.code.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.EdgeKind;

/// How much stack each function takes, and the chain of calls from it that takes the most.
///
/// A chain follows calls whose target is known and counts what is in use at each call site; behind
/// a tail call the caller's frame is gone. Calls through pointers are not followed, nor are those
/// of functions that never return. Messages and preemption may come nearly anywhere: what they call
/// is not followed, or it would be at the end of every chain. Recursion is cut: a call that leads
/// back into the chain counts as no call, so the real depth is larger; as the longest way through
/// functions that call each other is not searched for, it may be larger even without that. For one
/// thread.
public final class StackDepths {
  /// printk and its kind (kernel/printk, kernel/panic.c, lib/dynamic_debug.c), and what
  /// `preempt_enable` calls (kernel/sched/core.c).
  private static final Set<String> ANYWHERE =
      Set.of(
          "_printk",
          "printk",
          "_printk_deferred",
          "vprintk",
          "vprintk_emit",
          "vprintk_default",
          "vprintk_deferred",
          "__warn_printk",
          "warn_slowpath_fmt",
          "dump_stack",
          "__dynamic_pr_debug",
          "__dynamic_dev_dbg",
          "__dynamic_netdev_dbg",
          "_dev_printk",
          "_dev_err",
          "_dev_warn",
          "_dev_info",
          "netdev_err",
          "netdev_warn",
          "netdev_info",
          "preempt_schedule",
          "preempt_schedule_notrace",
          "preempt_schedule_thunk",
          "preempt_schedule_notrace_thunk",
          "__SCT__preempt_schedule",
          "__SCT__preempt_schedule_notrace",
          "__SCT__cond_resched",
          "__SCT__might_resched");

  private static final int SHARED = -1;

  private final Program program;
  private final CodeGraph graph;
  private final int pushed;

  /// Of each function the bytes that it takes itself, without its return address.
  private final int[] frames;

  private final boolean[] dynamic;

  /// Of each edge the stack in use there; [#SHARED] for jumps into another function's middle, as
  /// alternatives have them, behind which that one's frame is not this one's.
  private final int[] atEdge;

  /// Functions whose calls are not followed.
  private final boolean[] ends;

  /// What one function adds to a chain.
  ///
  /// @param function its number in the graph
  /// @param site the address of the call that leads on; 0 for the last one
  /// @param bytes in use at that site, or all that the last one takes, with the return address
  public record Link(int function, long site, int bytes) {}

  /// The deepest chain of a function.
  ///
  /// @param bytes of stack, from the first function's return address to the last one's deepest
  /// @param links who calls whom
  /// @param recursive whether a call that leads back into the chain was cut on it
  /// @param dynamic whether one of its functions takes more, an amount computed as it runs
  public record Chain(int bytes, List<Link> links, boolean recursive, boolean dynamic) {
    public Chain {
      links = List.copyOf(links);
    }
  }

  private StackDepths(Program program) {
    this.program = program;
    this.graph = program.graph();
    this.pushed = StackScan.returnAddress(program);
    this.frames = new int[graph.size()];
    this.dynamic = new boolean[graph.size()];
    this.atEdge = new int[graph.edgeCount()];
    this.ends = new boolean[graph.size()];
  }

  /// Reads the frames of all functions.
  public static StackDepths of(Program program) {
    StackDepths depths = new StackDepths(program);
    int cores = Runtime.getRuntime().availableProcessors();
    IntStream.range(0, cores).parallel().forEach(i -> depths.scan(i, cores));
    return depths;
  }

  private void scan(int first, int step) {
    StackScan scan = new StackScan(program);
    Instruction insn = program.text().decoder().newInstruction();
    for (int f = first; f < graph.size(); f += step) {
      ends[f] = EndlessFunctions.contains(graph.name(f)) || ANYWHERE.contains(graph.name(f));
      if (graph.owner(f) == f) {
        scan.scan(f);
        frames[f] = scan.deepest();
        dynamic[f] = scan.dynamic();
        for (int e = graph.firstOut(f); e < graph.endOut(f); e++) {
          atEdge[e] = isShared(e, insn) ? SHARED : scan.depthAt(graph.site(e));
        }
      }
    }
  }

  private boolean isShared(int e, Instruction insn) {
    return graph.kind(e) == EdgeKind.TAIL
        && program.text().decode(graph.site(e), insn) > 0
        && insn.hasTarget()
        && insn.target() != graph.start(graph.target(e));
  }

  /// Bytes of stack that a function takes itself, its return address with them.
  public int frame(int function) {
    return frames[function] + pushed;
  }

  /// Whether a function takes stack that is not in its [#frame].
  public boolean isDynamic(int function) {
    return dynamic[function];
  }

  /// The deepest chains, those first that take the most; each begins at a function that nobody is
  /// seen to call.
  ///
  /// @param limit at most so many
  public List<Chain> deepest(int limit) {
    Search search = new Search();
    List<Chain> chains = new ArrayList<>();
    IntStream.range(0, graph.size()).filter(this::isRoot).forEach(search::visit);
    IntStream.range(0, graph.size())
        .filter(this::isRoot)
        .boxed()
        .sorted((a, b) -> Integer.compare(search.bytes[b], search.bytes[a]))
        .limit(limit)
        .forEach(f -> chains.add(search.chain(f)));
    return chains;
  }

  /// The deepest chain that begins at a function.
  public Chain from(int function) {
    Search search = new Search();
    search.visit(graph.owner(function));
    return search.chain(graph.owner(function));
  }

  private boolean isRoot(int function) {
    if (graph.owner(function) != function || graph.end(function) == graph.start(function)) {
      return false;
    }
    for (int n = 0; n < graph.incomingCount(function); n++) {
      if (graph.kind(graph.incoming(function, n)).transfers()) {
        return false;
      }
    }
    return true;
  }

  /// One search through the graph, depth first.
  private final class Search {
    private static final byte OPEN = 1;
    private static final byte DONE = 2;

    private final byte[] state = new byte[graph.size()];
    private final int[] bytes = new int[graph.size()];
    private final int[] next = new int[graph.size()];
    private final int[] edge = new int[graph.size()];
    private final boolean[] cut = new boolean[graph.size()];

    void visit(int root) {
      Deque<Integer> stack = new ArrayDeque<>();
      open(root, stack);
      while (!stack.isEmpty()) {
        int f = stack.peek();
        if (edge[f] == graph.endOut(f)) {
          state[f] = DONE;
          stack.pop();
          continue;
        }
        int e = edge[f];
        int callee = followed(e);
        if (callee == CodeGraph.NONE || state[callee] == OPEN) {
          cut[f] |= callee != CodeGraph.NONE;
          edge[f]++;
        } else if (state[callee] == DONE) {
          take(f, e, callee);
          edge[f]++;
        } else {
          open(callee, stack);
        }
      }
    }

    private void open(int function, Deque<Integer> stack) {
      if (state[function] == 0) {
        state[function] = OPEN;
        bytes[function] = frame(function);
        next[function] = CodeGraph.NONE;
        edge[function] = graph.firstOut(function);
        stack.push(function);
      }
    }

    private int followed(int e) {
      int callee = graph.target(e);
      boolean followed =
          callee != CodeGraph.NONE
              && graph.kind(e).transfers()
              && atEdge[e] != SHARED
              && !ends[callee];
      return followed ? callee : CodeGraph.NONE;
    }

    private void take(int function, int e, int callee) {
      int total = at(e) + bytes[callee];
      if (total > bytes[function]) {
        bytes[function] = total;
        next[function] = e;
      }
    }

    /// What is in use before the callee's return address: behind a jump, the return address that is
    /// there already becomes the callee's.
    private int at(int e) {
      return graph.kind(e) == EdgeKind.TAIL ? atEdge[e] : atEdge[e] + pushed;
    }

    Chain chain(int root) {
      List<Link> links = new ArrayList<>();
      boolean recursive = false;
      boolean more = false;
      int f = root;
      boolean[] seen = new boolean[graph.size()];
      while (true) {
        seen[f] = true;
        recursive |= cut[f];
        more |= dynamic[f];
        int e = next[f];
        if (e == CodeGraph.NONE || seen[graph.target(e)]) {
          links.add(new Link(f, 0, frame(f)));
          return new Chain(bytes[root], links, recursive, more);
        }
        links.add(new Link(f, graph.site(e), at(e)));
        f = graph.target(e);
      }
    }
  }
}
