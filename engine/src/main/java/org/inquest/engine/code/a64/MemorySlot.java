package org.inquest.engine.code.a64;

import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// An operand in memory: `[Xn+, #%i]`, `[Xn+, #%i]!`, `[Xn+], #%i`, `[Xn+, Em<offset:3>]`.
final class MemorySlot extends Slot {
  final Register base;
  final @Nullable Register index;
  private final @Nullable Special extension;
  private final @Nullable Piece displacement;
  private final Size bytes;
  int detail;

  private MemorySlot(
      Register base,
      @Nullable Register index,
      @Nullable Special extension,
      @Nullable Piece displacement,
      Size bytes,
      Access access,
      int detail) {
    super(access);
    this.base = base;
    this.index = index;
    this.extension = extension;
    this.displacement = displacement;
    this.bytes = bytes;
    this.detail = detail;
  }

  static MemorySlot of(List<Piece> pieces, Access access, Size bytes) {
    Register base = null;
    Register index = null;
    Special extension = null;
    Piece displacement = null;
    for (Piece piece : pieces) {
      switch (piece) {
        case Register r -> {
          index = base == null ? null : r;
          base = base == null ? r : base;
        }
        case Special s when s.kind == Operand.Kind.NONE -> extension = s;
        case Special s -> displacement = s;
        case Number n -> displacement = n;
        case Piece.Optional o -> displacement = o;
        default -> {}
      }
    }
    if (base == null) {
      throw new IllegalArgumentException("memory operand without base");
    }
    boolean pre = pieces.getLast() instanceof Piece.Text end && end.text.endsWith("!");
    int detail = pre ? A64Decoder.PRE_INDEX : 0;
    return new MemorySlot(base, index, extension, displacement, bytes, access, detail);
  }

  @Override
  void fill(int word, long address, Operand into) {
    int indexRegister = index == null ? Operand.NO_REGISTER : index.number(word);
    int how = extension == null ? 0 : (int) extension.value(word, address);
    long distance = displacement == null ? 0 : displacement.value(word, address);
    into.memory(
        Operand.NO_REGISTER,
        base.number(word),
        indexRegister,
        1 << (how & A64Decoder.AMOUNT),
        distance,
        bytes.in(word),
        access);
    into.detail(detail | how);
  }
}
