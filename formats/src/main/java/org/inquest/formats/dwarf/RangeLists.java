package org.inquest.formats.dwarf;

/// Range lists: `.debug_ranges` of DWARF 2 to 4 (DWARF 4, 2.17.3) and `.debug_rnglists` of DWARF 5
/// (2.17.3, 7.25).
final class RangeLists {
  private static final int END_OF_LIST = 0;
  private static final int BASE_ADDRESSX = 1;
  private static final int STARTX_ENDX = 2;
  private static final int STARTX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int BASE_ADDRESS = 5;
  private static final int START_END = 6;
  private static final int START_LENGTH = 7;

  private RangeLists() {}

  /// Reads a list of `.debug_ranges`.
  ///
  /// @param base what offsets count from until the list says otherwise: the unit's low address
  /// @return how many entries it has
  static int old(DebugBytes in, int addressSize, long base, RangeSink sink) {
    long all = addressSize == 4 ? 0xffff_ffffL : -1;
    long from = base;
    for (int read = 0; ; read++) {
      long low = in.unsigned(addressSize);
      long high = in.unsigned(addressSize);
      if (low == 0 && high == 0) {
        return read;
      }
      if (low == all) {
        from = high;
      } else {
        give(sink, from + low, from + high);
      }
    }
  }

  /// Reads a list of `.debug_rnglists`.
  ///
  /// @return how many entries it has
  static int indexed(DebugBytes in, Unit unit, long base, RangeSink sink) {
    int size = unit.header().addressSize();
    long from = base;
    for (int read = 0; ; read++) {
      int kind = in.u8();
      switch (kind) {
        case END_OF_LIST -> {
          return read;
        }
        case BASE_ADDRESSX -> from = unit.indexedAddress(in.uleb());
        case STARTX_ENDX -> {
          long low = unit.indexedAddress(in.uleb());
          give(sink, low, unit.indexedAddress(in.uleb()));
        }
        case STARTX_LENGTH -> {
          long low = unit.indexedAddress(in.uleb());
          give(sink, low, low + in.uleb());
        }
        case OFFSET_PAIR -> {
          long low = from + in.uleb();
          give(sink, low, from + in.uleb());
        }
        case BASE_ADDRESS -> from = in.unsigned(size);
        case START_END -> {
          long low = in.unsigned(size);
          give(sink, low, in.unsigned(size));
        }
        case START_LENGTH -> {
          long low = in.unsigned(size);
          give(sink, low, low + in.uleb());
        }
        default -> throw in.malformed("a kind of range, 0 to 7", Integer.toString(kind));
      }
    }
  }

  private static void give(RangeSink sink, long low, long high) {
    if (Long.compareUnsigned(low, high) < 0) {
      sink.range(low, high);
    }
  }
}
