package org.inquest.engine.code.x86;

import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.SymbolNames;

/// AT&T's syntax, the kernel developers': `mov %rax,0x8(%rdi)`. The text is that of `objdump -d`.
final class AttPrinter extends X86Printer {
  private final String[] registers;

  AttPrinter(X86Registers registers, boolean wide) {
    super(wide);
    this.registers = registers.spellings("%");
    for (int i = 0; i < 16; i++) {
      for (int size = 1; size <= 128; size <<= 1) {
        this.registers[X86Registers.index(X86Registers.DR0 + i, size)] = "%db" + i;
      }
    }
  }

  @Override
  public String name() {
    return "att";
  }

  @Override
  void name(Instruction instruction, long traits, StringBuilder to) {
    to.append(FORMS.att[instruction.form()]);
    long encoding = instruction.encoding();
    if ((traits & SUFFIXED) == 0) {
      return;
    }
    boolean memory = Encoded.has(encoding, Encoded.MEMORY);
    if ((traits & Mark.SUFFIX.bit()) != 0) {
      if (memory) {
        letter(instruction.operand(FORMS.rmOperand[instruction.form()]).size(), to);
      }
    } else if ((traits & Mark.EXTEND.bit()) != 0) {
      letter(instruction.operand(0).size(), to);
    } else if ((traits & Mark.ALWAYS.bit()) != 0) {
      int sized = instruction.memoryOperand();
      sized = sized == Instruction.NONE ? instruction.operandCount() - 1 : sized;
      letter(instruction.operand(sized).size(), to);
    } else if ((traits & Mark.HINT.bit()) != 0) {
      to.append(PrefixText.hint(instruction));
    } else if ((traits & (Mark.SUFFIX16.bit() | Mark.D64.bit())) != 0) {
      if (Encoded.operandSize(encoding) == 2 && !isGeneral(instruction)) {
        to.append('w');
      }
    } else if ((traits & Mark.WIDE64.bit()) != 0) {
      if ((Encoded.rex(encoding) & 8) != 0) {
        to.append("64");
      }
    } else if (memory && !Encoded.has(encoding, Encoded.BROADCAST)) {
      vectorLetter(instruction, traits, to);
    }
  }

  private static final long SUFFIXED =
      Mark.SUFFIX.bit()
          | Mark.EXTEND.bit()
          | Mark.ALWAYS.bit()
          | Mark.SUFFIX16.bit()
          | Mark.D64.bit()
          | Mark.WIDE64.bit()
          | Mark.HINT.bit()
          | Mark.XY.bit()
          | Mark.XYZ.bit();

  private static void letter(int size, StringBuilder to) {
    to.append(
        switch (size) {
          case 1 -> 'b';
          case 2 -> 'w';
          case 4 -> 'l';
          default -> 'q';
        });
  }

  private static boolean isGeneral(Instruction instruction) {
    Operand first = instruction.operand(0);
    return first.isRegister() && first.register() < X86Registers.ES;
  }

  private static void vectorLetter(Instruction instruction, long traits, StringBuilder to) {
    int length = Encoded.vectorLength(instruction.encoding());
    if (length < 2 || (traits & Mark.XYZ.bit()) != 0) {
      to.append("xyz?".charAt(length));
    }
  }

  @Override
  String implied(Instruction instruction, long traits) {
    return ImpliedText.of(traits, addressSize(instruction));
  }

  @Override
  void operands(
      Instruction instruction, int count, long traits, SymbolNames names, StringBuilder to) {
    int rounding = rounds(instruction, traits) ? roundingPlace(instruction, count) : -1;
    boolean forward = (traits & Mark.FORWARD.bit()) != 0;
    boolean first = true;
    for (int i = 0; i <= count; i++) {
      int k = forward ? i : count - i;
      if (k == rounding) {
        comma(first, to);
        to.append(rounding(instruction, traits));
        first = false;
      }
      int at = forward ? i : k - 1;
      if (at < 0 || at >= count) {
        continue;
      }
      Operand operand = instruction.operand(at);
      // A shift by one is written without the number.
      if (operand.kind() == Operand.Kind.IMMEDIATE && method(instruction, at) == Method.ONE) {
        continue;
      }
      comma(first, to);
      first = false;
      operand(instruction, at, traits, names, to);
      if (at == 0) {
        mask(instruction, "%", to);
      }
    }
  }

  /// A rounding mode is written as if it were the operand behind the last vector register.
  private static int roundingPlace(Instruction instruction, int count) {
    Operand last = instruction.operand(count - 1);
    boolean general = last.isRegister() && last.register() < X86Registers.ES;
    return general || last.kind() == Operand.Kind.IMMEDIATE ? count - 1 : count;
  }

  private static void comma(boolean first, StringBuilder to) {
    if (!first) {
      to.append(',');
    }
  }

  private void register(Instruction instruction, int at, Operand operand, StringBuilder to) {
    int register = operand.register();
    if (register == X86Registers.RDX && method(instruction, at) == Method.FIXED) {
      // The port of in and out, the only DX that an opcode implies.
      to.append("(%dx)");
    } else if (register == X86Registers.ST0 && method(instruction, at) == Method.FIXED) {
      to.append("%st");
    } else {
      to.append(registers[X86Registers.index(register, operand.size())]);
    }
  }

  private void operand(
      Instruction instruction, int at, long traits, SymbolNames names, StringBuilder to) {
    Operand operand = instruction.operand(at);
    switch (operand.kind()) {
      case REGISTER -> {
        if ((traits & Mark.STAR.bit()) != 0) {
          to.append('*');
        }
        register(instruction, at, operand, to);
      }
      case MEMORY -> {
        if ((traits & Mark.STAR.bit()) != 0) {
          to.append('*');
        }
        memory(instruction, operand, to);
      }
      case IMMEDIATE -> {
        to.append('$');
        Hex.ofSize(operand.value(), operand.size(), to);
      }
      case TARGET -> {
        if (at > 0 && (traits & Mark.FORWARD.bit()) != 0) {
          to.append('$');
        }
        target(operand, names, to);
      }
      case NONE, OTHER -> to.append('?');
    }
  }

  private void memory(Instruction instruction, Operand operand, StringBuilder to) {
    if (operand.segment() != Operand.NO_REGISTER) {
      to.append(registers[X86Registers.index(operand.segment(), 2)]).append(':');
    }
    int size = addressSize(instruction);
    int base = operand.base();
    int index = operand.index();
    boolean pseudo = pseudoIndex(instruction, operand);
    if ((operand.detail() & Encoded.HAS_DISPLACEMENT) != 0) {
      displacement(encodedDisplacement(instruction, operand), operand, pseudo, size, to);
    }
    if (base != Operand.NO_REGISTER || index != Operand.NO_REGISTER || pseudo) {
      to.append('(');
      if (base != Operand.NO_REGISTER) {
        to.append(registers[X86Registers.index(base, size)]);
      }
      if (index != Operand.NO_REGISTER) {
        int indexSize = index >= X86Registers.XMM0 ? indexSize(instruction) : size;
        to.append(',').append(registers[X86Registers.index(index, indexSize)]);
      } else if (pseudo) {
        to.append(size == 8 ? ",%riz" : ",%eiz");
      }
      if ((index != Operand.NO_REGISTER || pseudo) && size != 2) {
        to.append(',').append((char) ('0' + operand.scale()));
      }
      to.append(')');
    }
    if ((operand.detail() & Encoded.DETAIL_BROADCAST) != 0) {
      to.append("{1to").append(copies(instruction, operand)).append('}');
    }
  }

  private static void displacement(
      long value, Operand operand, boolean pseudo, int size, StringBuilder to) {
    if (operand.base() == Operand.NO_REGISTER
        && operand.index() == Operand.NO_REGISTER
        && !pseudo) {
      Hex.ofSize(value, size, to);
    } else if (value < 0) {
      to.append('-');
      Hex.unsigned(-value, to);
    } else {
      Hex.unsigned(value, to);
    }
  }
}
