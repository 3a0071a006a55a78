package org.inquest.engine.code.check;

import org.inquest.engine.code.graph.CodeGraph;

/// What is known of the arguments of one call from the instructions before it.
///
/// @param constants the registers at the call; empty of knowledge where the call was not reached
/// @param program for the registers' numbers
record CallArguments(Constants constants, Program program) {

  /// The arguments of the call at an address.
  static CallArguments at(Program program, long site) {
    Constants kept = new Constants(program);
    int function = program.graph().indexAt(site);
    if (function != CodeGraph.NONE) {
      StraightWalk.walk(
          program,
          function,
          (insn, constants) -> {
            if (insn.address() == site) {
              kept.copyFrom(constants);
            }
          });
    }
    return new CallArguments(kept, program);
  }

  boolean isKnown(int argument) {
    return constants.isKnown(program.calls().argument(argument));
  }

  /// The argument's value where it [#isKnown].
  long value(int argument) {
    return constants.value(program.calls().argument(argument));
  }

  /// Bits that it has set for sure.
  long ones(int argument) {
    return constants.ones(program.calls().argument(argument));
  }
}
