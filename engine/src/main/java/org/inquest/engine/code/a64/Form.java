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
  private final Slot[] slots;
  private final RegisterUse[] uses;
  private final long reads;
  private final long writes;
  final Flow flow;

  private Form(Piece[] pieces, Piece[] checked, Guard[] guards, Slot[] slots, Notes notes) {
    this.pieces = pieces;
    this.checked = checked;
    this.guards = guards;
    this.slots = slots;
    this.uses = RegisterUse.of(slots);
    this.reads = notes.reads();
    this.writes = notes.writes();
    this.flow = notes.flow();
  }

  static Form of(List<List<Piece>> operands, List<Guard> guards, Notes notes) {
    List<Piece> all = new ArrayList<>();
    List<Slot> slots = new ArrayList<>();
    Slot.Size bytes = word -> notes.memory();
    for (List<Piece> operand : operands) {
      all.add(new Piece.Text(all.isEmpty() ? "\t" : ", "));
      all.addAll(operand);
      Access access = notes.access()[slots.size()];
      Slot.Size size = notes.memory() > 0 ? bytes : registersOf(slots);
      if (slots.size() < Instruction.MAX_OPERANDS) {
        slots.add(Slot.of(operand, access, size));
      }
    }
    markPostIndex(slots);
    List<Piece> checked = all.stream().filter(Piece::canBeInvalid).toList();
    return new Form(
        all.toArray(new Piece[0]),
        checked.toArray(new Piece[0]),
        guards.toArray(new Guard[0]),
        slots.toArray(new Slot[0]),
        notes);
  }

  /// The size of what a load or store moves: that of the registers before the address.
  private static Slot.Size registersOf(List<Slot> before) {
    int count = 0;
    Slot.One last = null;
    for (Slot slot : before) {
      if (slot instanceof Slot.One one) {
        count += one.count;
        last = one;
      }
    }
    if (last == null) {
      return word -> 0;
    }
    Register register = last.register;
    int times = count;
    return word -> register.size(word) * times;
  }

  private static void markPostIndex(List<Slot> slots) {
    if (slots.size() >= 2
        && slots.get(slots.size() - 2) instanceof MemorySlot memory
        && memory.detail == 0) {
      memory.detail = A64Decoder.POST_INDEX;
    }
  }

  boolean accepts(int word) {
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
    for (RegisterUse use : uses) {
      int number = word >>> use.shift() & 31;
      long bit = number == 31 ? use.bitOf31() : 1L << number + use.more();
      read |= bit & use.reads();
      written |= bit & use.writes();
    }
    for (int i = 0; i < slots.length; i++) {
      slots[i].fill(word, address, into.operand(i));
    }
    into.operands(slots.length);
    into.registers(read, written);
  }

  void print(int word, long address, SymbolNames names, StringBuilder to) {
    for (Piece piece : pieces) {
      piece.print(word, address, names, to);
    }
  }
}
