package org.inquest.diagnose.wait;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/// Finds the islands in a function's code: what stands behind a return or a jump, so that only
/// jumps lead there. Compilers move what is done less often to such places.
///
/// Instructions are not decoded. A place counts if both something that looks like a return or jump
/// ends before it and something that looks like a jump forward leads to exactly there, which bytes
/// seldom do by chance.
final class Islands {
  private static final int RETURN = 0xc3;
  private static final int JUMP = 0xe9;
  private static final int SHORT_JUMP = 0xeb;

  private final byte[] code;
  private final long start;
  private final OptionalLong returnThunk;

  /// A jump forward to an island.
  record Jump(long from, long to) {}

  /// @param code of one function
  /// @param start its address
  /// @param returnThunk where functions jump to instead of returning, on kernels that do
  Islands(byte[] code, long start, OptionalLong returnThunk) {
    this.code = code;
    this.start = start;
    this.returnThunk = returnThunk;
  }

  /// All jumps to islands, in order of address.
  List<Jump> jumps() {
    BitSet islands = starts();
    List<Jump> jumps = new ArrayList<>();
    for (int i = 0; i < code.length; i++) {
      int to = conditional(i);
      if (to > i && to < code.length && islands.get(to)) {
        jumps.add(new Jump(start + i, start + to));
      }
    }
    return jumps;
  }

  private BitSet starts() {
    BitSet starts = new BitSet(code.length);
    for (int i = 0; i < code.length; i++) {
      int end = leaves(i);
      if (end > 0) {
        starts.set(afterPadding(end));
      }
    }
    return starts;
  }

  /// The end of an instruction that goes elsewhere for good; 0 if there is none.
  private int leaves(int at) {
    int operation = code[at] & 0xff;
    if (operation == RETURN) {
      return at + 1;
    }
    if (operation == SHORT_JUMP && at + 2 <= code.length) {
      return inside(at + 2 + code[at + 1]) ? at + 2 : 0;
    }
    if (operation == JUMP && at + 5 <= code.length) {
      int to = at + 5 + word(at + 1);
      boolean returns =
          returnThunk.isPresent() && returnThunk.getAsLong() == start + at + 5 + word(at + 1);
      return returns || inside(to) ? at + 5 : 0;
    }
    return 0;
  }

  /// Where a conditional jump leads to, as an index; -1 if there is none.
  private int conditional(int at) {
    int operation = code[at] & 0xff;
    if (operation >> 4 == 7 && at + 2 <= code.length) {
      return at + 2 + code[at + 1];
    }
    if (operation == 0x0f && at + 6 <= code.length && (code[at + 1] & 0xf0) == 0x80) {
      return at + 6 + word(at + 2);
    }
    return -1;
  }

  /// The next byte that is no padding: `int3` and the forms of `nop` that assemblers use.
  private int afterPadding(int at) {
    int i = at;
    while (i < code.length) {
      switch (code[i] & 0xff) {
        case 0xcc, 0x90, 0x66, 0x2e -> i++;
        case 0x0f -> {
          int length = nop(i);
          if (length == 0) {
            return i;
          }
          i += length;
        }
        default -> {
          return i;
        }
      }
    }
    return i;
  }

  /// Length of `nopl` by its operand; 0 for other instructions.
  private int nop(int at) {
    if (at + 2 >= code.length || code[at + 1] != 0x1f) {
      return 0;
    }
    return switch (code[at + 2] & 0xff) {
      case 0x00 -> 3;
      case 0x40 -> 4;
      case 0x44 -> 5;
      case 0x80 -> 7;
      case 0x84 -> 8;
      default -> 0;
    };
  }

  private boolean inside(int index) {
    return index >= 0 && index < code.length;
  }

  private int word(int at) {
    return code[at] & 0xff
        | (code[at + 1] & 0xff) << 8
        | (code[at + 2] & 0xff) << 16
        | code[at + 3] << 24;
  }
}
