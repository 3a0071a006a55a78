package org.inquest.lab.watch;

/// What becomes of a guest in which a command runs.
public sealed interface Sign {

  /// In words, as the end of "the command was tried: ...".
  String text();

  /// Whether the kernel failed.
  default boolean broken() {
    return switch (this) {
      case Ended ended -> false;
      case StillRunning running -> false;
      case Dying dying -> true;
      case Stuck stuck -> true;
      case Starved starved -> true;
      case Silent silent -> true;
      case Gone gone -> true;
    };
  }

  /// The command ended, and nothing broke in the moments after.
  ///
  /// @param status as a shell reports it: 128 and the signal's number if one killed it
  record Ended(int status) implements Sign {
    @Override
    public String text() {
      return "the command ended with status " + status;
    }
  }

  /// The time is over, and command and machine still work.
  record StillRunning(long seconds) implements Sign {
    @Override
    public String text() {
      return "the command still ran after " + seconds + " s";
    }
  }

  /// The kernel died by itself.
  ///
  /// @param cry the first line in which it said so; empty if it said nothing
  record Dying(String cry) implements Sign {
    @Override
    public String text() {
      return cry.isEmpty() ? "the crash kernel started" : cry;
    }
  }

  /// A task waits in D state and does not run.
  record Stuck(long pid, String comm, long seconds) implements Sign {
    @Override
    public String text() {
      return "the task " + comm + " (" + pid + ") waited in D state for " + seconds + " s";
    }
  }

  /// Tasks of ordinary priority no longer run.
  record Starved(long seconds) implements Sign {
    @Override
    public String text() {
      return "ordinary tasks did not run for " + seconds + " s";
    }
  }

  /// The guest gave no sign of life.
  record Silent(long seconds) implements Sign {
    @Override
    public String text() {
      return "the machine gave no sign of life for " + seconds + " s";
    }
  }

  /// The guest ended without having been asked to.
  record Gone() implements Sign {
    @Override
    public String text() {
      return "the machine reset itself";
    }
  }
}
