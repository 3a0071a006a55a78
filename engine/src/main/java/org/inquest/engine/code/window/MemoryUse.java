package org.inquest.engine.code.window;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.Function;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.a64.A64Decoder;
import org.inquest.engine.code.x86.X86Registers;

/// An access to memory by one instruction, with the address that the registers give.
///
/// @param text the operand: `[rdi+0x18]`, `[rsp-0x8]` for what a push writes
/// @param parts the registers that make up the address, base first
/// @param displacement constant part; of an address relative to the program counter the whole
/// @param size bytes; 0 where the instruction does not tell (`xsave`)
/// @param access what is done there
/// @param segment per-CPU or thread segment by name; empty where none is named
/// @param relative whether it is relative to the program counter: then the address is only right
///   where that is known
/// @param address computed; empty where a register's value is missing
public record MemoryUse(
    String text,
    List<Part> parts,
    long displacement,
    int size,
    Access access,
    String segment,
    boolean relative,
    OptionalLong address) {

  /// The area that an instruction without a size may cover: the largest is `xsave`'s.
  private static final int LARGEST = 4096;

  /// A register of an address.
  ///
  /// @param register whole register's number of the instruction set
  /// @param name of the whole register, as logs print it in lower case
  /// @param value before scaling; empty where the log has none
  /// @param scale 1, 2, 4, ...
  public record Part(int register, String name, OptionalLong value, int scale) {}

  /// All accesses of an instruction, those of its operands first.
  ///
  /// @param registers value of a register by its lower-case name (`rax`, `x0`, `gs` for the base of
  ///   that segment)
  public static List<MemoryUse> of(
      Isa isa, Instruction insn, Function<String, OptionalLong> registers) {
    List<MemoryUse> uses = new ArrayList<>();
    for (int i = 0; i < insn.operandCount(); i++) {
      Operand operand = insn.operand(i);
      if (operand.isMemory() && operand.access() != Access.NONE) {
        uses.add(new Addressing(isa, registers).use(operand));
      }
    }
    implied(isa, insn, registers, uses);
    return uses;
  }

  /// The stack slots of x86's `push`, `call`, `pop`, `ret` and `leave`, which are no operands.
  private static void implied(
      Isa isa, Instruction insn, Function<String, OptionalLong> registers, List<MemoryUse> uses) {
    if (isa.decoder().alignment() > 1) {
      return;
    }
    int word = isa.registers().general() == 0xffff ? 8 : 4;
    switch (insn.mnemonic()) {
      case "push", "pushf", "call" ->
          uses.add(
              new Addressing(isa, registers).slot(X86Registers.RSP, -word, word, Access.WRITE));
      case "pop", "popf", "ret" ->
          uses.add(new Addressing(isa, registers).slot(X86Registers.RSP, 0, word, Access.READ));
      case "leave" ->
          uses.add(new Addressing(isa, registers).slot(X86Registers.RBP, 0, word, Access.READ));
      default -> {}
    }
  }

  /// Whether an address that a CPU reports belongs to this access: it is the first byte that could
  /// not be accessed, which need not be the first of all.
  public boolean covers(long reported) {
    return address.isPresent()
        && Long.compareUnsigned(reported - address.getAsLong(), size == 0 ? LARGEST : size) < 0;
  }

  /// Computes addresses.
  private record Addressing(Isa isa, Function<String, OptionalLong> registers) {

    MemoryUse use(Operand operand) {
      List<Part> parts = new ArrayList<>();
      int counter = isa.registers().programCounter();
      boolean relative = operand.base() == counter;
      if (operand.base() != Operand.NO_REGISTER && !relative) {
        parts.add(part(operand.base(), 1));
      }
      if (operand.index() != Operand.NO_REGISTER) {
        parts.add(part(operand.index(), operand.scale()));
      }
      boolean x86 = isa.decoder().alignment() == 1;
      // The other segments begin at 0 in a kernel.
      boolean far =
          x86 && (operand.segment() == X86Registers.GS || operand.segment() == X86Registers.FS);
      String segment = far ? isa.registers().name(operand.segment(), 0) : "";
      boolean post = !x86 && (operand.detail() & A64Decoder.POST_INDEX) != 0;
      long displacement = post ? 0 : operand.displacement();
      OptionalLong sum = sum(parts, displacement, x86 ? 0 : operand.detail());
      return new MemoryUse(
          text(parts, segment, displacement, relative),
          List.copyOf(parts),
          displacement,
          operand.size(),
          operand.access(),
          segment,
          relative,
          far ? add(sum, registers.apply(segment)) : sum);
    }

    MemoryUse slot(int register, long displacement, int size, Access access) {
      List<Part> parts = List.of(part(register, 1));
      OptionalLong sum = sum(parts, displacement, 0);
      return new MemoryUse(
          text(parts, "", displacement, false), parts, displacement, size, access, "", false, sum);
    }

    private Part part(int register, int scale) {
      String name = isa.registers().name(register, 0);
      boolean zero = name.endsWith("zr");
      return new Part(register, name, zero ? OptionalLong.of(0) : registers.apply(name), scale);
    }

    private OptionalLong sum(List<Part> parts, long displacement, int detail) {
      long sum = displacement;
      for (int i = 0; i < parts.size(); i++) {
        Part part = parts.get(i);
        if (part.value.isEmpty()) {
          return OptionalLong.empty();
        }
        long value = part.value.getAsLong();
        sum += (i == 1 ? extend(value, detail) : value) * part.scale;
      }
      return OptionalLong.of(narrow(sum));
    }

    /// What A64 does with an index: `uxtw` and `sxtw` take its lower half.
    private static long extend(long value, int detail) {
      return switch ((detail >>> A64Decoder.EXTENSION_SHIFT & 0xff) - A64Decoder.FIRST_EXTEND) {
        case 2 -> value & 0xffff_ffffL;
        case 6 -> (int) value;
        default -> value;
      };
    }

    private OptionalLong add(OptionalLong sum, OptionalLong base) {
      return sum.isPresent() && base.isPresent()
          ? OptionalLong.of(narrow(sum.getAsLong() + base.getAsLong()))
          : OptionalLong.empty();
    }

    private long narrow(long address) {
      return isa.registers().general() == 0xff ? address & 0xffff_ffffL : address;
    }

    private static String text(
        List<Part> parts, String segment, long displacement, boolean relative) {
      StringBuilder out = new StringBuilder(segment).append(segment.isEmpty() ? "[" : ":[");
      out.append(relative ? "pc-relative" : "");
      for (Part part : parts) {
        out.append(out.charAt(out.length() - 1) == '[' ? "" : "+").append(part.name);
        out.append(part.scale == 1 ? "" : "*" + part.scale);
      }
      if (!relative && (displacement != 0 || parts.isEmpty())) {
        out.append(displacement < 0 ? "-0x" : parts.isEmpty() ? "0x" : "+0x");
        out.append(Long.toHexString(Math.abs(displacement)));
      }
      return out.append(']').toString();
    }
  }
}
