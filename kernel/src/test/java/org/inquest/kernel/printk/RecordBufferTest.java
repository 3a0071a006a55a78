package org.inquest.kernel.printk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.nio.ByteBuffer;
import java.util.List;
import org.inquest.engine.symbol.Symbols;
import org.inquest.engine.testkit.FakeMemory;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;
import org.junit.jupiter.api.Test;

/// The buffer of v5.4: a record header of 16 bytes, without callers.
class RecordBufferTest {
  private static final long POINTER = 0x1000;
  private static final long BUFFER = 0x2000;
  private static final String OFFSETS =
      """
      SYMBOL(log_buf)=1000
      SYMBOL(log_buf_len)=1008
      SYMBOL(log_first_idx)=1010
      SYMBOL(log_next_idx)=1018
      SYMBOL(log_first_seq)=1020
      SIZE(printk_log)=16
      OFFSET(printk_log.ts_nsec)=0
      OFFSET(printk_log.len)=8
      OFFSET(printk_log.text_len)=10
      OFFSET(printk_log.dict_len)=12
      """;

  private final FakeMemory memory = new FakeMemory();
  private final ByteBuffer buffer = memory.region(BUFFER, 128);

  private KernelLog read(int first, int next) {
    memory.word(POINTER, BUFFER);
    memory.word(0x1008, 128);
    memory.word(0x1010, first);
    memory.word(0x1018, next);
    memory.word(0x1020, 7);
    Symbols none = null;
    PrintkLayout layout = new PrintkLayout(VmcoreInfo.parse(OFFSETS), none, LogBytes.noTypes());
    return new RecordBuffer(memory, layout, POINTER).read();
  }

  private void record(int at, int length, String text, String dictionary) {
    buffer.putLong(at, 2_000_000_000L).putShort(at + 8, (short) length);
    buffer.putShort(at + 10, (short) text.length());
    buffer.putShort(at + 12, (short) dictionary.length());
    buffer.put(at + 14, (byte) 3).put(at + 15, (byte) (4 << 5));
    LogBytes.text(buffer, at + 16, text + dictionary);
  }

  @Test
  void followsTheWrap() {
    record(64, 32, "older", "");
    // A length of 0 at 96 sends the reader to the start.
    record(0, 56, "new", "SUBSYSTEM=pci\0DEVICE=+pci:03.0");
    KernelLog log = read(64, 56);
    assertEquals(List.of("older", "new"), log.records().stream().map(LogRecord::text).toList());
    LogRecord record = log.records().getLast();
    assertEquals("pci", record.subsystem());
    assertEquals("+pci:03.0", record.device());
    assertEquals(4, record.level());
    assertEquals(3, record.facility());
    assertEquals(8, record.sequence());
    assertEquals(7, log.overwritten());
    assertEquals("", record.callerName());
  }

  @Test
  void brokenLengthEndsTheWalk() {
    record(0, 8, "x", "");
    assertFalse(read(0, 64).gap().isEmpty());
  }
}
