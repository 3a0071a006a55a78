package org.inquest.engine.memory;

/// Turns virtual addresses of one address space into physical ones. A machine's page-table format
/// implements this.
public interface PageTables {

  /// The physical address behind a virtual one.
  ///
  /// @throws org.inquest.formats.fault.MemoryFault where nothing is mapped (virtual), or a table is
  ///   not in the dump (physical: the table's own address)
  long translate(long address);
}
