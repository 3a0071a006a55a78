package org.inquest.engine.code.x86;

import org.inquest.engine.code.RegisterNames;

/// The registers of x86. Numbers below 64 can be in register sets.
///
/// | numbers | registers |
/// |---|---|
/// | 0-15 | `rax rcx rdx rbx rsp rbp rsi rdi r8 ... r15` in the order of their encoding, and their parts by size |
/// | 16-19 | `ah ch dh bh`; sets have the bits of 0-3 for them |
/// | 20-25 | `es cs ss ds fs gs` |
/// | 26, 27 | `rip`, the flags |
/// | 32-63 | vectors: `xmm`, `ymm`, `zmm` by size |
/// | 64-71 | `st(0)` to `st(7)` |
/// | 72-79 | `mm0` to `mm7` |
/// | 80-87 | masks `k0` to `k7` |
/// | 88-91 | bounds `bnd0` to `bnd3` |
/// | 96-111 | `cr0` to `cr15` |
/// | 112-127 | `dr0` to `dr15` |
/// | 128-135 | tiles `tmm0` to `tmm7` |
public final class X86Registers implements RegisterNames {
  public static final int RAX = 0;
  public static final int RCX = 1;
  public static final int RDX = 2;
  public static final int RBX = 3;
  public static final int RSP = 4;
  public static final int RBP = 5;
  public static final int RSI = 6;
  public static final int RDI = 7;
  public static final int AH = 16;
  public static final int ES = 20;
  public static final int DS = 23;
  public static final int FS = 24;
  public static final int GS = 25;
  public static final int RIP = 26;
  public static final int FLAGS = 27;
  public static final int XMM0 = 32;
  public static final int ST0 = 64;
  public static final int MM0 = 72;
  public static final int K0 = 80;
  public static final int BND0 = 88;
  public static final int CR0 = 96;
  public static final int DR0 = 112;
  public static final int TMM0 = 128;

  private static final int COUNT = 136;
  private static final String[] LOW = {"ax", "cx", "dx", "bx", "sp", "bp", "si", "di"};
  private static final String[] SEGMENTS = {"es", "cs", "ss", "ds", "fs", "gs"};
  private static final int SIZES = 8;

  private final boolean wide;
  private final String[] names = new String[COUNT * SIZES];

  /// @param wide whether of the 64-bit mode
  X86Registers(boolean wide) {
    this.wide = wide;
    for (int i = 0; i < COUNT; i++) {
      for (int log = 0; log < SIZES; log++) {
        names[i * SIZES + log] = spell(i, 1 << log);
      }
    }
  }

  @Override
  public String name(int register, int size) {
    if (register < 0 || register >= COUNT) {
      return "?";
    }
    return names[index(register, size == 0 ? whole(register) : size)];
  }

  private int whole(int register) {
    return register >= XMM0 && register < ST0 ? 64 : wide ? 8 : 4;
  }

  /// Where a name stands in a table of [#spellings].
  static int index(int register, int size) {
    return register * SIZES + Math.min(31 - Integer.numberOfLeadingZeros(size | 1), SIZES - 1);
  }

  /// All names with something before each, for a printer; [#index] says where.
  String[] spellings(String prefix) {
    String[] all = new String[names.length];
    for (int i = 0; i < all.length; i++) {
      all[i] = prefix + names[i];
    }
    return all;
  }

  private static String spell(int register, int size) {
    if (register < 16) {
      return general(register, size);
    }
    if (register < ES) {
      return "acdb".charAt(register - AH) + "h";
    }
    if (register <= GS) {
      return SEGMENTS[register - ES];
    }
    if (register < XMM0) {
      return switch (register) {
        case RIP -> size == 8 ? "rip" : "eip";
        case FLAGS -> "flags";
        default -> "?";
      };
    }
    if (register < ST0) {
      return (size >= 64 ? "zmm" : size == 32 ? "ymm" : "xmm") + (register - XMM0);
    }
    return other(register);
  }

  private static String general(int register, int size) {
    if (register >= 8) {
      return "r" + register + (size == 1 ? "b" : size == 2 ? "w" : size == 4 ? "d" : "");
    }
    String low = LOW[register];
    return switch (size) {
      case 1 -> register < 4 ? low.charAt(0) + "l" : low + "l";
      case 2 -> low;
      case 4 -> "e" + low;
      default -> "r" + low;
    };
  }

  private static String other(int register) {
    if (register < MM0) {
      return "st(" + (register - ST0) + ")";
    }
    if (register < K0) {
      return "mm" + (register - MM0);
    }
    if (register < BND0) {
      return "k" + (register - K0);
    }
    if (register < CR0) {
      return "bnd" + (register - BND0);
    }
    if (register < DR0) {
      return "cr" + (register - CR0);
    }
    return register < TMM0 ? "dr" + (register - DR0) : "tmm" + (register - TMM0);
  }

  @Override
  public int count() {
    return COUNT;
  }

  @Override
  public int stackPointer() {
    return RSP;
  }

  @Override
  public int programCounter() {
    return RIP;
  }

  @Override
  public int flags() {
    return FLAGS;
  }

  @Override
  public long general() {
    return wide ? 0xffff : 0xff;
  }
}
