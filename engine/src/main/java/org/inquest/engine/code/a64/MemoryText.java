package org.inquest.engine.code.a64;

import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// An operand in memory as its pieces: `[Xn+, #%i]`, `[Xn+, #%i]!`, `[Xn+], #%i`, `[Xn+,
/// Em<offset:3>]`.
///
/// @param index register; null without
/// @param extension of the index
/// @param displacement null without
/// @param writeBack [A64Decoder#PRE_INDEX], [A64Decoder#POST_INDEX] or 0
record MemoryText(
    Register base,
    @Nullable Register index,
    @Nullable Special extension,
    @Nullable Number displacement,
    int writeBack) {

  /// @param pieces from the opening bracket on
  /// @param post whether an operand follows that is added afterwards
  static MemoryText of(List<Piece> pieces, boolean post) {
    Register base = null;
    Register index = null;
    Special extension = null;
    Number displacement = null;
    for (Piece piece : pieces) {
      switch (piece) {
        case Register r -> {
          index = base == null ? null : r;
          base = base == null ? r : base;
        }
        case Special s -> extension = s;
        case Number n -> displacement = n;
        case Piece.Optional o -> displacement = o.number();
        default -> {}
      }
    }
    if (base == null) {
      throw new IllegalArgumentException("memory operand without base");
    }
    boolean pre = pieces.getLast() instanceof Piece.Text end && end.text.endsWith("!");
    int writeBack = pre ? A64Decoder.PRE_INDEX : post ? A64Decoder.POST_INDEX : 0;
    return new MemoryText(base, index, extension, displacement, writeBack);
  }

  /// @param bytes accessed; 0 for those of `moved`, `times`
  Slot slot(Access access, int bytes, @Nullable Register moved, int times) {
    if (bytes == 0 && moved != null) {
      Slot.Extra extra = moved.size >= 0 ? indexed() : sized(moved, times);
      return slot(access, Math.max(0, moved.size) * times, extra);
    }
    return slot(access, bytes, indexed());
  }

  private Slot slot(Access access, int size, Slot.@Nullable Extra extra) {
    return new Slot(Operand.Kind.MEMORY, access, size, base, displacement, writeBack, extra);
  }

  private Slot.Extra sized(Register moved, int times) {
    Slot.Extra indexed = indexed();
    return (word, address, operand) -> {
      operand.size(moved.size(word) * times);
      if (indexed != null) {
        indexed.finish(word, address, operand);
      }
    };
  }

  private Slot.@Nullable Extra indexed() {
    Register register = index;
    Special how = extension;
    if (register == null) {
      return null;
    }
    return (word, address, operand) -> {
      int bits = how == null ? 0 : (int) how.value(word, address);
      operand.index(register.number(word), 1 << (bits & A64Decoder.AMOUNT));
      operand.detail(writeBack | bits);
    };
  }
}
