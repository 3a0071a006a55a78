package org.inquest.engine.code.a64;

import java.util.List;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Flow;

/// What a row says behind ` ; ` about what the instruction does.
///
/// | note | meaning |
/// |---|---|
/// | `w` `r` `+` `-`, one for each operand | written, read, both, neither; the default is `wrrr...` |
/// | `flags` `cond` | changes the condition flags, depends on them |
/// | `m8` | bytes of memory accessed, where that is not the size of the registers |
/// | `jump` `call` `ret` `branch` `trap` `svc` `halt` | flow |
/// | `reads=17` `writes=30` | a general register that is not an operand |
///
/// @param access for each operand
/// @param memory bytes; 0 for the registers' size
/// @param reads set of registers besides the operands'
/// @param writes set of registers besides the operands'
record Notes(Access[] access, Flow flow, int memory, long reads, long writes) {

  static Notes parse(List<String> notes, int operands) {
    String access = "w";
    Flow flow = Flow.NEXT;
    int memory = 0;
    long reads = 0;
    long writes = 0;
    for (String note : notes) {
      switch (note) {
        case "flags" -> writes |= 1L << A64Registers.NZCV;
        case "cond" -> reads |= 1L << A64Registers.NZCV;
        case "jump" -> flow = Flow.JUMP;
        case "call" -> flow = Flow.CALL;
        case "ret" -> flow = Flow.RETURN;
        case "branch" -> flow = Flow.BRANCH;
        case "trap" -> flow = Flow.TRAP;
        case "svc" -> flow = Flow.SYSTEM_CALL;
        case "halt" -> flow = Flow.HALT;
        default -> {
          if (note.startsWith("reads=")) {
            reads |= 1L << Integer.parseInt(note.substring(6));
          } else if (note.startsWith("writes=")) {
            writes |= 1L << Integer.parseInt(note.substring(7));
          } else if (note.charAt(0) == 'm') {
            memory = Integer.parseInt(note.substring(1));
          } else {
            access = note;
          }
        }
      }
    }
    boolean onlyReads = access.equals("w") && flow != Flow.NEXT;
    return new Notes(accesses(onlyReads ? "" : access, operands), flow, memory, reads, writes);
  }

  private static Access[] accesses(String letters, int operands) {
    Access[] access = new Access[operands];
    for (int i = 0; i < operands; i++) {
      access[i] =
          switch (i < letters.length() ? letters.charAt(i) : 'r') {
            case 'w' -> Access.WRITE;
            case 'r' -> Access.READ;
            case '+' -> Access.READ_WRITE;
            case '-' -> Access.NONE;
            default -> throw new IllegalArgumentException("note " + letters);
          };
    }
    return access;
  }
}
