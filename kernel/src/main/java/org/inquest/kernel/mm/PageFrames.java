package org.inquest.kernel.mm;

import org.inquest.engine.target.Target;
import org.inquest.formats.fault.InquestException;

/// From a `struct page` to the memory that it is about: all of them lie in one array in the order
/// of the frames (`CONFIG_SPARSEMEM_VMEMMAP`, include/asm-generic/memory_model.h).
public final class PageFrames {
  private final long base;
  private final long entry;
  private final int pageSize;

  /// @throws InquestException where the kernel's symbols or types do not tell where they are
  public PageFrames(Target target) {
    // A variable since 4c7c44837be7 ("x86/mm: Define virtual memory map"), v4.17: KASLR moves it.
    this.base = target.memory().readLong(target.symbols().address("vmemmap_base"));
    this.entry = target.types().struct("struct page").size();
    this.pageSize = target.physical().pageSize();
  }

  /// The physical address of a page.
  ///
  /// @param page address of its `struct page`, or of the `struct folio` that begins with it
  public long physical(long page) {
    return Long.divideUnsigned(page - base, entry) * pageSize;
  }
}
