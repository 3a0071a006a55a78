package org.inquest.kernel.text;

import java.util.function.IntFunction;

/// A table of patched places, read; what each entry means is looked up when asked for.
///
/// @param addresses of the entries, in the table's order
/// @param site the entry of an index
@SuppressWarnings("ArrayRecordComponent") // tens of thousands, never written to
record PatchTable(long[] addresses, IntFunction<PatchSite> site) {

  /// A table whose entries begin with the place of the code, counted from the entry.
  ///
  /// @param entry size of one, bytes
  /// @param siteAt the entry at an offset, bytes
  static PatchTable of(TableBounds table, int entry, IntFunction<PatchSite> siteAt) {
    long[] addresses = new long[table.bytes().length / entry];
    for (int i = 0; i < addresses.length; i++) {
      addresses[i] = table.relative(i * entry);
    }
    return new PatchTable(addresses, i -> siteAt.apply(i * entry));
  }
}
