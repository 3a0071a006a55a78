package org.inquest.engine.code.x86;

/// Registers that GNU's disassembler writes in AT&T's syntax for instructions whose encoding names
/// none.
final class ImpliedText {
  private static final long ANY =
      Mark.ARGS_MONITOR.bit()
          | Mark.ARGS_MONITORX.bit()
          | Mark.ARGS_MWAIT.bit()
          | Mark.ARGS_MWAITX.bit()
          | Mark.ARGS_SVM.bit()
          | Mark.ARGS_INVLPGA.bit()
          | Mark.ARGS_SKINIT.bit();

  private ImpliedText() {}

  /// @param size address size
  /// @return empty where there are none
  static String of(long traits, int size) {
    if ((traits & ANY) == 0) {
      return "";
    }
    String word = size == 8 ? "%rax" : size == 4 ? "%eax" : "%ax";
    if (has(traits, Mark.ARGS_MONITOR) || has(traits, Mark.ARGS_MONITORX)) {
      return word + ",%ecx,%edx";
    }
    if (has(traits, Mark.ARGS_MWAIT)) {
      return "%eax,%ecx";
    }
    if (has(traits, Mark.ARGS_MWAITX)) {
      return "%eax,%ecx,%ebx";
    }
    if (has(traits, Mark.ARGS_INVLPGA)) {
      return word + ",%ecx";
    }
    return has(traits, Mark.ARGS_SKINIT) ? "%eax" : word;
  }

  private static boolean has(long traits, Mark mark) {
    return (traits & mark.bit()) != 0;
  }
}
