package org.inquest.kernel.sched;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.engine.target.TargetOpener;
import org.inquest.engine.testkit.EditedDump;
import org.inquest.formats.fault.InquestException;
import org.junit.jupiter.api.Test;

class DamagedRunQueueTest {
  /// Real memory with one word overwritten.
  private record Overwritten(VirtualMemory real, long at, long value) implements VirtualMemory {
    @Override
    public byte readByte(long address) {
      return (address & ~7L) == at ? (byte) (value >>> (address & 7) * 8) : real.readByte(address);
    }

    @Override
    public void read(long address, byte[] target, int offset, int length) {
      for (int i = 0; i < length; i++) {
        target[offset + i] = readByte(address + i);
      }
    }

    @Override
    public long readLong(long address) {
      if ((address & ~7L) != at && (address + 7 & ~7L) != at) {
        return real.readLong(address);
      }
      return readInt(address) & 0xffff_ffffL | (long) readInt(address + 4) << 32;
    }

    @Override
    public int readInt(long address) {
      return readShort(address) & 0xffff | readShort(address + 2) << 16;
    }

    @Override
    public short readShort(long address) {
      return (short) (readByte(address) & 0xff | readByte(address + 1) << 8);
    }

    @Override
    public long translate(long address) {
      return real.translate(address);
    }
  }

  /// Every word of a run queue in turn is made zero, all ones, a pointer to itself, to the other
  /// CPU's run queue, and list poison. The queue is read to its end or refused, soon and in words.
  @Test
  void noWordOfARunQueueMatters() {
    try (Target target = TargetOpener.open(List.of(EditedDump.sample()))) {
      QueueReader reader = new QueueReader(target.types());
      KObject rq = target.perCpu("runqueues", 0);
      long other = target.perCpu("runqueues", 1).address();
      int read = 0;
      for (long word = rq.address(); word < rq.address() + rq.type().size(); word += 8) {
        for (long value : new long[] {0, -1, word, other, 0xdead_0000_0000_0100L}) {
          VirtualMemory memory = new Overwritten(target.memory(), word, value);
          try {
            RunQueue queue =
                RunQueues.read(reader, new KObject(memory, rq.type(), rq.address()), 0);
            assertThat(queue.queued().size()).isLessThan(1000);
            read++;
          } catch (InquestException e) {
            assertThat(e.getMessage()).isNotEmpty();
          }
        }
      }
      assertThat(read).isGreaterThan(1000);
    }
  }
}
