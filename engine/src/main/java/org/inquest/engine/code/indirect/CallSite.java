package org.inquest.engine.code.indirect;

import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.flow.FunctionCode;
import org.inquest.engine.code.flow.Location;
import org.inquest.engine.code.flow.Origin;
import org.inquest.engine.code.flow.Origin.Why;
import org.inquest.engine.code.flow.ValueFlow;

/// Finds where the pointer of a call comes from.
final class CallSite {
  /// Retpolines have the register's name; the one of `rax` begins the array of all
  /// (arch/x86/lib/retpoline.S), whose name it may go by.
  private static final String THUNK = "__x86_indirect_thunk_";

  private static final String ARRAY = "array";
  private static final String FIRST = "rax";

  private CallSite() {}

  /// The origin of what an instruction calls or jumps to.
  static Origin pointer(ValueFlow flow, long site) {
    FunctionCode code = flow.code();
    int index = code.indexAt(site);
    if (index == FunctionCode.NONE) {
      return new Origin.Unknown(Why.NO_CODE, site);
    }
    Instruction call = code.instruction(index);
    if (call.hasTarget()) {
      return register(flow, site, thunk(code, call.target()));
    }
    int memory = call.memoryOperand();
    if (memory != Instruction.NONE) {
      return loaded(flow, call, call.operand(memory));
    }
    for (int i = 0; i < call.operandCount(); i++) {
      if (call.operand(i).isRegister()) {
        return register(flow, site, call.operand(i).register());
      }
    }
    return new Origin.Unknown(Why.COMPUTED, site);
  }

  private static Origin register(ValueFlow flow, long site, int register) {
    return register == Operand.NO_REGISTER
        ? new Origin.Unknown(Why.COMPUTED, site)
        : flow.before(site, Location.register(register)).origin();
  }

  private static Origin loaded(ValueFlow flow, Instruction call, Operand at) {
    if (at.isAbsolute(flow.code().isa().registers().programCounter())) {
      Origin nothing = new Origin.Constant(0);
      return new Origin.Load(nothing, at.displacement(), Long.BYTES, call.address());
    }
    if (at.index() != Operand.NO_REGISTER
        || at.base() == Operand.NO_REGISTER
        || at.segment() != Operand.NO_REGISTER) {
      return new Origin.Unknown(Why.COMPUTED, call.address());
    }
    Origin base = register(flow, call.address(), at.base());
    return new Origin.Load(base, at.displacement(), Long.BYTES, call.address());
  }

  /// The register that a retpoline jumps through.
  private static int thunk(FunctionCode code, long target) {
    StringBuilder name = new StringBuilder();
    if (!code.names().append(target, name) || name.indexOf(THUNK) != 0) {
      return Operand.NO_REGISTER;
    }
    String wanted = name.substring(THUNK.length());
    if (wanted.equals(ARRAY)) {
      wanted = FIRST;
    }
    for (int i = 0; i < code.isa().registers().count(); i++) {
      if (code.isa().registers().name(i, 0).equals(wanted)) {
        return i;
      }
    }
    return Operand.NO_REGISTER;
  }
}
