package org.inquest.diagnose.value;

/// What matters about a machine for the meaning of a value.
public enum Machine {
  X86_64(64, 0xdead_0000_0000_0000L, 0xdfff_fc00_0000_0000L),
  X86_32(32, 0, 0),
  /// KASAN_SHADOW_OFFSET of 48-bit kernels since 5.4 (arch/arm64/Kconfig).
  ARM64(64, 0xdead_0000_0000_0000L, 0xdfff_8000_0000_0000L),
  ARM(32, 0, 0),
  PPC64(64, 0x5dea_dbee_f000_0000L, 0),
  /// ILLEGAL_POINTER_VALUE of arch/riscv/Kconfig; KASAN_SHADOW_OFFSET of Sv39 and wider.
  RISCV64(64, 0xdead_0000_0000_0000L, 0xdfff_ffff_0000_0000L),
  S390X(64, 0xdead_0000_0000_0000L, 0x001c_0000_0000_0000L);

  private final int bits;
  private final long delta;
  private final long kasanOffset;

  Machine(int bits, long delta, long kasanOffset) {
    this.bits = bits;
    this.delta = delta;
    this.kasanOffset = kasanOffset;
  }

  /// Bits of a register.
  public int bits() {
    return bits;
  }

  /// `POISON_POINTER_DELTA` (CONFIG_ILLEGAL_POINTER_VALUE): added to poison for pointers, so that
  /// user space can map nothing there. 0 where the machine has no such address.
  public long delta() {
    return delta;
  }

  /// KASAN's shadow of address `a` is at `(a >>> 3) + offset`; 0 where it is not known.
  public long kasanOffset() {
    return kasanOffset;
  }

  /// A value as addresses of this machine are compared: 32-bit error pointers become negative.
  long widen(long value) {
    return bits == 32 ? (int) value : value;
  }
}
