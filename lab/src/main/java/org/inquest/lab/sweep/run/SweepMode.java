package org.inquest.lab.sweep.run;

/// Which failures a sweep goes through.
public sealed interface SweepMode {

  /// Whether calls fail by their number in a step, so that how many there are shows when the last
  /// one was tried.
  default boolean numbered() {
    return this instanceof Calls || this instanceof Cache;
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
    @Override
    public String toString() {
      return "cache " + name;
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
