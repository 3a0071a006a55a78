package org.inquest.formats.cfi;

import java.util.List;

/// The rules that hold in a range of a function's code.
///
/// @param low the first address
/// @param high the first one behind
/// @param address how the frame's address is found
/// @param rules by DWARF's register numbers; those that are not in it are not specified
/// @param returnRegister the number under which the rule for the return address stands
public record FrameRow(
    long low, long high, FrameAddressRule address, List<RegisterRule> rules, int returnRegister) {
  static final RegisterRule UNSPECIFIED = new RegisterRule.Unspecified();

  public FrameRow {
    rules = List.copyOf(rules);
  }

  /// The rule for a register.
  public RegisterRule rule(int register) {
    return register >= 0 && register < rules.size() ? rules.get(register) : UNSPECIFIED;
  }
}
