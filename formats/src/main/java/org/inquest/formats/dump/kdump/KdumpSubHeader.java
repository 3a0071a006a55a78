package org.inquest.formats.dump.kdump;

import org.inquest.formats.bytes.ByteSource;
import org.inquest.formats.bytes.Cursor;
import org.inquest.formats.fault.MalformedInput;

/// `struct kdump_sub_header` of a 64-bit machine (makedumpfile diskdump_mod.h); fields newer than
/// the file are 0.
///
/// @param physBase `phys_base`
/// @param dumpLevel `dump_level` (since version 1), -1 where unknown
/// @param split whether the file is a part of a split dump (since 2)
/// @param startPfn first frame of this part
/// @param endPfn one more than the last frame of this part
/// @param vmcoreinfoOffset where VMCOREINFO's text is (since 3)
/// @param vmcoreinfoSize bytes of it
/// @param noteOffset where the ELF notes are (since 4)
/// @param noteSize bytes of them
/// @param eraseinfoOffset where the list of overwritten data is (since 5)
/// @param eraseinfoSize bytes of it
/// @param maxMapnr one more than the highest frame; 64 bits wide since 6, the main header's before
record KdumpSubHeader(
    long physBase,
    int dumpLevel,
    boolean split,
    long startPfn,
    long endPfn,
    long vmcoreinfoOffset,
    long vmcoreinfoSize,
    long noteOffset,
    long noteSize,
    long eraseinfoOffset,
    long eraseinfoSize,
    long maxMapnr) {

  private static final int SIZE = 104;

  static KdumpSubHeader read(ByteSource source, KdumpHeader header) {
    long at = header.blockSize();
    if (!source.has(at, SIZE)) {
      throw new MalformedInput(source.name(), source.size(), "the sub header", "the end of file");
    }
    int version = header.version();
    Cursor cursor = source.cursor(at, SIZE).withOrder(header.order());
    long physBase = cursor.u64();
    int dumpLevel = cursor.s32();
    int split = cursor.s32();
    long start = cursor.u64();
    long end = cursor.u64();
    long vmcoreinfoOffset = cursor.u64();
    long vmcoreinfoSize = cursor.u64();
    long noteOffset = cursor.u64();
    long noteSize = cursor.u64();
    long eraseinfoOffset = cursor.u64();
    long eraseinfoSize = cursor.u64();
    boolean wide = version >= 6;
    return new KdumpSubHeader(
        physBase,
        version >= 1 ? dumpLevel : -1,
        version >= 2 && split != 0,
        wide ? cursor.u64() : start,
        wide ? cursor.u64() : end,
        version >= 3 ? vmcoreinfoOffset : 0,
        version >= 3 ? vmcoreinfoSize : 0,
        version >= 4 ? noteOffset : 0,
        version >= 4 ? noteSize : 0,
        version >= 5 ? eraseinfoOffset : 0,
        version >= 5 ? eraseinfoSize : 0,
        wide ? cursor.u64() : header.maxMapnr());
  }
}
