package org.inquest.engine.code.x86;

import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;

/// Writes the prefixes that no other part of an instruction's text shows: `lock`, `rep`, and those
/// that have no meaning for it, as compilers put them before a long `nop`. The same in both
/// syntaxes.
final class PrefixText {
  private static final Forms FORMS = Forms.all();
  private static final String[] NAMES = {
    "", "data16", "addr32", "lock", "repnz", "repz", "es", "cs", "ss", "ds", "fs", "gs"
  };

  private PrefixText() {}

  /// Whether there may be any to write. Almost always REX is there because it is needed, and that
  /// is quickly seen.
  static boolean any(Instruction instruction) {
    long encoding = instruction.encoding();
    if ((encoding & (1L << Encoded.LIST_BITS) - 1) != 0) {
      return true;
    }
    int rex = Encoded.rex(encoding);
    if ((rex & 16) == 0 || Encoded.has(encoding, Encoded.VEX)) {
      return false;
    }
    return rex == 16 || (rex & 15 & ~FORMS.rex[instruction.form()]) != 0 || (rex & 2) != 0;
  }

  static boolean hasAddressPrefix(long encoding) {
    return contains(encoding, PrefixReader.ADDRESS);
  }

  private static boolean contains(long encoding, int kind) {
    for (long list = encoding & (1L << Encoded.LIST_BITS) - 1; list != 0; list >>>= 4) {
      if ((list & 15) == kind) {
        return true;
      }
    }
    return false;
  }

  /// What a branch hint appends to the name in AT&T's syntax; SDM volume 2, 2.1.1.
  static String hint(Instruction instruction) {
    String hint = "";
    for (long list = instruction.encoding() & (1L << Encoded.LIST_BITS) - 1;
        list != 0;
        list >>>= 4) {
      int kind = (int) list & 15;
      if (kind >= PrefixReader.ES) {
        hint = kind == PrefixReader.CS ? ",pn" : kind == PrefixReader.DS ? ",pt" : "";
      }
    }
    return hint;
  }

  /// @param hints whether the name will have a branch's hint
  static void append(Instruction instruction, boolean wide, boolean hints, StringBuilder to) {
    long encoding = instruction.encoding();
    long list = encoding & (1L << Encoded.LIST_BITS) - 1;
    for (long rest = list; rest != 0; rest >>>= 4) {
      int kind = (int) rest & 15;
      boolean last = lastOfItsKind(rest >>> 4, kind);
      if (!last || !isUsed(kind, instruction, hints)) {
        name(kind, instruction, wide, last, to);
      }
    }
    int rex = Encoded.rex(encoding);
    if ((rex & 16) != 0
        && !Encoded.has(encoding, Encoded.VEX)
        && (rex & ~usedRex(instruction)) != 0) {
      to.append("rex");
      if ((rex & 15) != 0) {
        to.append('.');
        for (int bit = 3; bit >= 0; bit--) {
          if ((rex >> bit & 1) != 0) {
            to.append("BXRW".charAt(bit));
          }
        }
      }
      to.append(' ');
    }
  }

  /// Segments count as one kind, and so do the two repetitions: the last one is meant.
  private static boolean lastOfItsKind(long behind, int kind) {
    for (; behind != 0; behind >>>= 4) {
      int other = (int) behind & 15;
      boolean segments = kind >= PrefixReader.ES && other >= PrefixReader.ES;
      boolean repeats = isRepeat(kind) && isRepeat(other);
      if (kind == other || segments || repeats) {
        return false;
      }
    }
    return true;
  }

  private static boolean isRepeat(int kind) {
    return kind == PrefixReader.REP || kind == PrefixReader.REPNE;
  }

  private static boolean isUsed(int kind, Instruction instruction, boolean hints) {
    long traits = FORMS.traits[instruction.form()];
    int selector = (int) (traits >>> Forms.PREFIX_SHIFT) & 3;
    long encoding = instruction.encoding();
    long sized =
        Encoded.has(encoding, Encoded.MEMORY) ? Forms.OPERAND_SIZE_MEMORY : Forms.OPERAND_SIZE;
    return switch (kind) {
      case PrefixReader.OPERAND ->
          selector == 1 || (traits & sized) != 0 && Encoded.operandSize(encoding) == 2;
      case PrefixReader.ADDRESS ->
          (traits & Forms.ADDRESS_SIZE) != 0 || instruction.memoryOperand() != Instruction.NONE;
      case PrefixReader.REPNE -> selector == 3;
      case PrefixReader.REP -> selector == 2;
      case PrefixReader.LOCK -> false;
      default -> usesSegment(kind, instruction, traits, hints);
    };
  }

  private static boolean usesSegment(
      int kind, Instruction instruction, long traits, boolean hints) {
    if ((traits & Mark.HINT.bit()) != 0) {
      return hints && (kind == PrefixReader.CS || kind == PrefixReader.DS);
    }
    int segment = X86Registers.ES + kind - PrefixReader.ES;
    for (int i = 0; i < instruction.operandCount(); i++) {
      Operand operand = instruction.operand(i);
      // DS is meant where it is what the instruction would use anyway.
      if (operand.isMemory() && operand.segment() == segment && kind >= PrefixReader.DS) {
        return true;
      }
    }
    return false;
  }

  private static void name(
      int kind, Instruction instruction, boolean wide, boolean last, StringBuilder to) {
    long traits = FORMS.traits[instruction.form()];
    String name = NAMES[kind];
    if (kind == PrefixReader.REP && (traits & Mark.REP.bit()) != 0) {
      name = "rep";
    } else if (kind == PrefixReader.REPNE && (traits & Mark.BND.bit()) != 0) {
      name = "bnd";
    } else if (kind == PrefixReader.DS && (traits & Mark.NOTRACK.bit()) != 0 && last) {
      name = "notrack";
    } else if (elides(kind, instruction, traits)) {
      name = kind == PrefixReader.REP ? "xrelease" : "xacquire";
    } else if (kind == PrefixReader.ADDRESS && !wide) {
      name = "addr16";
    }
    to.append(name).append(' ');
  }

  /// Hardware lock elision: SDM volume 2, XACQUIRE/XRELEASE.
  private static boolean elides(int kind, Instruction instruction, long traits) {
    if (!isRepeat(kind) || !Encoded.has(instruction.encoding(), Encoded.MEMORY)) {
      return false;
    }
    Mark mark = kind == PrefixReader.REP ? Mark.RELEASE : Mark.ACQUIRE;
    return (traits & mark.bit()) != 0 || contains(instruction.encoding(), PrefixReader.LOCK);
  }

  /// Which bits of REX the instruction has a use for; bit 4 where the prefix itself matters.
  private static int usedRex(Instruction instruction) {
    int row = instruction.form();
    int used = FORMS.rex[row] & 13;
    int at = 0;
    for (long spec = FORMS.operands[row]; spec != 0; spec >>>= Forms.OPERAND_BITS, at++) {
      int method = FORMS.method[(int) spec & 0xff];
      Operand operand = instruction.operand(at);
      used |= operand.isMemory() && hasSib(operand) ? FORMS.rex[row] & 2 : 0;
      if (operand.size() == 1 && isByteField(method) && isLowByte(operand)) {
        used |= 16;
      }
    }
    used &= Encoded.rex(instruction.encoding());
    return used == 0 ? 0 : used | 16;
  }

  /// `spl bpl sil dil`, which only REX reaches.
  private static boolean isLowByte(Operand operand) {
    return operand.isRegister() && (operand.register() & 4) != 0;
  }

  private static boolean isByteField(int method) {
    return method == Method.RM || method == Method.REG || method == Method.OPCODE;
  }

  private static boolean hasSib(Operand operand) {
    return operand.index() != Operand.NO_REGISTER || (operand.detail() & Encoded.NO_INDEX) != 0;
  }
}
