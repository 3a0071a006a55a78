package org.inquest.engine.code.a64;

import java.util.List;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// The kinds of a row's operands. Nine of ten instructions have one of the shapes below, and for
/// these the CPU has one jump to predict instead of one for each operand.
enum Shape {
  /// `ret`, `nop`
  NONE(""),
  /// `b`
  T("T"),
  /// `blr`
  R("R"),
  /// `cbz`, `adrp`
  RT("RT"),
  /// `mov`
  RR("RR"),
  /// `cmp`
  RI("RI"),
  /// `ldr`
  RM("RM"),
  /// `add`
  RRR("RRR"),
  /// `add`
  RRI("RRI"),
  /// `stp`
  RRM("RRM"),
  /// `ldp` with an index added afterwards
  RRMI("RRMI"),
  /// `tbz`
  RIT("RIT"),
  OTHER("?");

  private final String kinds;

  Shape(String kinds) {
    this.kinds = kinds;
  }

  static Shape of(List<Slot> slots) {
    StringBuilder kinds = new StringBuilder();
    for (Slot slot : slots) {
      kinds.append(slot.kind.name().charAt(0));
    }
    for (Shape shape : values()) {
      if (shape.kinds.contentEquals(kinds)) {
        return shape;
      }
    }
    return OTHER;
  }

  void fill(Slot[] s, int word, long at, Instruction into) {
    Operand first = into.operand(0);
    Operand second = into.operand(1);
    Operand third = into.operand(2);
    switch (this) {
      case NONE -> {}
      case T -> s[0].target(word, at, first);
      case R -> s[0].register(word, at, first);
      case RT -> {
        s[0].register(word, at, first);
        s[1].target(word, at, second);
      }
      case RR -> {
        s[0].register(word, at, first);
        s[1].register(word, at, second);
      }
      case RI -> {
        s[0].register(word, at, first);
        s[1].immediate(word, at, second);
      }
      case RM -> {
        s[0].register(word, at, first);
        s[1].memory(word, at, second);
      }
      case RRR -> {
        s[0].register(word, at, first);
        s[1].register(word, at, second);
        s[2].register(word, at, third);
      }
      case RRI -> {
        s[0].register(word, at, first);
        s[1].register(word, at, second);
        s[2].immediate(word, at, third);
      }
      case RRM, RRMI -> {
        s[0].register(word, at, first);
        s[1].register(word, at, second);
        s[2].memory(word, at, third);
        if (this == RRMI) {
          s[3].immediate(word, at, into.operand(3));
        }
      }
      case RIT -> {
        s[0].register(word, at, first);
        s[1].immediate(word, at, second);
        s[2].target(word, at, third);
      }
      case OTHER -> {
        for (int i = 0; i < s.length; i++) {
          s[i].fill(word, at, into.operand(i));
        }
      }
    }
  }
}
