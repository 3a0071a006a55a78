package org.inquest.lab.debian;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

final class LabCacheTest {
  @TempDir Path folder;

  @Test
  @Timeout(60)
  void threadsOfOneProcessWaitForEachOther() throws Exception {
    LabCache cache = new LabCache(folder);
    CountDownLatch together = new CountDownLatch(4);
    AtomicInteger inside = new AtomicInteger();
    List<Future<Integer>> most = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (int i = 0; i < 4; i++) {
        most.add(
            threads.submit(() -> {
              together.countDown();
              together.await();
              return cache.locked(() -> {
                int now = inside.incrementAndGet();
                Thread.yield();
                inside.decrementAndGet();
                return now;
              });
            }));
      }
      for (Future<Integer> one : most) {
        assertThat(one.get()).isEqualTo(1);
      }
    }
  }
}
