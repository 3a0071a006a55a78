package org.inquest.engine.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names of functions and paths of files, each once, by number from 1; 0 is the empty name.
final class NamePool implements PlaceNames {
  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Integer, SourceFile> files = new HashMap<>();

  NamePool() {
    number("");
  }

  /// The number of a name, a new one if it is new.
  synchronized int number(String name) {
    Integer known = numbers.putIfAbsent(name, names.size());
    if (known != null) {
      return known;
    }
    names.add(name);
    return names.size() - 1;
  }

  @Override
  public synchronized String name(int number) {
    return number >= 0 && number < names.size() ? names.get(number) : "";
  }

  @Override
  public synchronized SourceFile file(int number) {
    return files.computeIfAbsent(number, n -> SourceFile.of(name(n)));
  }

  synchronized int size() {
    return names.size();
  }
}
