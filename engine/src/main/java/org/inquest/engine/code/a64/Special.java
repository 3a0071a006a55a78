package org.inquest.engine.code.a64;

import org.inquest.engine.code.Operand;
import org.inquest.engine.code.SymbolNames;

/// A part of an operand that follows rules of its own, which the tables name in angle brackets.
final class Special extends Piece {
  /// Writes it.
  interface Writer {
    void print(int word, long address, SymbolNames names, StringBuilder to);
  }

  /// Computes the number it stands for.
  interface Meaning {
    long value(int word, long address);
  }

  /// What it is alone; NONE where it belongs to the operand in front of it.
  final Operand.Kind kind;

  private final Meaning meaning;
  private final Guard valid;
  private final boolean checked;
  private final Writer writer;

  private Special(Operand.Kind kind, Meaning meaning, Writer writer, Guard valid, boolean checked) {
    this.kind = kind;
    this.meaning = meaning;
    this.writer = writer;
    this.valid = valid;
    this.checked = checked;
  }

  static Special of(Operand.Kind kind, Meaning meaning, Writer writer) {
    return new Special(kind, meaning, writer, word -> true, false);
  }

  /// One that is reserved unless a guard holds.
  Special where(Guard guard) {
    return new Special(kind, meaning, writer, guard, true);
  }

  /// @param text `name` or `name:argument`
  static Special of(String text, Pattern pattern) {
    int colon = text.indexOf(':');
    String name = colon < 0 ? text : text.substring(0, colon);
    String argument = colon < 0 ? "" : text.substring(colon + 1);
    Special special = Immediates.find(name, argument, pattern);
    special = special == null ? Addresses.find(name, argument) : special;
    special = special == null ? SystemOperands.find(name, pattern) : special;
    special = special == null ? VectorOperands.find(name, pattern) : special;
    if (special == null) {
      throw new IllegalArgumentException("no special " + text);
    }
    return special;
  }

  @Override
  void print(int word, long address, SymbolNames names, StringBuilder to) {
    writer.print(word, address, names, to);
  }

  @Override
  long value(int word, long address) {
    return meaning.value(word, address);
  }

  @Override
  boolean valid(int word) {
    return valid.holds(word);
  }

  @Override
  boolean canBeInvalid() {
    return checked;
  }
}
