package org.inquest.kernel.text;

import java.util.function.IntFunction;

/// A table of patched places, read; what each entry means is looked up when asked for.
///
/// @param addresses of the entries, in the table's order
/// @param site the entry of an index
@SuppressWarnings("ArrayRecordComponent") // tens of thousands, never written to
record PatchTable(long[] addresses, IntFunction<PatchSite> site) {}
