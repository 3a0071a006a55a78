package org.inquest.app.command.history;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/// Tells on standard error what is being done, once it has taken a second.
final class StepProgress implements Consumer<String>, AutoCloseable {
  private final AtomicInteger step = new AtomicInteger();

  @Override
  public void accept(String what) {
    int mine = step.incrementAndGet();
    CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS)
        .execute(() -> {
          if (step.get() == mine) {
            System.err.println("inquest: " + what);
          }
        });
  }

  @Override
  public void close() {
    step.incrementAndGet();
  }
}
