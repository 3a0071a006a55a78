package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What a check of code in memory found.
public final class TextReport {
  /// A page of zeros alone would give a thousand: nobody reads more.
  private static final int MAX_FINDINGS = 500;

  private final List<TextFinding> findings = new ArrayList<>();
  private final SortedMap<String, Integer> explained = new TreeMap<>();
  private final List<String> gaps = new ArrayList<>();
  private long bytes;
  private int functions;
  private int more;

  TextReport() {}

  void checked(long checkedBytes, int checkedFunctions) {
    bytes += checkedBytes;
    functions += checkedFunctions;
  }

  void add(TextFinding finding) {
    if (findings.size() < MAX_FINDINGS) {
      findings.add(finding);
    } else {
      more++;
    }
  }

  void explain(String what) {
    explained.merge(what, 1, Integer::sum);
  }

  void gap(String what) {
    gaps.add(what);
  }

  /// Takes over what another part of the same check found.
  void join(TextReport other) {
    other.findings.forEach(this::add);
    other.explained.forEach((what, count) -> explained.merge(what, count, Integer::sum));
    gaps.addAll(other.gaps);
    bytes += other.bytes;
    functions += other.functions;
    more += other.more;
  }

  /// Places with wrong code, by address, the first ones.
  public List<TextFinding> findings() {
    return List.copyOf(findings);
  }

  /// How many findings there are beyond [#findings].
  public int more() {
    return more;
  }

  /// Differences from the file that have a reason: the reason and how many, by reason.
  public SortedMap<String, Integer> explained() {
    return Collections.unmodifiableSortedMap(explained);
  }

  /// What could not be checked, a sentence each.
  public List<String> gaps() {
    return List.copyOf(gaps);
  }

  /// Bytes checked.
  public long bytes() {
    return bytes;
  }

  /// Functions checked.
  public int functions() {
    return functions;
  }
}
