package org.inquest.engine.arch.x86_64;

import java.util.List;
import org.inquest.engine.arch.MemoryOperand;

/// Finds the memory operand of one instruction: enough of the encoding to read ModRM and SIB, no
/// more.
///
/// ```
/// prefixes  REX  opcode (1 to 3 bytes)  ModRM  SIB  displacement (0, 1 or 4 bytes)
///                                       mod:2 reg:3 rm:3
///                                              scale:2 index:3 base:3
/// ```
///
/// Left out, and answered with nothing: VEX and EVEX (the kernel's own code has them in crypto and
/// RAID only), operands in the GS or FS segment (per-CPU data, whose base is no register),
/// addresses relative to the program counter, pushes and pops.
///
/// Reference: Intel SDM volume 2, chapter 2 and appendix A.
final class X86Operands {
  private static final String[] NAMES = {
    "rax", "rcx", "rdx", "rbx", "rsp", "rbp", "rsi", "rdi",
    "r8", "r9", "r10", "r11", "r12", "r13", "r14", "r15"
  };

  /// Both operands of a string instruction, either of which may be the one at fault.
  private static final MemoryOperand SOURCE = new MemoryOperand("rsi", "", 1, 0);

  private static final MemoryOperand DESTINATION = new MemoryOperand("rdi", "", 1, 0);

  private static final int REX_B = 1;
  private static final int REX_X = 2;

  private final byte[] code;
  private int at;

  private X86Operands(byte[] code) {
    this.code = code;
  }

  /// The operands of the instruction at the start of `code`; empty where it has none, is cut, or is
  /// one of those left out.
  static List<MemoryOperand> of(byte[] code) {
    return new X86Operands(code).operands();
  }

  private List<MemoryOperand> operands() {
    int next = next();
    while (isPrefix(next)) {
      next = next();
    }
    int rex = 0;
    if (next >= 0x40 && next < 0x50) {
      rex = next;
      next = next();
    }
    if (next == 0x0f) {
      int second = next();
      if (second == 0x38 || second == 0x3a) {
        next();
        return modRm(rex);
      }
      return second >= 0 && hasModRm2(second) ? modRm(rex) : List.of();
    }
    return switch (next) {
      case 0xa4, 0xa5, 0xa6, 0xa7 -> List.of(DESTINATION, SOURCE);
      case 0xaa, 0xab, 0xae, 0xaf -> List.of(DESTINATION);
      case 0xac, 0xad -> List.of(SOURCE);
      default -> next >= 0 && hasModRm(next) ? modRm(rex) : List.of();
    };
  }

  /// -1 at the end.
  private int next() {
    return at < code.length ? code[at++] & 0xff : -1;
  }

  /// Operand size, lock, repeat, and the segments whose base is 0. Not: FS, GS, address size.
  private static boolean isPrefix(int value) {
    return switch (value) {
      case 0x66, 0xf0, 0xf2, 0xf3, 0x2e, 0x36, 0x3e, 0x26 -> true;
      default -> false;
    };
  }

  /// Appendix A, table A-2: arithmetic in its register and memory forms, MOVSXD, IMUL, and the rows
  /// from 80, C0, D0, D8, F0.
  private static boolean hasModRm(int opcode) {
    if (opcode < 0x40) {
      return (opcode & 7) < 4;
    }
    return switch (opcode) {
      case 0x63, 0x69, 0x6b, 0xc0, 0xc1, 0xc6, 0xc7, 0xf6, 0xf7, 0xfe, 0xff -> true;
      default -> opcode >= 0x80 && opcode < 0x90 || (opcode & 0xf4) == 0xd0 || opcode >> 3 == 0x1b;
    };
  }

  /// Table A-3: all but system instructions without operand, conditional jumps, PUSH, POP, CPUID,
  /// BSWAP.
  private static boolean hasModRm2(int opcode) {
    return switch (opcode) {
      case 0x05, 0x06, 0x07, 0x08, 0x09, 0x0b, 0x0e, 0x77, 0xa0, 0xa1, 0xa2, 0xa8, 0xa9, 0xaa ->
          false;
      default -> opcode >> 4 != 3 && opcode >> 4 != 8 && opcode >> 3 != 0x19;
    };
  }

  private List<MemoryOperand> modRm(int rex) {
    int modRm = next();
    int mod = modRm >> 6;
    int rm = modRm & 7;
    if (modRm < 0 || mod == 3 || mod == 0 && rm == 5) {
      return List.of();
    }
    String base = NAMES[rm + ((rex & REX_B) != 0 ? 8 : 0)];
    String index = "";
    int scale = 1;
    boolean wide = mod == 2;
    if (rm == 4) {
      int sib = next();
      int indexBits = (sib >> 3 & 7) + ((rex & REX_X) != 0 ? 8 : 0);
      boolean none = (sib & 7) == 5 && mod == 0;
      base = none ? "" : NAMES[(sib & 7) + ((rex & REX_B) != 0 ? 8 : 0)];
      index = indexBits == 4 ? "" : NAMES[indexBits];
      scale = 1 << (sib >> 6 & 3);
      wide |= none;
    }
    int length = wide ? 4 : mod == 1 ? 1 : 0;
    return at + length > code.length
        ? List.of()
        : List.of(new MemoryOperand(base, index, scale, displacement(length)));
  }

  private long displacement(int length) {
    if (length == 1) {
      return code[at];
    }
    int value = 0;
    for (int i = 0; i < length; i++) {
      value |= (code[at + i] & 0xff) << 8 * i;
    }
    return value;
  }
}
