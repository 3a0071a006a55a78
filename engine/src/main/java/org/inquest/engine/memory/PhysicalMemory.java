package org.inquest.engine.memory;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.inquest.formats.dump.PageStatus;
import org.inquest.formats.dump.PhysicalPages;
import org.inquest.formats.fault.MemoryFault;

/// Physical memory of a target: the dump's pages behind a bounded cache of unpacked ones.
///
/// The cache is a table of immutable entries that threads overwrite without locks: two threads that
/// miss the same page both unpack it and one result stays, which costs less than a lock on every
/// read.
public final class PhysicalMemory {
  /// 4096 pages of 4 KiB: 16 MiB, whatever the size of the dump.
  private static final int DEFAULT_SLOTS = 4096;

  private record Slot(long frame, byte[] bytes) {}

  private final PhysicalPages pages;
  private final int shift;
  private final AtomicReferenceArray<Slot> slots;

  /// Memory over a container's pages, with the usual cache.
  public PhysicalMemory(PhysicalPages pages) {
    this(pages, DEFAULT_SLOTS);
  }

  /// @param slotCount cached pages: a power of two
  public PhysicalMemory(PhysicalPages pages, int slotCount) {
    this.pages = pages;
    this.shift = Integer.numberOfTrailingZeros(pages.pageSize());
    this.slots = new AtomicReferenceArray<>(slotCount);
  }

  /// Bytes in a page.
  public int pageSize() {
    return 1 << shift;
  }

  /// The container's pages, for those who ask about presence instead of content.
  public PhysicalPages pages() {
    return pages;
  }

  /// The bytes of the page at a physical address. Shared: never write to them.
  ///
  /// @throws MemoryFault (physical) where the page has no bytes
  public byte[] page(long address) {
    long frame = address >>> shift;
    int index = (int) (frame ^ (frame >>> 12)) & (slots.length() - 1);
    Slot slot = slots.getAcquire(index);
    if (slot != null && slot.frame == frame) {
      return slot.bytes;
    }
    byte[] bytes = new byte[1 << shift];
    PageStatus status = pages.read(frame, bytes);
    if (!status.readable()) {
      throw new MemoryFault(address, true, status.reason());
    }
    slots.setRelease(index, new Slot(frame, bytes));
    return bytes;
  }

  /// Eight bytes, little endian, at an address that is a multiple of eight.
  ///
  /// @throws MemoryFault where the page has no bytes
  public long readLong(long address) {
    return PageBytes.longAt(page(address), (int) address & ((1 << shift) - 1));
  }

  /// Copies bytes, across pages where needed.
  ///
  /// @throws MemoryFault at the first byte that can't be read
  public void read(long address, byte[] target, int offset, int length) {
    int done = 0;
    while (done < length) {
      long at = address + done;
      int inPage = (int) at & ((1 << shift) - 1);
      int chunk = Math.min(length - done, (1 << shift) - inPage);
      System.arraycopy(page(at), inPage, target, offset + done, chunk);
      done += chunk;
    }
  }
}
