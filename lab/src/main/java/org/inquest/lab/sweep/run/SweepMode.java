package org.inquest.lab.sweep.run;

import java.util.List;
import java.util.Optional;

/// Which failures a sweep goes through.
public sealed interface SweepMode {

  /// Whether calls fail by their number in a step, so that how many there are shows when the last
  /// one was tried.
  default boolean numbered() {
    return this instanceof Calls || this instanceof Cache;
  }

  /// What a kernel has to be told when it is booted; empty for nothing. Where the switch of a cache
  /// is read-only, a cache can be chosen then (`a` of slub_debug, mm/slub.c,
  /// parse_slub_debug_flags()); and caches that are alike stay apart.
  default List<String> bootParameters() {
    return this instanceof Cache(String name)
        ? List.of("slab_nomerge", "slub_debug=A," + name)
        : List.of();
  }

  /// Every call of every step, by its number.
  ///
  /// @param pairs how many calls after a failure another one fails, too, each in a case of its own;
  ///   0 for none
  record Calls(int pairs) implements SweepMode {
    @Override
    public String toString() {
      return "calls, pairs=" + pairs;
    }
  }

  /// Every call that allocates from one slab cache.
  ///
  /// @param name as in /sys/kernel/slab
  record Cache(String name) implements SweepMode {
    private static final String WORD = "cache ";

    /// The mode that says this of itself.
    ///
    /// @return empty if it is another one
    public static Optional<Cache> parse(String words) {
      return words.startsWith(WORD)
          ? Optional.of(new Cache(words.substring(WORD.length())))
          : Optional.empty();
    }

    @Override
    public String toString() {
      return WORD + name;
    }
  }

  /// Functions that fail without being run, each with every value that it may return, in every
  /// step.
  ///
  /// @param names an expression for whole names
  record Functions(String names) implements SweepMode {
    @Override
    public String toString() {
      return "functions " + names;
    }
  }

  /// Every place that steps reach while nothing fails, once for each step.
  ///
  /// @param through an expression for the name of a function or module of the chain of callers;
  ///   empty for all
  record Places(String through) implements SweepMode {
    @Override
    public String toString() {
      return "places " + through;
    }
  }

  /// Every step again and again, with failures by chance.
  ///
  /// @param percent of the calls, 1 to 100
  /// @param rounds how often each step
  record Soak(int percent, int rounds) implements SweepMode {
    @Override
    public String toString() {
      return "soak " + percent + " %, " + rounds + " rounds";
    }
  }
}
