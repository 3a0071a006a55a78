package org.inquest.engine.code.a64;

import org.inquest.engine.code.SymbolNames;
import org.jspecify.annotations.Nullable;

/// A part of an instruction's operands: knows how to write itself from the instruction word.
abstract class Piece {

  /// Appends the part's text.
  ///
  /// @param address of the instruction
  abstract void print(int word, long address, SymbolNames names, StringBuilder to);

  /// Whether the word's fields mean something here; reserved values do not, and then the row of the
  /// table does not match.
  boolean valid(int word) {
    return true;
  }

  /// Whether [#valid] can be false.
  boolean canBeInvalid() {
    return false;
  }

  /// The number this part stands for: an immediate's value, a target's address, a code.
  long value(int word, long address) {
    return 0;
  }

  /// Characters that are always there.
  static final class Text extends Piece {
    final String text;

    Text(String text) {
      this.text = text;
    }

    @Override
    void print(int word, long address, SymbolNames names, StringBuilder to) {
      to.append(text);
    }
  }

  /// One of several texts, by a field; [Arrangement#RESERVED] and missing ones are reserved values.
  static final class Choice extends Piece {
    private final Bits selector;
    private final String[] texts;

    Choice(Bits selector, String[] texts) {
      this.selector = selector;
      this.texts = texts;
    }

    @Override
    void print(int word, long address, SymbolNames names, StringBuilder to) {
      to.append(texts[selector.in(word)]);
    }

    @Override
    boolean valid(int word) {
      int value = selector.in(word);
      return value < texts.length && !texts[value].equals(Arrangement.RESERVED);
    }

    @Override
    boolean canBeInvalid() {
      return true;
    }

    /// The text's number where it is one.
    @Override
    long value(int word, long address) {
      String text = texts[selector.in(word)];
      boolean number = !text.isEmpty() && text.chars().allMatch(Character::isDigit);
      return number ? Long.parseLong(text) : selector.in(word);
    }
  }

  /// Pieces that are only written where a field is not 0.
  static final class Optional extends Piece {
    private final Bits field;
    private final Piece[] pieces;

    Optional(Bits field, Piece[] pieces) {
      this.field = field;
      this.pieces = pieces;
    }

    @Override
    void print(int word, long address, SymbolNames names, StringBuilder to) {
      if ((word & field.mask()) != 0) {
        for (Piece piece : pieces) {
          piece.print(word, address, names, to);
        }
      }
    }

    /// The number among the pieces, which is 0 where they are not written.
    @Nullable Number number() {
      for (Piece piece : pieces) {
        if (piece instanceof Number number) {
          return number;
        }
      }
      return null;
    }
  }
}
