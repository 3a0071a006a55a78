package org.inquest.formats.orc;

/// One unwind entry (`struct orc_entry`), packed into a long and normalised to layout 4.
///
/// ```
///  63      48 47       32 31  25  24    23  16 15    8 7     0
/// | sp_offset | bp_offset |     |signal| type  |bp_reg |sp_reg |
/// ```
///
/// Register and type numbers are those of arch/x86/include/asm/orc_types.h after 1735858caa4b
/// (v7.1).
public final class OrcEntry {
  /// `ORC_REG_UNDEFINED`.
  public static final int REG_UNDEFINED = 0;

  /// `ORC_REG_AX`.
  public static final int REG_AX = 1;

  /// `ORC_REG_DX`.
  public static final int REG_DX = 2;

  /// `ORC_REG_SP`.
  public static final int REG_SP = 3;

  /// `ORC_REG_BP`.
  public static final int REG_BP = 4;

  /// `ORC_REG_DI`.
  public static final int REG_DI = 5;

  /// `ORC_REG_R10`.
  public static final int REG_R10 = 6;

  /// `ORC_REG_R13`.
  public static final int REG_R13 = 7;

  /// `ORC_REG_PREV_SP`.
  public static final int REG_PREV_SP = 8;

  /// `ORC_REG_SP_INDIRECT`.
  public static final int REG_SP_INDIRECT = 9;

  /// `ORC_REG_BP_INDIRECT`.
  public static final int REG_BP_INDIRECT = 10;

  /// `ORC_TYPE_UNDEFINED`: code that nobody can unwind from.
  public static final int TYPE_UNDEFINED = 0;

  /// `ORC_TYPE_END_OF_STACK`.
  public static final int TYPE_END_OF_STACK = 1;

  /// `ORC_TYPE_CALL`: a return address lies below the previous stack pointer.
  public static final int TYPE_CALL = 2;

  /// `ORC_TYPE_REGS`: a whole `struct pt_regs` lies there.
  public static final int TYPE_REGS = 3;

  /// `ORC_TYPE_REGS_PARTIAL`: the five words that the CPU pushes lie there.
  public static final int TYPE_REGS_PARTIAL = 4;

  private OrcEntry() {}

  static long pack(int spOffset, int bpOffset, int spReg, int bpReg, int type, boolean signal) {
    return ((long) spOffset & 0xffff) << 48
        | ((long) bpOffset & 0xffff) << 32
        | (signal ? 1L << 24 : 0)
        | (long) type << 16
        | (long) bpReg << 8
        | spReg;
  }

  /// Added to the base register to get the caller's stack pointer, in bytes.
  public static int spOffset(long entry) {
    return (short) (entry >> 48);
  }

  /// Where the caller's frame pointer was saved, relative to `bp_reg`, in bytes.
  public static int bpOffset(long entry) {
    return (short) (entry >> 32);
  }

  /// The base register of the stack pointer.
  public static int spReg(long entry) {
    return (int) entry & 0xff;
  }

  /// The base register of the saved frame pointer.
  public static int bpReg(long entry) {
    return (int) (entry >> 8) & 0xff;
  }

  /// One of the `TYPE_` constants.
  public static int type(long entry) {
    return (int) (entry >> 16) & 0xff;
  }

  /// Whether the frame was interrupted, so that its address is no return address.
  public static boolean signal(long entry) {
    return (entry >> 24 & 1) != 0;
  }
}
