package org.inquest.lab.sweep.run;

/// Which failures a sweep goes through.
public sealed interface SweepMode {
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
