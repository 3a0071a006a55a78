package org.inquest.engine.code.a64;

import org.inquest.engine.code.SymbolNames;

/// Registers that follow each other: `{v0.16b, v1.16b}`, `{v0.16b-v2.16b}`; 31 is followed by 0.
final class RegisterList extends Piece {
  final Register first;
  final int count;
  private final Register[] all;

  RegisterList(Register first, int count) {
    this.first = first;
    this.count = count;
    this.all = new Register[count];
    for (int i = 0; i < count; i++) {
      all[i] = first.later(i);
    }
  }

  @Override
  void print(int word, long address, SymbolNames names, StringBuilder to) {
    to.append('{');
    first.print(word, address, names, to);
    boolean wraps = first.in(word) + count > 32;
    if (count > 2 && !wraps) {
      all[count - 1].print(word, address, names, to.append('-'));
    } else {
      for (int i = 1; i < count; i++) {
        all[i].print(word, address, names, to.append(", "));
      }
    }
    to.append('}');
  }

  @Override
  boolean valid(int word) {
    return first.valid(word);
  }

  @Override
  boolean canBeInvalid() {
    return first.canBeInvalid();
  }
}
