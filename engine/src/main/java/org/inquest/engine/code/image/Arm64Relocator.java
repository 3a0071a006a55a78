package org.inquest.engine.code.image;

/// The relocations of "ELF for the Arm 64-bit Architecture" that Linux' loader of modules knows
/// (arch/arm64/kernel/module.c).
final class Arm64Relocator implements Relocator {
  private static final int R_AARCH64_NONE = 0;
  private static final int R_AARCH64_ABS64 = 257;
  private static final int R_AARCH64_ABS32 = 258;
  private static final int R_AARCH64_PREL64 = 260;
  private static final int R_AARCH64_PREL32 = 261;
  private static final int R_AARCH64_LD_PREL_LO19 = 273;
  private static final int R_AARCH64_ADR_PREL_LO21 = 274;
  private static final int R_AARCH64_ADR_PREL_PG_HI21 = 275;
  private static final int R_AARCH64_ADR_PREL_PG_HI21_NC = 276;
  private static final int R_AARCH64_ADD_ABS_LO12_NC = 277;
  private static final int R_AARCH64_LDST8_ABS_LO12_NC = 278;
  private static final int R_AARCH64_TSTBR14 = 279;
  private static final int R_AARCH64_CONDBR19 = 280;
  private static final int R_AARCH64_JUMP26 = 282;
  private static final int R_AARCH64_CALL26 = 283;
  private static final int R_AARCH64_LDST16_ABS_LO12_NC = 284;
  private static final int R_AARCH64_LDST32_ABS_LO12_NC = 285;
  private static final int R_AARCH64_LDST64_ABS_LO12_NC = 286;
  private static final int R_AARCH64_LDST128_ABS_LO12_NC = 299;

  private static final long PAGE = ~0xfffL;

  @Override
  public boolean apply(int type, byte[] bytes, long at, long place, long value) {
    long distance = value - place;
    return switch (type) {
      case R_AARCH64_NONE -> true;
      case R_AARCH64_ABS64 -> Relocator.put64(bytes, at, value);
      case R_AARCH64_ABS32 -> Relocator.put32(bytes, at, value);
      case R_AARCH64_PREL64 -> Relocator.put64(bytes, at, distance);
      case R_AARCH64_PREL32 -> Relocator.put32(bytes, at, distance);
      case R_AARCH64_CALL26, R_AARCH64_JUMP26 -> field(bytes, at, 0, 26, distance >> 2);
      case R_AARCH64_CONDBR19, R_AARCH64_LD_PREL_LO19 -> field(bytes, at, 5, 19, distance >> 2);
      case R_AARCH64_TSTBR14 -> field(bytes, at, 5, 14, distance >> 2);
      case R_AARCH64_ADR_PREL_LO21 -> address(bytes, at, distance);
      case R_AARCH64_ADR_PREL_PG_HI21, R_AARCH64_ADR_PREL_PG_HI21_NC ->
          address(bytes, at, (value & PAGE) - (place & PAGE) >> 12);
      case R_AARCH64_ADD_ABS_LO12_NC, R_AARCH64_LDST8_ABS_LO12_NC ->
          field(bytes, at, 10, 12, value & 0xfff);
      case R_AARCH64_LDST16_ABS_LO12_NC -> field(bytes, at, 10, 12, (value & 0xfff) >> 1);
      case R_AARCH64_LDST32_ABS_LO12_NC -> field(bytes, at, 10, 12, (value & 0xfff) >> 2);
      case R_AARCH64_LDST64_ABS_LO12_NC -> field(bytes, at, 10, 12, (value & 0xfff) >> 3);
      case R_AARCH64_LDST128_ABS_LO12_NC -> field(bytes, at, 10, 12, (value & 0xfff) >> 4);
      default -> false;
    };
  }

  /// Replaces `width` bits of an instruction from bit `low` on.
  private static boolean field(byte[] bytes, long at, int low, int width, long value) {
    if (at < 0 || at > bytes.length - 4) {
      return false;
    }
    int mask = (1 << width) - 1 << low;
    int word = (int) U32.get(bytes, (int) at);
    return Relocator.put32(bytes, at, word & ~mask | (int) value << low & mask);
  }

  /// `adr` and `adrp` keep the two low bits of their number apart from the nineteen others.
  private static boolean address(byte[] bytes, long at, long value) {
    return field(bytes, at, 29, 2, value) && field(bytes, at, 5, 19, value >> 2);
  }
}
