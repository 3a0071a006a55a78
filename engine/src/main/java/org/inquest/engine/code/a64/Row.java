package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One row of the tables: a set of instruction words, how they are written and what they do. Made
/// from its text when a word first matches its fixed bits, as most of the rows are never met.
final class Row {
  final int index;
  final int mask;
  final int value;
  final int mnemonic;
  private final Pattern pattern;
  private final RowText text;
  // Not volatile: all of a form is final, and two threads may each make their own.
  private @Nullable Form form;

  Row(int index, int mnemonic, Pattern pattern, RowText text) {
    this.index = index;
    this.mnemonic = mnemonic;
    this.mask = pattern.mask();
    this.value = pattern.value();
    this.pattern = pattern;
    this.text = text;
  }

  Form form() {
    Form known = form;
    if (known == null) {
      known = make();
      form = known;
    }
    return known;
  }

  private Form make() {
    try {
      List<List<Piece>> operands = Template.parse(text.operands(), pattern);
      List<Guard> guards = new ArrayList<>();
      for (String guard : text.guardList()) {
        guards.add(Guard.parse(guard, pattern));
      }
      return Form.of(operands, guards, Notes.parse(text.noteList(), operands.size()));
    } catch (RuntimeException e) {
      throw new IllegalStateException("table row " + text + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
