package org.inquest.engine.code.x86;

import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;

/// What AT&T's and Intel's syntax have in common: prefixes, names with predicates, AVX-512's
/// decorations, the comment behind addresses relative to `rip`. The text is that of GNU objdump.
abstract sealed class X86Printer implements Printer permits AttPrinter, IntelPrinter {
  static final Forms FORMS = Forms.all();

  /// GNU's disassembler fills names, with prefixes, up to this width.
  private static final int NAME_WIDTH = 6;

  private static final String[] ROUNDING = {"{rn-sae}", "{rd-sae}", "{ru-sae}", "{rz-sae}"};

  final boolean wide;

  X86Printer(boolean wide) {
    this.wide = wide;
  }

  @Override
  public final void append(Instruction instruction, SymbolNames names, StringBuilder to) {
    if (instruction.flow() == Flow.INVALID || instruction.flow() == Flow.TRUNCATED) {
      to.append("(bad)");
      return;
    }
    int start = to.length();
    if (PrefixText.any(instruction)) {
      PrefixText.append(instruction, wide, this instanceof AttPrinter, to);
    }
    long traits = FORMS.traits[instruction.form()];
    if ((traits & Forms.ALSO_VEX) != 0 && needsNoEvex(instruction)) {
      to.append("{evex} ");
    }
    int count = instruction.operandCount();
    if (Predicates.any(traits)
        && Predicates.append(
            FORMS.att[instruction.form()], traits, instruction.operand(count - 1).value(), to)) {
      count--;
    } else {
      name(instruction, traits, to);
    }
    String implied = implied(instruction, traits);
    if (count == 0 && implied.isEmpty()) {
      return;
    }
    while (to.length() - start < NAME_WIDTH) {
      to.append(' ');
    }
    to.append(' ');
    if (count == 0) {
      to.append(implied);
      return;
    }
    operands(instruction, count, traits, names, to);
    relative(instruction, count, names, to);
  }

  /// Appends the name with what the syntax makes of it.
  abstract void name(Instruction instruction, long traits, StringBuilder to);

  /// Operands that are printed though the encoding has none; empty where there are none.
  abstract String implied(Instruction instruction, long traits);

  abstract void operands(
      Instruction instruction, int count, long traits, SymbolNames names, StringBuilder to);

  /// The [Method] of an operand.
  static int method(Instruction instruction, int at) {
    return FORMS
        .method[(int) (FORMS.operands[instruction.form()] >>> at * Forms.OPERAND_BITS) & 0xff];
  }

  /// Whether the shorter encoding could have said the same but for the length of a displacement.
  private static boolean needsNoEvex(Instruction instruction) {
    long encoding = instruction.encoding();
    if (Encoded.mask(encoding) != 0
        || Encoded.has(encoding, Encoded.ZEROING | Encoded.BROADCAST)
        || Encoded.vectorLength(encoding) == 2) {
      return false;
    }
    for (int i = 0; i < instruction.operandCount(); i++) {
      Operand operand = instruction.operand(i);
      int register = operand.isRegister() ? operand.register() : operand.index();
      boolean high = register >= X86Registers.XMM0 + 16 && register < X86Registers.ST0;
      if (high || register >= X86Registers.K0) {
        return false;
      }
    }
    return true;
  }

  /// Whether EVEX.b stands for a rounding mode or suppressed exceptions.
  static boolean rounds(Instruction instruction, long traits) {
    long encoding = instruction.encoding();
    return (traits & (Mark.ER.bit() | Mark.SAE.bit())) != 0
        && Encoded.has(encoding, Encoded.BROADCAST)
        && !Encoded.has(encoding, Encoded.MEMORY);
  }

  static String rounding(Instruction instruction, long traits) {
    return (traits & Mark.ER.bit()) != 0
        ? ROUNDING[Encoded.rounding(instruction.encoding())]
        : "{sae}";
  }

  /// `{k1}{z}` behind the destination.
  static void mask(Instruction instruction, String percent, StringBuilder to) {
    long encoding = instruction.encoding();
    if (!Encoded.has(encoding, Encoded.EVEX)) {
      return;
    }
    int mask = Encoded.mask(encoding);
    if (mask != 0) {
      to.append('{').append(percent).append('k').append(mask).append('}');
    }
    if (Encoded.has(encoding, Encoded.ZEROING)) {
      to.append("{z}");
    }
  }

  /// How often a broadcast repeats its element.
  static int copies(Instruction instruction, Operand operand) {
    int row = instruction.form();
    int type = (int) (FORMS.operands[row] >>> FORMS.rmOperand[row] * Forms.OPERAND_BITS) & 0xff;
    int variant = Encoded.vectorLength(instruction.encoding()) << 2;
    return FORMS.sizes[FORMS.inMemory[type] + variant] / Math.max(operand.size(), 1);
  }

  /// Bytes of a register of indexes.
  static int indexSize(Instruction instruction) {
    int row = instruction.form();
    int type = (int) (FORMS.operands[row] >>> FORMS.rmOperand[row] * Forms.OPERAND_BITS) & 0xff;
    int variant = Encoded.vectorLength(instruction.encoding()) << 2;
    return Math.max(FORMS.sizes[FORMS.inRegister[type] + variant], 16);
  }

  /// Where a jump goes.
  void target(Operand operand, SymbolNames names, StringBuilder to) {
    address(operand.value(), names, to);
  }

  /// `ffffffff81000000 <name>`, or the number alone.
  private static void address(long address, SymbolNames names, StringBuilder to) {
    int start = to.length();
    Hex.digits(address, to);
    to.append(" <");
    if (names.append(address, to)) {
      to.append('>');
    } else {
      to.setLength(start);
      Hex.unsigned(address, to);
    }
  }

  /// Bytes of the registers that an address is made of.
  int addressSize(Instruction instruction) {
    boolean other = PrefixText.hasAddressPrefix(instruction.encoding());
    return wide ? (other ? 4 : 8) : other ? 2 : 4;
  }

  private static void relative(
      Instruction instruction, int count, SymbolNames names, StringBuilder to) {
    int memory = instruction.memoryOperand();
    if (memory == Instruction.NONE || memory >= count) {
      return;
    }
    Operand operand = instruction.operand(memory);
    if (operand.base() == X86Registers.RIP) {
      to.append("        # ");
      address(operand.displacement(), names, to);
    }
  }

  /// The displacement as the encoding has it.
  static long encodedDisplacement(Instruction instruction, Operand operand) {
    return operand.base() == X86Registers.RIP
        ? operand.displacement() - instruction.end()
        : operand.displacement();
  }

  /// Whether an index must be written though there is none, since the encoding has an unneeded SIB
  /// byte.
  boolean pseudoIndex(Instruction instruction, Operand operand) {
    if ((operand.detail() & Encoded.NO_INDEX) == 0) {
      return false;
    }
    if (operand.base() == Operand.NO_REGISTER) {
      return operand.scale() != 1 || addressSize(instruction) != 8;
    }
    return operand.scale() != 1 || (operand.base() & 7) != X86Registers.RSP;
  }
}
