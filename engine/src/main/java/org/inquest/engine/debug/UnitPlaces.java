package org.inquest.engine.debug;

/// A unit's part of a [PlaceTable], as [PlaceWriter] made it.
///
/// @param functions the bytes of [FunctionTree]
/// @param records the blocks' bytes
/// @param starts the first address of each block, ascending
/// @param offsets where in `records` each block begins
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record UnitPlaces(byte[] functions, byte[] records, long[] starts, int[] offsets) {}
