package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeMap;
import org.inquest.formats.perf.RecordType;
import org.inquest.profile.system.EventAttr;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A ring that a test writes as the kernel does.
class RingTest {
  private static final int PAGE = 4096;

  @TempDir Path folder;
  private final MemorySegment memory = Arena.ofAuto().allocate(2 * PAGE, 8);
  private final MappedNames names = new MappedNames(Path.of("/nowhere"));
  private final RecordCounts counts = new RecordCounts(names);
  private long head;
  private DataFile file;
  private Ring ring;

  @BeforeEach
  void open() {
    EventAttr attr = EventAttr.counting(EventAttr.SOFTWARE, 0);
    file =
        DataFile.create(
            folder.resolve("perf.data"),
            List.of(new DataFile.Event("cpu-clock", attr, List.of(7L, 8L), 0)));
    ring = new Ring(memory, PAGE);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  private void kernelWrites(ByteBuffer record) {
    for (byte b : record.array()) {
      memory.set(ValueLayout.JAVA_BYTE, PAGE + (head++ & PAGE - 1), b);
    }
    memory.set(ValueLayout.JAVA_LONG, 1024, head);
  }

  private static ByteBuffer record(int type, int size) {
    return ByteBuffer.allocate(size)
        .order(ByteOrder.nativeOrder())
        .putInt(type)
        .putShort((short) 0)
        .putShort((short) size);
  }

  private static ByteBuffer sample(long time) {
    return record(RecordType.SAMPLE, 56).putLong(32, time);
  }

  private byte[] written() throws IOException {
    byte[] all = Files.readAllBytes(folder.resolve("perf.data"));
    int start = 104 + 2 * 8 + 112 + 16;
    return java.util.Arrays.copyOfRange(all, start, start + (int) file.recorded());
  }

  @Test
  void recordsGoToTheFileAsTheyAre() throws IOException {
    kernelWrites(sample(1000));
    kernelWrites(record(RecordType.LOST, 24).putLong(16, 5));
    ring.drain(counts, file, true);
    assertEquals(1, counts.samples());
    assertEquals(5, counts.lost());
    assertEquals(head, memory.get(ValueLayout.JAVA_LONG, 1032), "the kernel may use it again");
    ByteBuffer expected = ByteBuffer.allocate(80);
    expected.put(sample(1000).array());
    expected.put(record(RecordType.LOST, 24).putLong(16, 5).array());
    assertArrayEquals(expected.array(), written());
  }

  @Test
  void aRecordMayGoRoundTheEnd() throws IOException {
    for (int i = 0; i < 200; i++) { // 56 bytes do not divide a page
      kernelWrites(sample(1000 + i));
      ring.drain(counts, file, true);
    }
    assertEquals(200, counts.samples());
    assertEquals(1000, counts.firstTime());
    assertEquals(1199, counts.lastTime());
    byte[] written = written();
    assertEquals(200 * 56, written.length);
    for (int i = 0; i < 200; i++) {
      assertEquals(
          1000 + i, ByteBuffer.wrap(written).order(ByteOrder.nativeOrder()).getLong(i * 56 + 32));
    }
  }

  @Test
  void whatIsDroppedIsCountedAndNotWritten() {
    kernelWrites(sample(1));
    ring.drain(counts, file, false);
    assertEquals(0, file.recorded());
    kernelWrites(sample(2));
    ring.drain(counts, file, true);
    assertEquals(56, file.recorded());
  }

  @Test
  void aHeadThatNoKernelWritesIsNotFollowed() {
    memory.set(ValueLayout.JAVA_LONG, 1024, 1L << 40);
    ring.drain(counts, file, true);
    assertEquals(0, file.recorded());
    assertEquals(0, counts.samples());
  }

  @Test
  void recordsWithoutALengthEndTheCount() {
    kernelWrites(ByteBuffer.allocate(64));
    ring.drain(counts, file, true);
    assertEquals(0, counts.samples());
  }

  @Test
  void theHeaderSaysWhereEverythingIs() throws IOException {
    kernelWrites(sample(1));
    ring.drain(counts, file, true);
    TreeMap<Integer, byte[]> sections = new TreeMap<>();
    sections.put(3, "host".getBytes(StandardCharsets.UTF_8));
    sections.put(11, "line".getBytes(StandardCharsets.UTF_8));
    file.finish(sections);
    ByteBuffer all =
        ByteBuffer.wrap(Files.readAllBytes(folder.resolve("perf.data")))
            .order(ByteOrder.nativeOrder());
    assertEquals(104, all.getLong(8));
    assertEquals(128, all.getLong(16), "an attribute and where its ids are");
    assertEquals(120, all.getLong(24), "attributes after two ids");
    assertEquals(248, all.getLong(40), "then the records");
    assertEquals(56, all.getLong(48));
    assertEquals(1L << 3 | 1L << 11, all.getLong(72));
    assertEquals(7, all.getLong(104));
    int table = 248 + 56;
    assertEquals(table + 32, all.getLong(table));
    assertEquals(4, all.getLong(table + 8));
    assertEquals('h', all.get((int) all.getLong(table)));
    assertEquals('l', all.get((int) all.getLong(table + 16)));
  }

  @Test
  void aCopyIsCompleteWhileTheOriginalGrows() throws IOException {
    kernelWrites(sample(1));
    ring.drain(counts, file, true);
    Path copy = folder.resolve("copy");
    file.copyTo(copy, new TreeMap<>());
    kernelWrites(sample(2));
    ring.drain(counts, file, true);
    ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(copy)).order(ByteOrder.nativeOrder());
    assertEquals(56, all.getLong(48));
    assertEquals(248 + 56, all.capacity());
    assertEquals(112, file.recorded());
  }
}
