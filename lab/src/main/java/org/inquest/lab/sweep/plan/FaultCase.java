package org.inquest.lab.sweep.plan;

import org.inquest.lab.sweep.count.Site;

/// One way to choose what fails.
public sealed interface FaultCase {

  /// What it does, for a person who reads a plan.
  String words();

  /// A task's nth chance to fail, at whichever fault point that is. Whoever runs the case writes n
  /// to the task's `fail-nth`, between two system calls of it; that it reads 0 afterwards says that
  /// something failed.
  ///
  /// @param nth from 1
  record Nth(int nth) implements FaultCase {
    @Override
    public String words() {
      return "the task's chance number " + nth + " to fail";
    }
  }

  /// A task's nth chance, and after it the next allocation, which is most often the error path's.
  ///
  /// `fail-nth` comes before all else and takes one of `times`, so that with two of them and a
  /// probability of 100 one more failure follows (`should_fail()`, lib/fault-inject.c).
  ///
  /// The task opens its `fail-nth` and `make-it-fail` first, then writes n to the one and 1 to the
  /// other: marked before, it would fail at once; and to open a file is itself a chance to fail.
  ///
  /// @param capability what fails the second time
  /// @param nth from 1
  /// @param bytes that may be allocated between the two; 0 for none
  record Pair(String capability, int nth, int bytes) implements FaultCase {
    @Override
    public String words() {
      return "chance number "
          + nth
          + " to fail, and the next of "
          + capability
          + (bytes > 0 ? " after " + bytes + " more bytes" : "");
    }
  }

  /// One call, by the stack filter: a range of a single address, that to which the call returns.
  ///
  /// @param site where
  /// @param address to which its innermost call returns, in the kernel as it runs
  record CallSite(Site site, long address) implements FaultCase {
    @Override
    public String words() {
      return site.capability() + " in " + site.words();
    }
  }

  /// Everything below a range of code, by the stack filter: a function, a module.
  ///
  /// @param capability what fails
  /// @param range where one of the callers is
  /// @param times how often; -1 for always
  record Range(String capability, TextRange range, int times) implements FaultCase {
    @Override
    public String words() {
      return capability + " below " + range.name();
    }
  }

  /// One slab cache.
  ///
  /// @param cache as in `/sys/kernel/slab`
  record Cache(String cache) implements FaultCase {
    @Override
    public String words() {
      return "failslab of the cache " + cache;
    }
  }

  /// Failures by chance, for what only a long run reaches.
  ///
  /// @param capability what fails
  /// @param percent of the chances, 1 to 100
  record Soak(String capability, int percent) implements FaultCase {
    @Override
    public String words() {
      return percent + " % of " + capability;
    }
  }

  /// A function that returns an error instead of being run.
  ///
  /// @param function one of those that the kernel lists
  /// @param value what it returns, as the kernel's register has it
  record Function(InjectableFunction function, long value) implements FaultCase {
    @Override
    public String words() {
      return function.name() + "() returns " + value;
    }
  }
}
