package org.inquest.formats.dwarf;

import org.inquest.formats.fault.InquestException;

/// `.debug_aranges` (DWARF 5, 6.1.2): ranges of addresses and the offsets of the units they belong
/// to. A table that makes no sense ends what is read; others still tell their part.
final class AddressRanges {
  private final UnitRanges all = new UnitRanges();

  private AddressRanges() {}

  static UnitRanges read(DebugSection section) {
    AddressRanges table = new AddressRanges();
    long at = 0;
    try {
      while (at < section.size()) {
        at = table.readSet(section, at);
      }
    } catch (InquestException e) {
      // Whoever finds an address here in no range looks for it in the units themselves.
    }
    return table.all.sorted();
  }

  private long readSet(DebugSection section, long offset) {
    DebugBytes in = section.at(offset);
    long length = in.u32();
    boolean wide = length == 0xffff_ffffL;
    if (wide) {
      length = in.u64();
    }
    long end = in.offset() + length;
    in = section.part(offset, end - offset).seek(in.offset());
    in.u16(); // version 2 in all DWARF versions
    long unit = in.unsigned(wide ? 8 : 4);
    int size = in.u8();
    in.u8(); // segment selectors have no user on our machines
    if (size != 4 && size != 8) {
      throw in.malformed("addresses of 4 or 8 bytes", size + " bytes");
    }
    // The first pair stands at a multiple of its size.
    long head = in.offset() - offset;
    in.skip(Math.floorMod(-head, 2L * size));
    while (in.left() >= 2 * size) {
      long low = in.unsigned(size);
      long bytes = in.unsigned(size);
      if (low == 0 && bytes == 0) {
        break;
      }
      if (bytes != 0 && !all.add(low, low + bytes, unit)) {
        throw in.malformed("at most " + UnitRanges.MAX_RANGES + " ranges", "more");
      }
    }
    return end;
  }
}
