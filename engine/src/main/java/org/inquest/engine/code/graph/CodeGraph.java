package org.inquest.engine.code.graph;

import java.util.Arrays;

/// The call graph of an image. Functions and edges are numbers; what is known of them lies in
/// arrays, so that a kernel's 60,000 functions and 600,000 edges take some 20 MB. Immutable.
///
/// Functions are numbered by address. A function that the compiler split (`foo` and `foo.cold`) has
/// all its edges at the first part. Functions of other files that a module calls are in it too,
/// without edges of their own.
public final class CodeGraph {
  /// There is no such function.
  public static final int NONE = -1;

  private final long[] starts;
  private final long[] ends;
  private final NameList names;
  private final int[] owner;

  /// Edges lie sorted by source: those of function `f` are `first[f]` to `first[f + 1]`.
  private final int[] first;

  private final int[] targets;
  private final long[] sites;
  private final byte[] kinds;

  private final int[] firstIn;
  private final int[] incoming;
  private final DataWords data;

  /// @param owner of each function the one that it is a part of; itself for whole ones
  CodeGraph(
      long[] starts,
      long[] ends,
      NameList names,
      int[] owner,
      int[] first,
      int[] targets,
      long[] sites,
      byte[] kinds,
      DataWords data) {
    this.starts = starts;
    this.ends = ends;
    this.names = names;
    this.owner = owner;
    this.first = first;
    this.targets = targets;
    this.sites = sites;
    this.kinds = kinds;
    this.data = data;
    this.firstIn = new int[starts.length + 1];
    this.incoming = invert();
  }

  private int[] invert() {
    int known = 0;
    for (int target : targets) {
      if (target != NONE) {
        firstIn[target + 1]++;
        known++;
      }
    }
    for (int i = 0; i < starts.length; i++) {
      firstIn[i + 1] += firstIn[i];
    }
    int[] next = Arrays.copyOf(firstIn, starts.length);
    int[] edges = new int[known];
    for (int edge = 0; edge < targets.length; edge++) {
      if (targets[edge] != NONE) {
        edges[next[targets[edge]]++] = edge;
      }
    }
    return edges;
  }

  /// How many functions there are.
  public int size() {
    return starts.length;
  }

  /// How many edges there are.
  public int edgeCount() {
    return targets.length;
  }

  public long start(int function) {
    return starts[function];
  }

  /// The address behind the last byte; [#start] for functions of other files.
  public long end(int function) {
    return ends[function];
  }

  public String name(int function) {
    return names.get(function);
  }

  /// The function that one is a part of (`foo` of `foo.cold`); itself for whole ones.
  public int owner(int function) {
    return owner[function];
  }

  /// The function that begins at an address or has it inside, or [#NONE].
  public int indexAt(long address) {
    int low = 0;
    int high = starts.length - 1;
    int found = NONE;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(starts[middle], address) <= 0) {
        found = middle;
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    boolean inside =
        found != NONE
            && (starts[found] == address || Long.compareUnsigned(address, ends[found]) < 0);
    return inside ? found : NONE;
  }

  /// All functions of a name, without the parts of others; empty where there is none.
  public int[] named(String name) {
    int[] found = new int[4];
    int count = 0;
    for (int i = 0; i < starts.length; i++) {
      if (names.is(i, name)) {
        if (count == found.length) {
          found = Arrays.copyOf(found, 2 * count);
        }
        found[count++] = i;
      }
    }
    return Arrays.copyOf(found, count);
  }

  /// The first edge that leaves a function; [#endOut] is behind the last one.
  public int firstOut(int function) {
    return first[function];
  }

  public int endOut(int function) {
    return first[function + 1];
  }

  /// The function that an edge leaves.
  public int source(int edge) {
    // The last function whose edges begin at this one or before: those without edges begin where
    // the next one does.
    int low = 0;
    int high = starts.length - 1;
    while (low < high) {
      int middle = (low + high + 1) >>> 1;
      if (first[middle] <= edge) {
        low = middle;
      } else {
        high = middle - 1;
      }
    }
    return low;
  }

  /// Where an edge leads; [#NONE] for [EdgeKind#INDIRECT].
  public int target(int edge) {
    return targets[edge];
  }

  /// The address of the instruction.
  public long site(int edge) {
    return sites[edge];
  }

  public EdgeKind kind(int edge) {
    return EdgeKind.of(kinds[edge]);
  }

  /// How many edges lead to a function.
  public int incomingCount(int function) {
    return firstIn[function + 1] - firstIn[function];
  }

  /// The n-th edge that leads to a function.
  public int incoming(int function, int n) {
    return incoming[firstIn[function] + n];
  }

  /// The words of data that hold the address of a function.
  public DataWords data() {
    return data;
  }

  NameList names() {
    return names;
  }

  long[] starts() {
    return starts;
  }

  long[] ends() {
    return ends;
  }

  int[] owners() {
    return owner;
  }

  int[] firsts() {
    return first;
  }

  int[] targets() {
    return targets;
  }

  long[] sites() {
    return sites;
  }

  byte[] kinds() {
    return kinds;
  }
}
