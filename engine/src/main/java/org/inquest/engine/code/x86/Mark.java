package org.inquest.engine.code.x86;

/// Words of a row's last column that are neither registers nor flow.
enum Mark {
  /// 64 bits wide in 64-bit mode unless prefix 66 makes it 16.
  D64,
  /// 64 bits wide in 64-bit mode, whatever the prefixes.
  F64,
  /// AT&T appends b, w, l, q where the operand is memory.
  SUFFIX,
  /// AT&T appends it in all cases.
  ALWAYS,
  /// AT&T appends w where prefix 66 makes it 16 bits wide.
  SUFFIX16,
  /// AT&T appends the letter of the destination's size.
  EXTEND,
  /// Prefix F3 prints as rep.
  REP,
  /// A string comparison: F3 prints as repz.
  REPZ,
  /// F2 prints as bnd.
  BND,
  /// 3E prints as notrack where the target is a register or in memory.
  NOTRACK,
  /// 2E and 3E print as branch hints.
  HINT,
  /// Prefixes F2 and F3 print as xacquire and xrelease where the operand is memory.
  ACQUIRE,
  RELEASE,
  /// With the same register twice the result does not depend on it: `xor %eax,%eax`.
  IDIOM,
  /// AT&T writes a star before the operand.
  STAR,
  /// AT&T writes the operands in Intel's order.
  FORWARD,
  /// EVEX.aaa masks the destination.
  K,
  /// It may also zero.
  KZ,
  /// A mask is required.
  NEEDK,
  /// EVEX.b with registers: rounding, or suppressed exceptions.
  ER,
  SAE,
  /// AT&T appends the vector's size, x y z, where the operand is memory: with XY not at 512 bits.
  XY,
  XYZ,
  /// The last operand is a predicate that is printed within the name.
  PREDICATE8,
  PREDICATE32,
  PREDICATE_INT,
  CLMUL,
  /// With REX.W the name ends in 64.
  WIDE64,
  /// Intel writes no size before the memory operand.
  BARE,
  /// Intel calls 16 bytes OWORD, not XMMWORD.
  OWORD,
  /// ModRM's mod is ignored: always registers.
  ANYMOD,
  /// A SIB byte is required.
  SIB,
  /// Operands that are printed though the encoding has none.
  ARGS_MONITOR,
  ARGS_MONITORX,
  ARGS_MWAIT,
  ARGS_MWAITX,
  ARGS_SVM,
  ARGS_INVLPGA,
  ARGS_SKINIT;

  long bit() {
    return 1L << ordinal();
  }
}
