package org.inquest.engine.debug;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Names of functions and paths of files, each once, by number from 1; 0 is the empty name.
final class NamePool implements PlaceNames {
  /// Characters of all names: a kernel has three million, and a forged table of strings must not
  /// fill the heap with a million tails of one long text.
  private static final int MAX_CHARACTERS = 1 << 25;

  private final Map<String, Integer> numbers = new HashMap<>();
  private final List<String> names = new ArrayList<>();
  private final Map<Integer, SourceFile> files = new HashMap<>();
  private int characters;
  private boolean full;

  NamePool() {
    number("");
  }

  /// The names of an index with their numbers, to be gone on from.
  static NamePool of(IndexFile index) {
    NamePool pool = new NamePool();
    for (int i = 1; i < index.nameCount(); i++) {
      pool.number(index.name(i));
    }
    return pool;
  }

  /// The number of a name, a new one if it is new; 0 where there is no room for it.
  synchronized int number(String name) {
    Integer known = numbers.get(name);
    if (known != null) {
      return known;
    }
    if (characters + name.length() > MAX_CHARACTERS) {
      full = true;
      return 0;
    }
    characters += name.length();
    numbers.put(name, names.size());
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

  /// What is missing; nothing as a rule.
  synchronized List<String> gaps() {
    return full ? List.of("some names were left out: they have more than 32 MB") : List.of();
  }

  synchronized int size() {
    return names.size();
  }
}
