package org.inquest.formats.kallsyms;

/// How a table entry becomes an address (kernel/kallsyms.c, `kallsyms_sym_address`).
public enum KallsymsEncoding {
  /// `kallsyms_addresses[i]`: the only one before 2213e9a66bb8 (v4.6), gone since 64e166099b69
  /// (v6.11).
  ABSOLUTE,
  /// Signed: not negative is the address itself (per-CPU), negative counts from the base: base - 1
  /// - v. 2213e9a66bb8 (v4.6) to 01157ddc58dc (v6.15).
  ABSOLUTE_PERCPU,
  /// Unsigned offset from `kallsyms_relative_base`.
  BASE_RELATIVE,
  /// Signed offset from the entry's own place, since a081b5789255 (v7.0).
  PLACE_RELATIVE;

  /// The address of an entry.
  ///
  /// @param raw the entry as stored: 8 bytes for `ABSOLUTE`, else 4, sign-extended
  /// @param place the address of the entry itself
  /// @param base the value of `kallsyms_relative_base`
  public long address(long raw, long place, long base) {
    return switch (this) {
      case ABSOLUTE -> raw;
      case ABSOLUTE_PERCPU -> raw >= 0 ? raw : base - 1 - raw;
      case BASE_RELATIVE -> base + (raw & 0xffff_ffffL);
      case PLACE_RELATIVE -> place + raw;
    };
  }
}
