package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.inquest.profile.system.EventAttr;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A disk that fills up; root alone can mount a small one.
@Tag("lab")
class FullDiskTest {
  @TempDir Path folder;

  private static boolean run(String... command) throws IOException, InterruptedException {
    return new ProcessBuilder(command).start().waitFor() == 0;
  }

  @Test
  void theFileCanBeRead() throws Exception {
    assumeTrue(
        run("mount", "-t", "tmpfs", "-o", "size=256k", "none", folder.toString()),
        "SKIPPED: mounting a small file system needs root");
    try {
      EventAttr attr = EventAttr.counting(EventAttr.SOFTWARE, 0);
      Path path = folder.resolve("perf.data");
      try (DataFile file =
          DataFile.create(path, List.of(new DataFile.Event("cpu-clock", attr, List.of(1L), 0)))) {
        for (int i = 0; i < 100; i++) {
          file.append(ByteBuffer.allocateDirect(4000));
        }
        assertTrue(file.full());
        TreeMap<Integer, byte[]> sections = new TreeMap<>();
        sections.put(11, new byte[20_000]);
        file.finish(sections);
        assertEquals(0, file.recorded() % 4000, "whole records only");
        assertTrue(file.recorded() > 200_000, "and most of them");
      }
      ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.nativeOrder());
      long table = all.getLong(40) + all.getLong(48);
      assertEquals(all.capacity(), all.getLong((int) table) + all.getLong((int) table + 8));
    } finally {
      run("umount", folder.toString());
    }
  }
}
