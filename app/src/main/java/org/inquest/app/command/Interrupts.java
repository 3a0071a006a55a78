package org.inquest.app.command;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// What happens on Ctrl-C and SIGTERM while something runs that must be brought to its end: the JVM
/// begins to shut down, and waits here until the main thread has stopped what it did, written it
/// and said so.
public final class Interrupts {
  private static final CountDownLatch DONE = new CountDownLatch(1);

  /// How long a file system may take to take a profile's last part.
  private static final int PATIENCE = 60;

  private static volatile int exit;

  private Interrupts() {}

  /// Calls `stop`, from another thread, when the process is told to end. The main thread then has
  /// to come to its end by itself.
  public static void onInterrupt(Runnable stop) {
    Thread hook =
        new Thread(() -> {
          stop.run();
          await();
        });
    Runtime.getRuntime().addShutdownHook(hook);
  }

  private static void await() {
    try {
      if (DONE.await(PATIENCE, TimeUnit.SECONDS)) {
        // The JVM's own exit code would be that of a process that was killed, and this one was not.
        Runtime.getRuntime().halt(exit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Tells that the main thread has done everything.
  ///
  /// @param code the exit code it ends with
  public static void done(int code) {
    exit = code;
    DONE.countDown();
  }
}
