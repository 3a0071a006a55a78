package org.inquest.engine.code.window;

import java.util.ArrayList;
import java.util.List;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;

/// Bytes around a program counter, cut into instructions.
///
/// x86 instructions have no alignment, and the first byte that is printed may be the middle of one.
/// Whichever byte is tried as the first, decoding falls into step with the true instructions after
/// a few; see [Alignment] for how the best is chosen. Instructions of other machines are aligned.
///
/// @param isa of the machine
/// @param bytes as printed
/// @param mark index of the byte at the program counter
/// @param first index of the first byte that belongs to an instruction
/// @param before instructions from there to the mark, in order of addresses
/// @param at the instruction at the mark; of length 0 where the bytes there are none
/// @param after what follows, up to the last whole instruction
/// @param agreed how many of the last instructions before the mark do not depend on which first
///   byte is chosen: those are sure
public record CodeWindow(
    Isa isa,
    byte[] bytes,
    int mark,
    int first,
    List<Instruction> before,
    Instruction at,
    List<Instruction> after,
    int agreed) {

  /// Reads the bytes.
  ///
  /// @param mark index of the byte at the program counter; outside of the bytes it is moved to
  ///   their end
  /// @param address of the byte at the mark; 0 where it is not known
  public static CodeWindow of(Isa isa, byte[] bytes, int mark, long address) {
    int middle = Math.clamp(mark, 0, bytes.length);
    Alignment.Chain chain = Alignment.before(isa, bytes, middle, address - middle);
    Instruction at = isa.decoder().newInstruction();
    isa.decoder().decode(bytes, middle, bytes.length, address, at);
    List<Instruction> after = new ArrayList<>();
    int next = middle + Math.max(at.length(), isa.decoder().alignment());
    while (at.length() > 0 && next < bytes.length) {
      Instruction insn = isa.decoder().newInstruction();
      if (isa.decoder().decode(bytes, next, bytes.length, address + next - middle, insn) == 0) {
        break;
      }
      after.add(insn);
      next += insn.length();
    }
    return new CodeWindow(
        isa,
        bytes,
        middle,
        chain.first(),
        List.copyOf(chain.instructions()),
        at,
        List.copyOf(after),
        chain.agreed());
  }

  /// One line of text.
  ///
  /// @param offset from the mark, bytes; negative before it
  /// @param bytes in hexadecimal
  /// @param text the instruction, `(bad)` where there is none
  /// @param sure false for instructions before the mark that another first byte would change
  public record Line(int offset, String bytes, String text, boolean sure) {
    /// Whether it is the instruction at the program counter.
    public boolean marked() {
      return offset == 0;
    }
  }

  /// All instructions as text.
  ///
  /// @param names of addresses; see [#of] for what is an address
  public List<Line> lines(SymbolNames names) {
    List<Line> lines = new ArrayList<>();
    for (int i = 0; i < before.size(); i++) {
      lines.add(line(before.get(i), names, i >= before.size() - agreed));
    }
    if (mark < bytes.length) {
      lines.add(line(at, names, true));
    }
    for (Instruction insn : after) {
      lines.add(line(insn, names, true));
    }
    return lines;
  }

  private Line line(Instruction insn, SymbolNames names, boolean sure) {
    int offset = (int) (insn.address() - at.address());
    int from = mark + offset;
    int to = Math.min(bytes.length, from + Math.max(insn.length(), isa.decoder().alignment()));
    StringBuilder hex = new StringBuilder();
    for (int i = from; i < to; i++) {
      hex.append(i == from ? "" : " ");
      hex.append(Character.forDigit(bytes[i] >> 4 & 15, 16));
      hex.append(Character.forDigit(bytes[i] & 15, 16));
    }
    return new Line(offset, hex.toString(), text(insn, names), sure);
  }

  /// An instruction as the kernel's developers write it: AT&T syntax for x86.
  public String text(Instruction insn, SymbolNames names) {
    Printer printer = isa.printers().getFirst();
    return printer.text(insn, names).strip();
  }

  /// Whether there is an instruction at the program counter.
  public boolean readable() {
    return at.flow() != Flow.INVALID && at.flow() != Flow.TRUNCATED;
  }
}
