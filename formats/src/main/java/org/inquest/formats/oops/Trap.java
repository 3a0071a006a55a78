package org.inquest.formats.oops;

/// What kind of exception a report is about.
public enum Trap {
  /// A page fault that nothing handles: #PF, vector 14.
  PAGE_FAULT("page fault", 14),
  /// #GP, vector 13: mostly an address that is not canonical.
  GENERAL_PROTECTION("general protection fault", 13),
  /// `BUG()`, `BUG_ON()`: an invalid opcode put there on purpose.
  BUG("BUG", 6),
  /// #UD, vector 6, that is no `BUG()`.
  INVALID_OPCODE("invalid opcode", 6),
  /// #DE, vector 0.
  DIVIDE("divide error", 0),
  /// #BP, vector 3.
  BREAKPOINT("int3", 3),
  /// #SS, vector 12.
  STACK_SEGMENT("stack segment", 12),
  /// #DF, vector 8.
  DOUBLE_FAULT("double fault", 8),
  /// The guard page of a kernel stack was hit.
  STACK_OVERFLOW("kernel stack overflow", 8),
  /// #AC, vector 17.
  ALIGNMENT("alignment check", 17),
  /// #CP, vector 21: control-flow enforcement.
  CONTROL_PROTECTION("control protection fault", 21),
  /// Any other.
  OTHER("exception", -1);

  private final String words;
  private final int vector;

  Trap(String words, int vector) {
    this.words = words;
    this.vector = vector;
  }

  /// For a sentence.
  public String words() {
    return words;
  }

  /// x86 vector number, as in `thread.trap_nr`; -1 where it can be any.
  public int vector() {
    return vector;
  }

  /// The kind with an x86 vector number; of two kinds with one number, the one that claims less.
  public static Trap ofVector(int vector) {
    return switch (vector) {
      case 6 -> INVALID_OPCODE;
      case 8 -> DOUBLE_FAULT;
      default -> {
        for (Trap trap : values()) {
          if (trap.vector == vector && vector >= 0) {
            yield trap;
          }
        }
        yield OTHER;
      }
    };
  }

  /// From the string that the kernel hands to `die()`.
  static Trap of(String string) {
    if (string.contains("stack guard page") || string.contains("stack overflow")) {
      return STACK_OVERFLOW;
    }
    // "divide_error" between 9d06c4027f21 (v5.8) and the next rewording.
    String words = string.replace("divide_error", DIVIDE.words);
    for (Trap trap : values()) {
      if (words.startsWith(trap.words)) {
        return trap;
      }
    }
    // arch/x86/kernel/cet.c says so before it calls BUG().
    return string.contains("issing ENDBR") ? CONTROL_PROTECTION : OTHER;
  }
}
