/// Where a value in one function comes from: its control flow, and the way back from an instruction
/// to the argument, load, call or constant that a register's or stack slot's value began as.
///
/// Read [org.inquest.engine.code.flow.Origin] first, for it is the answer;
/// [org.inquest.engine.code.flow.ValueFlow] finds it:
///
/// ```java
/// FunctionCode code = new TargetFunctions(target).at(pc).orElseThrow();
/// Traced rax = new ValueFlow(code).before(pc, Location.register(X86Registers.RAX));
/// rax.origin();   // Result[site=free_metadata+0x5, ...]
/// ```
///
/// What is assumed: functions keep the System V ABI, and nobody writes to a stack slot whose
/// address was not handed out. What can't be known is an
/// [org.inquest.engine.code.flow.Origin.Unknown] with its reason. Work is bounded by steps, not by
/// the code's shape, so hostile bytes cost no more than real ones.
///
/// To add a machine: the effect of its instructions on a place, as
/// [org.inquest.engine.code.flow.X86Effects] has it, and on the stack pointer.
@NullMarked
package org.inquest.engine.code.flow;

import org.jspecify.annotations.NullMarked;
