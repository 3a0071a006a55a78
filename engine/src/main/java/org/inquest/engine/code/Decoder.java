package org.inquest.engine.code;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Turns bytes into instructions. Stateless and thread-safe; what changes is in the [Instruction].
public interface Decoder {

  /// An object for [#decode] to fill.
  Instruction newInstruction();

  /// The number of a mnemonic as [Instruction#mnemonicIndex] gives it; -1 where the architecture
  /// has no such name.
  int mnemonicIndex(String mnemonic);

  /// Decodes one instruction. Never throws, whatever the bytes are.
  ///
  /// @param bytes code
  /// @param offset where the instruction begins in it
  /// @param limit where the readable bytes end; at most the array's length
  /// @param address virtual address of the byte at `offset`
  /// @return its length, or 0 where there is none: `into.flow()` tells INVALID from TRUNCATED
  int decode(byte[] bytes, int offset, int limit, long address, Instruction into);

  /// The same from a segment, such as a mapped file.
  default int decode(MemorySegment bytes, long offset, long limit, long address, Instruction into) {
    byte[] window = into.window();
    int length = (int) Math.min(Math.max(limit - offset, 0), window.length);
    MemorySegment.copy(bytes, ValueLayout.JAVA_BYTE, offset, window, 0, length);
    return decode(window, 0, length, address, into);
  }

  /// Where to look for the next instruction after bytes that are none: 1 on machines whose
  /// instructions may begin anywhere, 4 on A64.
  int alignment();
}
