package org.inquest.kernel.printk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.List;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.formats.fault.MalformedInput;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;
import org.junit.jupiter.api.Test;

/// A ring of four descriptors and 128 bytes of text, laid out as VMCOREINFO of 5.10 to 7.2 says.
class PrintkRingTest {
  private static final long PRB = 0x1000;
  private static final long RING = 0x2000;
  private static final long DESCS = 0x3000;
  private static final long INFOS = 0x4000;
  private static final long DATA = 0x5000;
  private static final long FINAL = 2L << 62;
  private static final long RESERVED = 0;

  private static final String OFFSETS =
      """
      SYMBOL(prb)=1000
      OFFSET(printk_ringbuffer.desc_ring)=0
      OFFSET(printk_ringbuffer.text_data_ring)=40
      OFFSET(prb_desc_ring.count_bits)=0
      OFFSET(prb_desc_ring.descs)=8
      OFFSET(prb_desc_ring.infos)=16
      OFFSET(prb_desc_ring.head_id)=24
      OFFSET(prb_desc_ring.tail_id)=32
      SIZE(prb_desc)=24
      OFFSET(prb_desc.state_var)=0
      OFFSET(prb_desc.text_blk_lpos)=8
      OFFSET(prb_data_blk_lpos.begin)=0
      OFFSET(prb_data_blk_lpos.next)=8
      SIZE(printk_info)=88
      OFFSET(printk_info.seq)=0
      OFFSET(printk_info.ts_nsec)=8
      OFFSET(printk_info.text_len)=16
      OFFSET(printk_info.caller_id)=20
      OFFSET(printk_info.dev_info)=24
      OFFSET(dev_printk_info.subsystem)=0
      OFFSET(dev_printk_info.device)=16
      OFFSET(prb_data_ring.size_bits)=0
      OFFSET(prb_data_ring.data)=8
      """;

  private final FakeMemory memory = new FakeMemory();
  private final ByteBuffer ring = memory.region(RING, 80);
  private final ByteBuffer descs = memory.region(DESCS, 4 * 24);
  private final ByteBuffer infos = memory.region(INFOS, 4 * 88);
  private final ByteBuffer data = memory.region(DATA, 128);

  PrintkRingTest() {
    memory.word(PRB, RING);
    ring.putInt(0, 2).putLong(8, DESCS).putLong(16, INFOS);
    ring.putInt(40, 7).putLong(48, DATA);
  }

  private KernelLog read(long tail, long head) {
    ring.putLong(24, head).putLong(32, tail);
    Symbols none = null;
    VmcoreInfo info = VmcoreInfo.parse(OFFSETS);
    return KernelLog.read(memory, new PrintkLayout(info, none, LogBytes.noTypes()));
  }

  private void record(long id, long state, long begin, long next, int length) {
    int index = (int) (id & 3);
    descs.putLong(index * 24, state | id).putLong(index * 24 + 8, begin);
    descs.putLong(index * 24 + 16, next);
    infos.putLong(index * 88, id).putLong(index * 88 + 8, id * 1_000_000);
    infos.putShort(index * 88 + 16, (short) length).put(index * 88 + 19, (byte) (6 << 5));
    infos.putInt(index * 88 + 20, 0x8000_0001);
  }

  private void block(long position, long id, int textAt, String text) {
    data.putLong((int) (position & 127), id);
    LogBytes.text(data, textAt, text);
  }

  private static List<String> texts(KernelLog log) {
    return log.records().stream().map(LogRecord::text).toList();
  }

  @Test
  void readsRecordsInOrder() {
    record(5, FINAL, 0, 16, 3);
    block(0, 5, 8, "one");
    record(6, FINAL, 16, 40, 12);
    block(16, 6, 24, "two\nand more");
    KernelLog log = read(5, 6);
    assertEquals(List.of("one", "two\nand more"), texts(log));
    LogRecord first = log.records().getFirst();
    assertEquals("[    0.005000] ", first.stamp());
    assertEquals(6, first.level());
    assertEquals("C1", first.callerName());
    assertEquals(5, log.overwritten());
    assertEquals(List.of("two", "and more"), log.records().get(1).lines());
  }

  @Test
  void textThatDoesNotFitBeforeTheEndIsAtTheStart() {
    // Only the id is before the end; the text is behind the ring's first eight bytes.
    record(1, FINAL, 120, 128 + 24, 10);
    block(120, 1, 8, "from start");
    assertEquals(List.of("from start"), texts(read(1, 1)));
  }

  @Test
  void textThatEndsExactlyAtTheEndDoesNotWrap() {
    record(1, FINAL, 104, 128, 9);
    block(104, 1, 112, "last word");
    assertEquals(List.of("last word"), texts(read(1, 1)));
  }

  @Test
  void overwrittenTextIsLeftOutAndUnfinishedIsCounted() {
    record(1, FINAL, 0, 16, 3);
    block(0, 9, 8, "new");
    record(2, RESERVED, 16, 32, 0);
    record(3, FINAL, 3, 3, 0);
    KernelLog log = read(1, 3);
    assertEquals(List.of(""), texts(log));
    assertEquals(1, log.unreadable());
  }

  @Test
  void holeCostsItsRecordsOnly() {
    record(1, FINAL, 0, 16, 3);
    block(0, 1, 8, "one");
    // Beyond the four descriptors that exist: as if their page were filtered out.
    ring.putInt(0, 3);
    KernelLog log = read(1, 4);
    assertEquals(List.of("one"), texts(log));
    assertEquals(1, log.unreadable());
    assertTrue(log.gap().contains("filtered"), log.gap());
  }

  @Test
  void forgedSizesAreRefused() {
    ring.putInt(0, 60);
    assertThrows(MalformedInput.class, () -> read(0, 1));
    ring.putInt(0, 2);
    assertThrows(MalformedInput.class, () -> read(0, 1L << 40));
  }
}
