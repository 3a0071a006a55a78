package org.inquest.engine.code;

import java.util.List;

/// How functions pass values in registers, by the architecture's ELF psABI, which Linux's C code
/// follows on both of its sides.
///
/// @param arguments registers of the first integer arguments, in order
/// @param results registers of the result; the second is used by results of two words
/// @param clobbered set of the registers that a callee may change, [Instruction] has the meaning of
///   its bits
public record CallingConvention(List<Integer> arguments, List<Integer> results, long clobbered) {
  public CallingConvention {
    arguments = List.copyOf(arguments);
    results = List.copyOf(results);
  }

  /// The register of the n-th argument from 0, or [Operand#NO_REGISTER] where it is on the stack.
  public int argument(int n) {
    return n < arguments.size() ? arguments.get(n) : Operand.NO_REGISTER;
  }
}
