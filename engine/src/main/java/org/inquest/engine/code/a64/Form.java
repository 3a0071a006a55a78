package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.SymbolNames;

/// A row made ready for work: what to print, which operands to fill, which registers are used.
final class Form {
  private final Piece[] pieces;
  private final Piece[] checked;
  private final Guard[] guards;
  private final boolean unconditional;
  private final Slot[] slots;
  private final Shape shape;
  private final Register[] indexes;
  private final long reads;
  private final long writes;
  final Flow flow;

  private Form(
      List<Piece> pieces,
      List<Guard> guards,
      List<Slot> slots,
      List<Register> indexes,
      Notes notes) {
    this.pieces = joined(pieces).toArray(new Piece[0]);
    this.checked = pieces.stream().filter(Piece::canBeInvalid).toArray(Piece[]::new);
    this.guards = guards.toArray(new Guard[0]);
    this.unconditional = checked.length == 0 && this.guards.length == 0;
    this.slots = slots.toArray(new Slot[0]);
    this.shape = Shape.of(slots);
    this.indexes = indexes.toArray(new Register[0]);
    this.reads = notes.reads();
    this.writes = notes.writes();
    this.flow = notes.flow();
  }

  static Form of(List<List<Piece>> operands, List<Guard> guards, Notes notes) {
    List<Piece> all = new ArrayList<>();
    List<Slot> slots = new ArrayList<>();
    List<Register> indexes = new ArrayList<>();
    for (List<Piece> operand : operands) {
      if (slots.size() < Instruction.MAX_OPERANDS) {
        slots.add(slot(operands, slots.size(), notes, indexes));
      }
      all.add(new Piece.Text(all.isEmpty() ? "\t" : ", "));
      all.addAll(operand);
    }
    return new Form(all, guards, slots, indexes, notes);
  }

  private static Slot slot(List<List<Piece>> operands, int i, Notes notes, List<Register> indexes) {
    Access access = notes.access()[i];
    List<Piece> operand = operands.get(i);
    if (!(operand.getFirst() instanceof Piece.Text text && text.text.startsWith("["))) {
      return Slot.of(operand, access);
    }
    // What a load or store moves are the registers before the address.
    Register moved = null;
    int count = 0;
    for (List<Piece> before : operands.subList(0, i)) {
      switch (before.getFirst()) {
        case Register register -> {
          moved = register;
          count++;
        }
        case RegisterList list -> {
          moved = list.first;
          count += list.count;
        }
        default -> {}
      }
    }
    boolean plain = operand.getLast() instanceof Piece.Text end && end.text.equals("]");
    MemoryText memory = MemoryText.of(operand, plain && i == operands.size() - 2);
    if (memory.index() != null) {
      indexes.add(memory.index());
    }
    return memory.slot(access, notes.memory(), moved, count);
  }

  /// Pieces for printing: a text in front of a register becomes part of its names.
  private static List<Piece> joined(List<Piece> pieces) {
    List<Piece> joined = new ArrayList<>();
    String before = "";
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Text text -> before += text.text;
        case Register register -> {
          joined.add(before.isEmpty() ? register : register.after(before));
          before = "";
        }
        default -> {
          if (!before.isEmpty()) {
            joined.add(new Piece.Text(before));
          }
          joined.add(piece);
          before = "";
        }
      }
    }
    if (!before.isEmpty()) {
      joined.add(new Piece.Text(before));
    }
    return joined;
  }

  boolean accepts(int word) {
    if (unconditional) {
      return true;
    }
    for (Piece piece : checked) {
      if (!piece.valid(word)) {
        return false;
      }
    }
    for (Guard guard : guards) {
      if (!guard.holds(word)) {
        return false;
      }
    }
    return true;
  }

  void fill(int word, long address, Instruction into) {
    long read = reads;
    long written = writes;
    for (Slot slot : slots) {
      read |= slot.reads(word);
      written |= slot.writes(word);
    }
    for (Register index : indexes) {
      read |= index.set(word);
    }
    into.registers(read, written);
    into.operands(slots.length);
    shape.fill(slots, word, address, into);
  }

  void print(int word, long address, SymbolNames names, StringBuilder to) {
    for (Piece piece : pieces) {
      piece.print(word, address, names, to);
    }
  }
}
