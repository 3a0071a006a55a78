package org.inquest.engine.code.a64;

import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// How one operand of a row is made from the word.
abstract class Slot {
  final Access access;

  Slot(Access access) {
    this.access = access;
  }

  abstract void fill(int word, long address, Operand into);

  /// @param pieces of the operand
  /// @param bytes of memory, where the operand is in memory
  static Slot of(List<Piece> pieces, Access access, Size bytes) {
    Piece first = pieces.getFirst();
    if (first instanceof Piece.Text text && text.text.startsWith("[")) {
      return MemorySlot.of(pieces, access, bytes);
    }
    for (Piece piece : pieces) {
      if (piece instanceof Special special && special.kind != Operand.Kind.NONE) {
        return new Value(special.kind, special, access);
      }
      boolean number = piece instanceof Number || piece instanceof Piece.Choice;
      if (number && first instanceof Piece.Text text && text.text.equals("#")) {
        return new Value(Operand.Kind.IMMEDIATE, piece, access);
      }
      if (piece instanceof Register register) {
        return new One(register, 1, modifier(pieces), access);
      }
      if (piece instanceof RegisterList list) {
        return new One(list.first, list.count, null, access);
      }
    }
    return new Value(Operand.Kind.OTHER, first, access);
  }

  /// The shift or extension behind a register.
  private static @Nullable Piece modifier(List<Piece> pieces) {
    return pieces.size() > 1 && pieces.get(1) instanceof Special special ? special : null;
  }

  /// Bytes of memory by the word.
  interface Size {
    int in(int word);
  }

  /// A register, or the first of several.
  static final class One extends Slot {
    final Register register;
    final int count;
    private final @Nullable Piece modifier;

    One(Register register, int count, @Nullable Piece modifier, Access access) {
      super(access);
      this.modifier = modifier;
      this.register = register;
      this.count = count;
    }

    @Override
    void fill(int word, long address, Operand into) {
      into.register(register.number(word), register.size(word) * count, access);
      if (count > 1) {
        into.detail(count << A64Decoder.COUNT_SHIFT);
      } else if (modifier != null) {
        into.detail((int) modifier.value(word, address));
      }
    }
  }

  /// An immediate, a target, or something else.
  static final class Value extends Slot {
    private final Operand.Kind kind;
    private final Piece piece;

    Value(Operand.Kind kind, Piece piece, Access access) {
      super(access);
      this.kind = kind;
      this.piece = piece;
    }

    @Override
    void fill(int word, long address, Operand into) {
      long value = piece.value(word, address);
      switch (kind) {
        case IMMEDIATE -> into.immediate(value, 0);
        case TARGET -> into.target(value);
        default -> into.other(value, 0, access);
      }
    }
  }
}
