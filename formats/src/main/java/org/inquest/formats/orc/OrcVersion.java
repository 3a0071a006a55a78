package org.inquest.formats.orc;

import java.util.HexFormat;
import java.util.Optional;

/// The four layouts of the flag bits and register numbers of an ORC entry.
public enum OrcVersion {
  /// Since ee9f8fce9964 (v4.14): type in bits 8-9, end in bit 10.
  V1,
  /// Since ffb1b4a41016 (v6.3): signal in bit 10, end in bit 11.
  V2,
  /// Since fb799447ae29 (v6.4): type in bits 8-10 with UNDEFINED and END_OF_STACK, signal in bit
  /// 11.
  V3,
  /// Since 1735858caa4b (v7.1): as V3 with the registers renumbered.
  V4;

  /// Register numbers of layouts 1 to 3, in the new numbering; the index is the old number.
  private static final byte[] OLD_REGISTERS = {
    OrcEntry.REG_UNDEFINED,
    OrcEntry.REG_PREV_SP,
    OrcEntry.REG_DX,
    OrcEntry.REG_DI,
    OrcEntry.REG_BP,
    OrcEntry.REG_SP,
    OrcEntry.REG_R10,
    OrcEntry.REG_R13,
    OrcEntry.REG_BP_INDIRECT,
    OrcEntry.REG_SP_INDIRECT
  };

  /// The layout that a `.orc_header` names by its hash (scripts/orc_hash.sh over orc_types.h, since
  /// b9f174c811e3, v6.4); empty for a hash that nobody has met yet.
  public static Optional<OrcVersion> ofHash(byte[] hash) {
    return switch (HexFormat.of().formatHex(hash)) {
      case "137c36ad7627c4dd55932176bb0ecdbd5041fc82" -> Optional.of(V4);
      case "fe5d32bf581bd63b2ca9a5c65ba5a625eab3fe24" -> Optional.of(V3);
      case "db84aed4103b31dd51e017f8f79783ca985c2c51" -> Optional.of(V2);
      default -> Optional.empty();
    };
  }

  /// Normalises one entry.
  ///
  /// @param raw the six bytes as a little-endian number: sp_offset, bp_offset, flags
  public long normalise(long raw) {
    int spOffset = (short) raw;
    int bpOffset = (short) (raw >> 16);
    int flags = (int) (raw >> 32) & 0xffff;
    int type;
    boolean signal;
    switch (this) {
      case V1, V2 -> {
        int oldType = flags >> 8 & 3;
        signal = this == V2 && (flags >> 10 & 1) != 0;
        boolean end = (flags >> (this == V2 ? 11 : 10) & 1) != 0;
        // 0 CALL, 1 REGS, 2 REGS_PARTIAL. An entry without a stack register that is no end is
        // "undefined" in later words.
        type =
            end
                ? OrcEntry.TYPE_END_OF_STACK
                : (flags & 0xf) == OrcEntry.REG_UNDEFINED
                    ? OrcEntry.TYPE_UNDEFINED
                    : oldType + OrcEntry.TYPE_CALL;
      }
      default -> {
        type = flags >> 8 & 7;
        signal = (flags >> 11 & 1) != 0;
      }
    }
    return OrcEntry.pack(
        spOffset, bpOffset, register(flags & 0xf), register(flags >> 4 & 0xf), type, signal);
  }

  private int register(int number) {
    if (this == V4) {
      return number;
    }
    return number < OLD_REGISTERS.length ? OLD_REGISTERS[number] : OrcEntry.REG_UNDEFINED;
  }
}
