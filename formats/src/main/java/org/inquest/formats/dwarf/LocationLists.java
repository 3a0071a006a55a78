package org.inquest.formats.dwarf;

import java.util.Optional;

/// Location lists: `.debug_loc` of DWARF 2 to 4 (DWARF 4, 2.6.2) and `.debug_loclists` of DWARF 5
/// (2.6.2, 7.7.3).
final class LocationLists {
  private static final int END_OF_LIST = 0;
  private static final int BASE_ADDRESSX = 1;
  private static final int STARTX_ENDX = 2;
  private static final int STARTX_LENGTH = 3;
  private static final int OFFSET_PAIR = 4;
  private static final int DEFAULT_LOCATION = 5;
  private static final int BASE_ADDRESS = 6;
  private static final int START_END = 7;
  private static final int START_LENGTH = 8;

  /// GNU's: at which of several views of one address the next location begins and ends. Addresses
  /// do not tell views apart.
  private static final int VIEW_PAIR = 9;

  private LocationLists() {}

  /// Reads a list of `.debug_loc`.
  ///
  /// @param base what offsets count from until the list says otherwise: the unit's low address
  static void old(DebugBytes in, Unit unit, long base, LocationSink sink) {
    int size = unit.header().addressSize();
    long all = size == 4 ? 0xffff_ffffL : -1;
    long from = base;
    while (true) {
      long low = in.unsigned(size);
      long high = in.unsigned(size);
      if (low == 0 && high == 0) {
        return;
      }
      if (low == all) {
        from = high;
      } else {
        give(sink, from + low, from + high, unit.expression(in.take(in.u16())));
      }
    }
  }

  /// Reads a list of `.debug_loclists`. A default location is given last.
  static void indexed(DebugBytes in, Unit unit, long base, LocationSink sink) {
    int size = unit.header().addressSize();
    Optional<Expression> otherwise = Optional.empty();
    long from = base;
    while (true) {
      int kind = in.u8();
      switch (kind) {
        case END_OF_LIST -> {
          otherwise.ifPresent(e -> sink.location(LocationSink.FIRST, LocationSink.LAST, e));
          return;
        }
        case BASE_ADDRESSX -> from = unit.indexedAddress(in.uleb());
        case BASE_ADDRESS -> from = in.unsigned(size);
        case VIEW_PAIR -> {
          in.skipLeb();
          in.skipLeb();
        }
        case DEFAULT_LOCATION -> otherwise = Optional.of(counted(in, unit));
        case STARTX_ENDX -> {
          long low = unit.indexedAddress(in.uleb());
          give(sink, low, unit.indexedAddress(in.uleb()), counted(in, unit));
        }
        case STARTX_LENGTH -> {
          long low = unit.indexedAddress(in.uleb());
          give(sink, low, low + in.uleb(), counted(in, unit));
        }
        case OFFSET_PAIR -> {
          long low = from + in.uleb();
          give(sink, low, from + in.uleb(), counted(in, unit));
        }
        case START_END -> {
          long low = in.unsigned(size);
          give(sink, low, in.unsigned(size), counted(in, unit));
        }
        case START_LENGTH -> {
          long low = in.unsigned(size);
          give(sink, low, low + in.uleb(), counted(in, unit));
        }
        default -> throw in.malformed("a kind of location, 0 to 9", Integer.toString(kind));
      }
    }
  }

  /// Reads a list of `.debug_loc.dwo`, GNU's way before DWARF 5: kinds 0 to 3 of those below, with
  /// lengths of four bytes and expressions with two bytes of length
  /// (gcc.gnu.org/wiki/DebugFission).
  static void split(DebugBytes in, Unit unit, long base, LocationSink sink) {
    long from = base;
    for (int kind = in.u8(); kind != END_OF_LIST; kind = in.u8()) {
      if (kind == BASE_ADDRESSX) {
        from = unit.indexedAddress(in.uleb());
        continue;
      }
      long low;
      long high;
      switch (kind) {
        case STARTX_ENDX -> {
          low = unit.indexedAddress(in.uleb());
          high = unit.indexedAddress(in.uleb());
        }
        case STARTX_LENGTH -> {
          low = unit.indexedAddress(in.uleb());
          high = low + in.u32();
        }
        case OFFSET_PAIR -> {
          low = from + in.u32();
          high = from + in.u32();
        }
        default -> throw in.malformed("a kind of location, 0 to 4", Integer.toString(kind));
      }
      give(sink, low, high, unit.expression(in.take(in.u16())));
    }
  }

  private static Expression counted(DebugBytes in, Unit unit) {
    return unit.expression(in.take(in.uleb()));
  }

  private static void give(LocationSink sink, long low, long high, Expression expression) {
    if (Long.compareUnsigned(low, high) < 0) {
      sink.location(low, high, expression);
    }
  }
}
