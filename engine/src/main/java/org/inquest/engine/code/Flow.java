package org.inquest.engine.code;

/// Where control goes after an instruction.
public enum Flow {
  /// On to the next instruction.
  NEXT,
  /// To the target or on to the next instruction: a conditional branch.
  BRANCH,
  /// To the target only.
  JUMP,
  /// To the target, and back to the next instruction when that returns.
  CALL,
  /// Back to a caller, or to what an interrupt or system call interrupted (`iret`, `sysret`,
  /// `eret`).
  RETURN,
  /// Into the kernel or a hypervisor by request, and back to the next instruction: `syscall`,
  /// `svc`, `vmcall`.
  SYSTEM_CALL,
  /// Into an exception handler: `ud2`, `int3`, `brk`. Linux returns behind some of them (`WARN`)
  /// and never from others (`BUG`); the bytes do not tell which.
  TRAP,
  /// Stops the CPU until an interrupt comes, then on: `hlt`, `wfi`.
  HALT,
  /// The bytes are no instruction; the length is 0.
  INVALID,
  /// The bytes end within an instruction; the length is 0. More bytes may make it any instruction
  /// or none.
  TRUNCATED;

  /// Whether the instruction behind this one can be reached from it without a jump elsewhere.
  public boolean fallsThrough() {
    return switch (this) {
      case NEXT, BRANCH, CALL, SYSTEM_CALL, HALT, TRAP -> true;
      case JUMP, RETURN, INVALID, TRUNCATED -> false;
    };
  }
}
