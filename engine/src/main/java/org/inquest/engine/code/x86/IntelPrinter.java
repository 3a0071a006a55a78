package org.inquest.engine.code.x86;

import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.SymbolNames;

/// Intel's syntax: `mov QWORD PTR [rdi+0x8],rax`. The text is that of `objdump -d -M intel`.
final class IntelPrinter extends X86Printer {
  private final String[] registers;

  IntelPrinter(X86Registers registers, boolean wide) {
    super(wide);
    this.registers = registers.spellings("");
  }

  @Override
  public String name() {
    return "intel";
  }

  @Override
  void name(Instruction instruction, long traits, StringBuilder to) {
    to.append(FORMS.intel[instruction.form()]);
    long encoding = instruction.encoding();
    if ((traits & Mark.WIDE64.bit()) != 0 && (Encoded.rex(encoding) & 8) != 0) {
      to.append("64");
    } else if ((traits & (Mark.SUFFIX16.bit() | Mark.D64.bit())) != 0
        && Encoded.operandSize(encoding) == 2
        && instruction.flow() != Flow.BRANCH
        && isUnsized(instruction)) {
      to.append('w');
    }
  }

  /// Whether no operand shows how wide it is.
  private static boolean isUnsized(Instruction instruction) {
    Operand first = instruction.operand(0);
    return switch (first.kind()) {
      case MEMORY -> false;
      case REGISTER -> first.register() >= X86Registers.ES;
      default -> true;
    };
  }

  @Override
  String implied(Instruction instruction, long traits) {
    return "";
  }

  @Override
  void operands(
      Instruction instruction, int count, long traits, SymbolNames names, StringBuilder to) {
    int rounded = rounds(instruction, traits) ? FORMS.rmOperand[instruction.form()] : -1;
    for (int i = 0; i < count; i++) {
      if (i > 0) {
        to.append(isFar(instruction, i) ? ':' : ',');
      }
      operand(instruction, i, traits, names, to);
      if (i == 0) {
        mask(instruction, "", to);
      }
      if (i == rounded) {
        to.append(rounding(instruction, traits));
      }
    }
  }

  private static boolean isFar(Instruction instruction, int at) {
    return at == 1
        && instruction.operand(1).kind() == Operand.Kind.TARGET
        && instruction.operand(0).kind() == Operand.Kind.IMMEDIATE;
  }

  private void operand(
      Instruction instruction, int at, long traits, SymbolNames names, StringBuilder to) {
    Operand operand = instruction.operand(at);
    switch (operand.kind()) {
      case REGISTER -> {
        boolean top =
            operand.register() == X86Registers.ST0 && method(instruction, at) == Method.FIXED;
        to.append(top ? "st" : registers[X86Registers.index(operand.register(), operand.size())]);
      }
      case MEMORY -> memory(instruction, operand, traits, to);
      case IMMEDIATE -> {
        if (method(instruction, at) == Method.ONE) {
          to.append('1');
        } else {
          Hex.ofSize(operand.value(), operand.size(), to);
        }
      }
      case TARGET -> target(operand, names, to);
      case NONE, OTHER -> to.append('?');
    }
  }

  private static String pointer(int size) {
    return switch (size) {
      case 1 -> "BYTE ";
      case 2 -> "WORD ";
      case 4 -> "DWORD ";
      case 6 -> "FWORD ";
      case 8 -> "QWORD ";
      case 10 -> "TBYTE ";
      case 16 -> "XMMWORD ";
      case 32 -> "YMMWORD ";
      case 64 -> "ZMMWORD ";
      default -> "";
    };
  }

  private void memory(Instruction instruction, Operand operand, long traits, StringBuilder to) {
    boolean broadcast = (operand.detail() & Encoded.DETAIL_BROADCAST) != 0;
    if ((traits & Mark.BARE.bit()) == 0 && operand.size() != 0) {
      to.append((traits & Mark.OWORD.bit()) != 0 ? "OWORD " : pointer(operand.size()))
          .append(broadcast ? "BCST " : "PTR ");
    }
    int base = operand.base();
    int index = operand.index();
    boolean pseudo = pseudoIndex(instruction, operand);
    boolean bare = base == Operand.NO_REGISTER && index == Operand.NO_REGISTER && !pseudo;
    if (operand.segment() != Operand.NO_REGISTER) {
      to.append(registers[X86Registers.index(operand.segment(), 2)]).append(':');
    } else if (bare) {
      to.append("ds:");
    }
    int size = addressSize(instruction);
    if (bare) {
      Hex.ofSize(encodedDisplacement(instruction, operand), size, to);
    } else {
      brackets(instruction, operand, size, to);
    }
    if (broadcast && (traits & (Mark.XY.bit() | Mark.XYZ.bit())) != 0) {
      to.append("{1to").append(copies(instruction, operand)).append('}');
    }
  }

  private void brackets(Instruction instruction, Operand operand, int size, StringBuilder to) {
    int base = operand.base();
    int index = operand.index();
    to.append('[');
    if (base != Operand.NO_REGISTER) {
      to.append(registers[X86Registers.index(base, size)]);
    }
    boolean pseudo = pseudoIndex(instruction, operand);
    if (index != Operand.NO_REGISTER || pseudo) {
      if (base != Operand.NO_REGISTER) {
        to.append('+');
      }
      if (pseudo) {
        to.append(size == 8 ? "riz" : "eiz");
      } else {
        int indexSize = index >= X86Registers.XMM0 ? indexSize(instruction) : size;
        to.append(registers[X86Registers.index(index, indexSize)]);
      }
      if (size != 2) {
        to.append('*').append((char) ('0' + operand.scale()));
      }
    }
    if ((operand.detail() & Encoded.HAS_DISPLACEMENT) != 0) {
      displacement(encodedDisplacement(instruction, operand), base, to);
    }
    to.append(']');
  }

  private static void displacement(long displacement, int base, StringBuilder to) {
    // GNU's disassembler writes what is relative to rip without a sign.
    if (displacement < 0 && base != X86Registers.RIP) {
      to.append('-');
      Hex.unsigned(-displacement, to);
    } else {
      to.append('+');
      Hex.unsigned(displacement, to);
    }
  }
}
