package org.inquest.profile.model;

import java.util.BitSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/// Looks for the code of binaries in a thread of its own, while samples are still read: tables of
/// symbols take as long as some hundred thousand samples.
final class CodeAhead implements AutoCloseable {
  /// A table of symbols takes less than a second, even of a large library.
  private static final int SECONDS_TO_END = 60;

  private final BitSet asked = new BitSet();
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          work -> Thread.ofPlatform().daemon().name("symbols").unstarted(work));

  /// Begins with one, if that was not asked for before. What goes wrong is told to the one who
  /// wants the code.
  void begin(Binary binary) {
    if (!asked.get(binary.id())) {
      asked.set(binary.id());
      thread.execute(binary::code);
    }
  }

  @Override
  public void close() {
    thread.shutdownNow();
    try {
      thread.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
