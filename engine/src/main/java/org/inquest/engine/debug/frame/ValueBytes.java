package org.inquest.engine.debug.frame;

import java.util.Arrays;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.formats.dwarf.DebugBytes;
import org.inquest.formats.dwarf.location.ExpressionContext;
import org.inquest.formats.dwarf.location.Missing;
import org.inquest.formats.dwarf.location.ValuePlace;
import org.inquest.formats.dwarf.location.Word;
import org.inquest.formats.fault.MemoryFault;

/// Puts the bytes of a value together that is in registers, computed, or in pieces.
final class ValueBytes {
  /// Bytes of the largest value that is put together; compilers split small structures only.
  static final int MAX = 4096;

  private final ExpressionContext context;
  private final byte[] bytes;

  private ValueBytes(ExpressionContext context, int size) {
    this.context = context;
    this.bytes = new byte[size];
  }

  /// What became of a value's bytes.
  sealed interface Outcome {
    record Whole(byte[] bytes) implements Outcome {}

    record Lost(Missing why) implements Outcome {}

    /// A part of it is nowhere.
    record Partly() implements Outcome {}
  }

  /// The bytes of a value.
  ///
  /// @param place not in memory as a whole
  /// @param size at most [#MAX]
  static Outcome of(ValuePlace place, int size, ExpressionContext context) {
    ValueBytes made = new ValueBytes(context, size);
    return switch (place) {
      case ValuePlace.Pieces p -> made.pieces(p);
      default -> made.put(new ValuePlace.Piece(place, (long) size * Byte.SIZE, 0), 0);
    };
  }

  private Outcome pieces(ValuePlace.Pieces pieces) {
    long at = 0;
    for (ValuePlace.Piece piece : pieces.pieces()) {
      Outcome outcome = put(piece, at);
      if (!(outcome instanceof Outcome.Whole)) {
        return outcome;
      }
      at += piece.bits();
    }
    // What no piece is about is as good as optimised out.
    return at < (long) bytes.length * Byte.SIZE ? new Outcome.Partly() : whole();
  }

  private Outcome whole() {
    return new Outcome.Whole(bytes);
  }

  private Outcome put(ValuePlace.Piece piece, long at) {
    return switch (piece.place()) {
      case ValuePlace.InRegister r -> put(context.register(r.register()), piece, at);
      case ValuePlace.Computed c -> put(Word.of(c.value()), piece, at);
      case ValuePlace.Literal l -> copy(literal(l.bytes()), piece, at);
      case ValuePlace.InMemory m -> {
        try {
          yield copy(memory(m.address(), piece, at), piece, at);
        } catch (MemoryFault e) {
          yield new Outcome.Lost(new Missing.Memory(e));
        }
      }
      case ValuePlace.Lost lost -> new Outcome.Lost(lost.why());
      case ValuePlace.OptimisedOut _, ValuePlace.PointerTo _, ValuePlace.Pieces _ ->
          new Outcome.Partly();
    };
  }

  private Outcome put(Word word, ValuePlace.Piece piece, long at) {
    return switch (word) {
      case Word.Known known -> copy(little(known.value()), piece, at);
      case Word.Unknown unknown -> new Outcome.Lost(unknown.why());
    };
  }

  private static byte[] little(long value) {
    byte[] word = new byte[Long.BYTES];
    for (int i = 0; i < word.length; i++) {
      word[i] = (byte) (value >>> i * Byte.SIZE);
    }
    return word;
  }

  private static byte[] literal(DebugBytes in) {
    DebugBytes from = in.at(in.offset());
    byte[] copy = new byte[Math.min(from.left(), MAX)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (byte) from.u8();
    }
    return copy;
  }

  private byte[] memory(long address, ValuePlace.Piece piece, long at) {
    long bits = Math.min(piece.bits(), (long) bytes.length * Byte.SIZE - at) + piece.shift();
    byte[] copy = new byte[Math.clamp((bits + 7) / Byte.SIZE, 0, MAX)];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = (byte) context.memory(address + i, 1);
    }
    return copy;
  }

  /// Copies a piece's bits to where they belong. Those that its place does not have are zero: a
  /// small number in a wide variable.
  private Outcome copy(byte[] from, ValuePlace.Piece piece, long at) {
    long end = Math.min(at + piece.bits(), (long) bytes.length * Byte.SIZE);
    long source = piece.shift();
    for (long bit = at; bit < end && source < (long) from.length * Byte.SIZE; bit++, source++) {
      if ((from[(int) (source >>> 3)] >>> (source & 7) & 1) != 0) {
        bytes[(int) (bit >>> 3)] |= (byte) (1 << (bit & 7));
      }
    }
    return whole();
  }

  /// Reads a number of 1, 2, 4 or 8 bytes without sign.
  ///
  /// @throws MemoryFault where it can't be read
  static long read(VirtualMemory memory, long address, int size) {
    return switch (size) {
      case 1 -> memory.readByte(address) & 0xffL;
      case 2 -> memory.readShort(address) & 0xffffL;
      case 4 -> memory.readInt(address) & 0xffff_ffffL;
      default -> memory.readLong(address);
    };
  }

  /// A copy of some bytes as memory of its own, in front of all other memory.
  static VirtualMemory overlay(byte[] bytes, VirtualMemory memory) {
    return new CopiedValue(Arrays.copyOf(bytes, bytes.length), memory);
  }
}
