package org.inquest.engine.code.a64;

import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;

/// Writes A64 as Arm's manual and objdump do.
final class A64Printer implements Printer {
  private final Tables tables = Tables.ALL;

  @Override
  public String name() {
    return "a64";
  }

  @Override
  public void append(Instruction instruction, SymbolNames names, StringBuilder to) {
    if (instruction.length() == 0) {
      to.append("(bad)");
      return;
    }
    to.append(instruction.mnemonic());
    tables
        .rows[instruction.form()]
        .form()
        .print((int) instruction.encoding(), instruction.address(), names, to);
  }
}
