package org.inquest.formats.kallsyms;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// Where the tables of kallsyms lie in kernel memory (kernel/kallsyms_internal.h).
///
/// @param names `kallsyms_names`
/// @param count `kallsyms_num_syms`, the value, or -1 where only `countAt` is known
/// @param countAt address of `kallsyms_num_syms`
/// @param tokenTable `kallsyms_token_table`
/// @param tokenIndex `kallsyms_token_index`
/// @param offsets `kallsyms_offsets`, or 0 where there are absolute addresses
/// @param addresses `kallsyms_addresses` (until 64e166099b69, v6.11), or 0
/// @param relativeBase address of `kallsyms_relative_base`, or 0 where the kernel has none (since
///   a081b5789255, v7.0)
public record KallsymsTables(
    long names,
    int count,
    long countAt,
    long tokenTable,
    long tokenIndex,
    long offsets,
    long addresses,
    long relativeBase) {

  /// The tables that VMCOREINFO names (since 5fd8fea935a1 and f09bddbd8661, v6.0; vendors
  /// backport); empty where it does not.
  public static Optional<KallsymsTables> of(VmcoreInfo info) {
    OptionalLong names = info.symbol("kallsyms_names");
    OptionalLong countAt = info.symbol("kallsyms_num_syms");
    OptionalLong tokenTable = info.symbol("kallsyms_token_table");
    OptionalLong tokenIndex = info.symbol("kallsyms_token_index");
    OptionalLong offsets = info.symbol("kallsyms_offsets");
    OptionalLong addresses = info.symbol("kallsyms_addresses");
    if (names.isEmpty()
        || countAt.isEmpty()
        || tokenTable.isEmpty()
        || tokenIndex.isEmpty()
        || (offsets.isEmpty() && addresses.isEmpty())) {
      return Optional.empty();
    }
    return Optional.of(
        new KallsymsTables(
            names.getAsLong(),
            -1,
            countAt.getAsLong(),
            tokenTable.getAsLong(),
            tokenIndex.getAsLong(),
            offsets.orElse(0),
            addresses.orElse(0),
            info.symbol("kallsyms_relative_base").orElse(0)));
  }
}
