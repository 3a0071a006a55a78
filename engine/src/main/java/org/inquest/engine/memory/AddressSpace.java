package org.inquest.engine.memory;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.inquest.formats.fault.MemoryFault;

/// Virtual memory read through page tables, with a small table of recent translations that lead
/// straight to page bytes.
public final class AddressSpace implements VirtualMemory {
  private static final int SLOTS = 2048;

  private record Slot(long page, byte[] bytes) {}

  private final PhysicalMemory physical;
  private final PageTables tables;
  private final int shift;
  private final AtomicReferenceArray<Slot> slots = new AtomicReferenceArray<>(SLOTS);

  /// An address space that `tables` describe.
  public AddressSpace(PhysicalMemory physical, PageTables tables) {
    this.physical = physical;
    this.tables = tables;
    this.shift = Integer.numberOfTrailingZeros(physical.pageSize());
  }

  private byte[] pageOf(long address) {
    long page = address >>> shift;
    int index = (int) (page ^ (page >>> 11)) & (SLOTS - 1);
    Slot slot = slots.getAcquire(index);
    if (slot != null && slot.page == page) {
      return slot.bytes;
    }
    byte[] bytes;
    try {
      bytes = physical.page(tables.translate(address));
    } catch (MemoryFault e) {
      // Callers ask about virtual memory; the reason is what they need, the physical place is not.
      throw e.physical() ? new MemoryFault(address, false, e.reason()) : e;
    }
    slots.setRelease(index, new Slot(page, bytes));
    return bytes;
  }

  private int inPage(long address) {
    return (int) address & ((1 << shift) - 1);
  }

  @Override
  public void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      long at = address + done;
      int inPage = inPage(at);
      int chunk = Math.min(length - done, (1 << shift) - inPage);
      System.arraycopy(pageOf(at), inPage, target, offset + done, chunk);
      done += chunk;
    }
  }

  @Override
  public long readLong(long address) {
    int inPage = inPage(address);
    if (inPage <= (1 << shift) - Long.BYTES) {
      return PageBytes.longAt(pageOf(address), inPage);
    }
    return PageBytes.longAt(read(address, Long.BYTES), 0);
  }

  @Override
  public int readInt(long address) {
    int inPage = inPage(address);
    if (inPage <= (1 << shift) - Integer.BYTES) {
      return PageBytes.intAt(pageOf(address), inPage);
    }
    return PageBytes.intAt(read(address, Integer.BYTES), 0);
  }

  @Override
  public short readShort(long address) {
    int inPage = inPage(address);
    if (inPage <= (1 << shift) - Short.BYTES) {
      return PageBytes.shortAt(pageOf(address), inPage);
    }
    return PageBytes.shortAt(read(address, Short.BYTES), 0);
  }

  @Override
  public byte readByte(long address) {
    return pageOf(address)[inPage(address)];
  }

  @Override
  public long translate(long address) {
    return tables.translate(address);
  }
}
