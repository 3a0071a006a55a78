package org.inquest.engine.arch.x86_64;

import org.inquest.engine.memory.PageTables;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.MemoryFault.Reason;

/// x86-64 page tables of four or five levels with 4 KiB, 2 MiB and 1 GiB pages (Intel SDM volume
/// 3A, chapter 4).
///
/// ```
///  63      52 51                           12 11   9 8 7 6 5 4 3 2 1 0
/// | NX, keys |  physical page frame          | soft |G|S|D|A| | |U|W|P|
/// ```
///
/// `S` (bit 7) ends a walk early at the levels that can map large pages.
public final class X86PageTables implements PageTables {
  private static final long PRESENT = 1;
  private static final long LARGE = 1 << 7;

  /// `_PAGE_BIT_PROTNONE` is the global bit of an entry that is not present
  /// (arch/x86/include/asm/pgtable_types.h).
  private static final long PROTNONE = 1 << 8;

  /// `SWP_TYPE_FIRST_BIT` of an entry that is not present (arch/x86/include/asm/pgtable_64.h).
  private static final int SWAP_TYPE_SHIFT = 59;

  /// Of 32 types at most nine are none of swap devices: memory of devices, pages that are moved or
  /// broken, markers (include/linux/swap.h, `MAX_SWAPFILES`).
  private static final int FIRST_SPECIAL_SWAP = 23;

  private static final long FRAME = 0x000f_ffff_ffff_f000L;

  private final PhysicalMemory memory;
  private final long root;
  private final int levels;
  private final long entryMask;

  /// @param root physical address of the top-level table; the flag bits of CR3 are ignored
  /// @param levels 4 or 5
  /// @param smeMask bits that AMD's memory encryption sets in every entry (`NUMBER(sme_mask)`), 0
  ///   without
  public X86PageTables(PhysicalMemory memory, long root, int levels, long smeMask) {
    this.memory = memory;
    this.root = root & FRAME & ~smeMask;
    this.levels = levels;
    this.entryMask = FRAME & ~smeMask;
  }

  @Override
  public long translate(long address) {
    int bits = 12 + 9 * levels;
    long sign = address >> (bits - 1);
    if (sign != 0 && sign != -1) {
      throw new MemoryFault(address, false, Reason.NON_CANONICAL);
    }
    long table = root;
    for (int level = levels; level >= 1; level--) {
      int shift = 12 + 9 * (level - 1);
      long entry = memory.readLong(table + ((address >>> shift) & 0x1ff) * Long.BYTES);
      if ((entry & PRESENT) == 0) {
        return absent(address, entry, level);
      }
      if (level == 1 || ((entry & LARGE) != 0 && level <= 3)) {
        long inPage = (1L << shift) - 1;
        return (entry & entryMask & ~inPage) | (address & inPage);
      }
      table = entry & entryMask;
    }
    throw new MemoryFault(address, false, Reason.NOT_MAPPED);
  }

  private long absent(long address, long entry, int level) {
    if (entry == 0) {
      throw new MemoryFault(address, false, Reason.NOT_MAPPED);
    }
    if ((entry & PROTNONE) != 0 && level <= 2) {
      // The page is in memory, only access is taken away. Its frame number is stored inverted since
      // 6b28baca9b1f
      // ("x86/speculation/l1tf: Protect PROT_NONE PTEs against speculation", v4.19).
      long inPage = level == 1 ? 0xfff : (1L << 21) - 1;
      return (~entry & entryMask & ~inPage) | (address & inPage);
    }
    boolean swapped = level == 1 && entry >>> SWAP_TYPE_SHIFT < FIRST_SPECIAL_SWAP;
    throw new MemoryFault(address, false, swapped ? Reason.SWAPPED_OUT : Reason.NOT_PRESENT);
  }
}
