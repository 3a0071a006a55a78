package org.inquest.engine.arch;

import java.util.OptionalLong;
import java.util.function.Function;

/// Where an instruction reads or writes memory: `base + index * scale + displacement`.
///
/// @param base register that holds the pointer; empty where the instruction has none
/// @param index register that is scaled and added; empty where the instruction has none
/// @param scale 1, 2, 4 or 8
/// @param displacement constant, with its sign
public record MemoryOperand(String base, String index, int scale, long displacement) {

  /// The address, computed from the registers at the instruction; empty where one of them is not
  /// known.
  ///
  /// @param registers value of a register by its name
  public OptionalLong address(Function<String, OptionalLong> registers) {
    OptionalLong from = base.isEmpty() ? OptionalLong.of(0) : registers.apply(base);
    OptionalLong steps = index.isEmpty() ? OptionalLong.of(0) : registers.apply(index);
    return from.isEmpty() || steps.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(from.getAsLong() + steps.getAsLong() * scale + displacement);
  }

  /// `[rdi+rcx*8+0x18]`.
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder("[").append(base);
    if (!index.isEmpty()) {
      out.append(base.isEmpty() ? "" : "+").append(index).append('*').append(scale);
    }
    if (displacement != 0 || out.length() == 1) {
      out.append(displacement < 0 ? "-0x" : "+0x").append(Long.toHexString(Math.abs(displacement)));
    }
    return out.append(']').toString();
  }
}
