package org.inquest.formats.dwarf.location;

import java.util.List;
import org.inquest.formats.dwarf.DebugBytes;

/// Where a value is, or what it is (DWARF 5, 2.6.1).
public sealed interface ValuePlace {

  /// In memory.
  record InMemory(long address) implements ValuePlace {}

  /// In a register, from its lowest byte on.
  ///
  /// @param register DWARF's number of it (x86-64: psABI figure 3.36)
  record InRegister(int register) implements ValuePlace {}

  /// Nowhere, but this is it.
  ///
  /// @param value as many low bytes of it as the variable's type has
  record Computed(long value) implements ValuePlace {}

  /// Nowhere, but these are its bytes.
  record Literal(DebugBytes bytes) implements ValuePlace {}

  /// A pointer to something that is nowhere in memory, but whose value may be known.
  ///
  /// @param entry of what it points to, in `.debug_info`
  /// @param offset bytes into it
  record PointerTo(long entry, long offset) implements ValuePlace {}

  /// In parts, from its lowest bits on.
  record Pieces(List<Piece> pieces) implements ValuePlace {
    public Pieces {
      pieces = List.copyOf(pieces);
    }
  }

  /// A part of a value.
  ///
  /// @param place where it is; never itself in pieces
  /// @param bits how many
  /// @param shift of its lowest bit in the place's
  record Piece(ValuePlace place, long bits, long shift) {}

  /// The compiler kept it nowhere at this point.
  record OptimisedOut() implements ValuePlace {}

  /// It was somewhere, and can't be told.
  record Lost(Missing why) implements ValuePlace {}
}
