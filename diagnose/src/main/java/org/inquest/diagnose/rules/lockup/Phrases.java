package org.inquest.diagnose.rules.lockup;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/// Pieces of sentences that the rules of this package share.
final class Phrases {
  private static final long MILLI = 1_000_000L;
  private static final long SECOND = 1_000_000_000L;

  private Phrases() {}

  /// `850 ms`, `18.2 s`, `3 min 12 s`.
  static String span(long nanoseconds) {
    if (nanoseconds < SECOND) {
      return nanoseconds / MILLI + " ms";
    }
    if (nanoseconds < 120 * SECOND) {
      long tenths = (nanoseconds + SECOND / 20) / (SECOND / 10);
      return tenths / 10 + "." + tenths % 10 + " s";
    }
    long seconds = nanoseconds / SECOND;
    return seconds < 7200
        ? seconds / 60 + " min " + seconds % 60 + " s"
        : seconds / 3600 + " h " + seconds / 60 % 60 + " min";
  }

  /// `a, b and c`; of more than `most`, `a, b and 7 more`.
  static <T> String list(List<T> items, int most, Function<T, String> text) {
    List<String> words = new ArrayList<>();
    boolean all = items.size() <= most;
    for (T item : all ? items : items.subList(0, most)) {
      words.add(text.apply(item));
    }
    if (!all) {
      words.add(items.size() - most + " more");
    }
    if (words.size() < 2) {
      return String.join("", words);
    }
    return String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.getLast();
  }

  /// `1 task`, `7 tasks`.
  static String count(int number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /// `the only CPU`, `both CPUs`, `all 8 CPUs`.
  static String every(int cpus) {
    return cpus == 1 ? "the only CPU" : cpus == 2 ? "both CPUs" : "all " + cpus + " CPUs";
  }

  /// `CPU 1`, `CPUs 0, 1 and 3`.
  static String cpus(List<Integer> cpus) {
    return (cpus.size() == 1 ? "CPU " : "CPUs ") + list(cpus, 8, c -> Integer.toString(c));
  }

  /// `0xffff8a35022bc800`.
  static String hex(long value) {
    return String.format(Locale.ROOT, "0x%016x", value);
  }

  /// `((struct task_struct *)0xffff8a35022bc800)->policy`.
  static String member(String struct, long address, String member) {
    return "((struct " + struct + " *)" + hex(address) + ")->" + member;
  }
}
