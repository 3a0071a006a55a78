package org.inquest.engine.code.a64;

import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Operand;
import org.jspecify.annotations.Nullable;

/// How one operand of a row is made from the word.
///
/// Most operands are a register in one field and a number in another, of which one may be missing:
/// `X0`, `#1`, `[X0, #8]`. The others have an [Extra] that finishes them.
final class Slot {
  private static final int[] NO_NUMBER = {Operand.NO_REGISTER};
  private static final long[] NO_SET = {0};

  /// What a plain fill can't do.
  @FunctionalInterface
  interface Extra {
    void finish(int word, long address, Operand operand);
  }

  final Operand.Kind kind;
  private final Access access;
  private final int size;
  private final int shift;
  private final int mask;
  private final int[] numbers;
  private final long[] sets;
  private final long reads;
  private final long writes;
  private final Number number;
  private final int detail;
  private final @Nullable Extra extra;

  Slot(
      Operand.Kind kind,
      Access access,
      int size,
      @Nullable Register register,
      @Nullable Number number,
      int detail,
      @Nullable Extra extra) {
    boolean memory = kind == Operand.Kind.MEMORY;
    this.kind = kind;
    this.access = access;
    this.size = size;
    this.shift = register == null ? 0 : register.shift;
    this.mask = register == null ? 0 : register.mask;
    this.numbers = register == null ? NO_NUMBER : register.numbers();
    this.sets = register == null ? NO_SET : register.sets();
    this.reads = memory || access.reads() ? -1 : 0;
    this.writes = (memory ? detail != 0 : access.writes()) ? -1 : 0;
    this.number = number == null ? Number.ZERO : number;
    this.detail = detail;
    this.extra = extra;
  }

  void fill(int word, long address, Operand into) {
    switch (kind) {
      case REGISTER -> register(word, address, into);
      case IMMEDIATE -> immediate(word, address, into);
      case MEMORY -> memory(word, address, into);
      case TARGET -> target(word, address, into);
      default -> {
        into.other(0, 0, access);
        finish(word, address, into);
      }
    }
  }

  void register(int word, long address, Operand into) {
    into.register(numbers[word >>> shift & mask], size, access);
    finish(word, address, into);
  }

  void immediate(int word, long address, Operand into) {
    into.immediate(number.in(word), 0);
    finish(word, address, into);
  }

  void target(int word, long address, Operand into) {
    into.target(0);
    finish(word, address, into);
  }

  void memory(int word, long address, Operand into) {
    int base = numbers[word >>> shift & mask];
    into.memory(Operand.NO_REGISTER, base, Operand.NO_REGISTER, 1, number.in(word), size, access);
    into.detail(detail);
    finish(word, address, into);
  }

  private void finish(int word, long address, Operand into) {
    if (extra != null) {
      extra.finish(word, address, into);
    }
  }

  /// Of the general registers in its field those read.
  long reads(int word) {
    return sets[word >>> shift & mask] & reads;
  }

  /// Of the general registers in its field those written.
  long writes(int word) {
    return sets[word >>> shift & mask] & writes;
  }

  /// @param pieces of an operand that is not in memory
  static Slot of(List<Piece> pieces, Access access) {
    Piece first = pieces.getFirst();
    boolean hash = first instanceof Piece.Text text && text.text.equals("#");
    for (Piece piece : pieces) {
      if (piece instanceof Special special && special.kind != Operand.Kind.NONE) {
        return value(special.kind, special, access);
      }
      if (hash && piece instanceof Number number) {
        return new Slot(Operand.Kind.IMMEDIATE, Access.READ, 0, null, number, 0, null);
      }
      if (hash && piece instanceof Piece.Choice) {
        return value(Operand.Kind.IMMEDIATE, piece, access);
      }
      if (piece instanceof Register register) {
        return register(register, 1, 0, modifier(pieces), access);
      }
      if (piece instanceof RegisterList list) {
        int detail = list.count > 1 ? list.count << A64Decoder.COUNT_SHIFT : 0;
        return register(list.first, list.count, detail, null, access);
      }
    }
    return value(Operand.Kind.OTHER, first, access);
  }

  private static Slot value(Operand.Kind kind, Piece piece, Access access) {
    Access how =
        switch (kind) {
          case TARGET -> Access.NONE;
          case IMMEDIATE -> Access.READ;
          default -> access;
        };
    Extra extra = (word, address, operand) -> operand.displacement(piece.value(word, address));
    return new Slot(kind, how, 0, null, null, 0, extra);
  }

  /// The shift or extension behind a register.
  private static @Nullable Special modifier(List<Piece> pieces) {
    return pieces.size() > 1 && pieces.get(1) instanceof Special special ? special : null;
  }

  private static Slot register(
      Register register, int count, int detail, @Nullable Special modifier, Access access) {
    Extra extra = null;
    if (modifier != null) {
      extra =
          (word, address, operand) -> {
            operand.size(register.size(word));
            operand.detail((int) modifier.value(word, address));
          };
    } else if (register.size < 0) {
      extra = (word, address, operand) -> operand.size(register.size(word) * count);
    }
    int size = Math.max(0, register.size) * count;
    return new Slot(Operand.Kind.REGISTER, access, size, register, null, detail, extra);
  }
}
