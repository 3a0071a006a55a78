package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;

/// A general register that a row reads or writes.
///
/// @param shift where its 5-bit field begins
/// @param more what is added to the field, for the second of two registers
/// @param bitOf31 the set of what 31 means: the stack pointer or nothing
/// @param reads all ones or 0
/// @param writes all ones or 0
record RegisterUse(int shift, int more, long bitOf31, long reads, long writes) {

  static RegisterUse[] of(Slot[] slots) {
    List<RegisterUse> uses = new ArrayList<>();
    for (Slot slot : slots) {
      switch (slot) {
        case Slot.One one -> add(one.register, slot.access.reads(), slot.access.writes(), uses);
        case MemorySlot memory -> {
          boolean writeBack = (memory.detail & (A64Decoder.PRE_INDEX | A64Decoder.POST_INDEX)) != 0;
          add(memory.base, true, writeBack, uses);
          if (memory.index != null) {
            add(memory.index, true, false, uses);
          }
        }
        default -> {}
      }
    }
    return uses.toArray(new RegisterUse[0]);
  }

  private static void add(Register r, boolean reads, boolean writes, List<RegisterUse> uses) {
    if (r.file.general()) {
      long bitOf31 = r.file == RegisterFile.GENERAL_OR_SP ? 1L << A64Registers.SP : 0;
      uses.add(
          new RegisterUse(r.field.shift(), r.behind, bitOf31, reads ? -1 : 0, writes ? -1 : 0));
    }
  }
}
