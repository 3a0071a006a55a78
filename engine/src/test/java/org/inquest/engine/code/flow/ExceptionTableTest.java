package org.inquest.engine.code.flow;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;
import org.junit.jupiter.api.Test;

/// A table as the linker leaves it, and pieces of it.
final class ExceptionTableTest {
  private static final long TABLE = 0xffff_ffff_8200_0000L;
  private static final long CODE = 0xffff_ffff_8100_0000L;
  private static final int COUNT = 7;

  /// Instruction i is at CODE + 16 i, its fix-up 0x1000 further.
  private static AddressReader memory(int present) {
    ByteBuffer table = ByteBuffer.allocate(12 * COUNT).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < COUNT; i++) {
      table.putInt((int) (CODE + 16L * i - (TABLE + table.position())));
      table.putInt((int) (CODE + 0x1000 + 16L * i - (TABLE + table.position())));
      table.putInt(1);
    }
    return (address, target, offset, length) -> {
      int at = (int) (address - TABLE);
      if (at < 0 || at + length > present) {
        throw new MemoryFault(address, false, MemoryFault.Reason.FILTERED);
      }
      System.arraycopy(table.array(), at, target, offset, length);
    };
  }

  @Test
  void eachInstructionHasItsFixup() {
    ExceptionTable table = new ExceptionTable(memory(12 * COUNT), TABLE, TABLE + 12 * COUNT);
    LongStream.range(0, COUNT)
        .forEach(i -> assertThat(table.fixup(CODE + 16 * i)).hasValue(CODE + 0x1000 + 16 * i));
    assertThat(table.fixup(CODE + 1)).isEmpty();
    assertThat(table.fixup(CODE - 16)).isEmpty();
    assertThat(table.fixup(CODE + 16 * COUNT)).isEmpty();
  }

  @Test
  void whatIsMissingOrEmptyHasNone() {
    long end = TABLE + 12 * COUNT;
    assertThat(new ExceptionTable(memory(0), TABLE, end).fixup(CODE)).isEmpty();
    assertThat(new ExceptionTable(memory(12), TABLE, end).fixup(CODE + 16 * 6)).isEmpty();
    assertThat(new ExceptionTable(memory(12), TABLE, TABLE).fixup(CODE))
        .isEqualTo(OptionalLong.empty());
  }
}
