package org.inquest.kernel.text;

import java.util.OptionalLong;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.RegisterNames;
import org.inquest.engine.target.Target;

/// Whether code in memory is some given code as the kernel patches it in
/// (arch/x86/kernel/alternative.c):
///
/// * copied to another place, so that distances differ and targets do not;
/// * with nops of other lengths, or with a jump over them;
/// * with a jump or call through a retpoline made a jump or call through the register, or through
///   another thunk (`apply_retpolines`, ITS);
/// * with a jump to the return thunk made a return, or one to another thunk (`apply_returns`);
/// * with a call through a pointer made a call of what the pointer holds (`apply_paravirt`,
///   ALT_FLAG_DIRECT_CALL), or dropped where that does nothing;
/// * with a call that goes to the accounting before its function (call depth tracking).
///
/// For one thread.
final class PatchedCode {
  private static final String INDIRECT_THUNK = "__x86_indirect_";
  private static final String RETURN_THUNK = "return_thunk";

  /// Functions that do nothing, whose calls become nops.
  private static final String NOTHING = "_paravirt_nop|paravirt_nop|nop_func";

  /// No accounting before a function is longer (arch/x86/kernel/callthunks.c).
  private static final int MAX_ACCOUNTING = 16;

  private static final byte INT3 = (byte) 0xcc;

  private final Target target;
  private final Decoder decoder;
  private final RegisterNames registers;
  private final long shift;
  private final Instruction expected;
  private final Instruction found;
  private Inside inside = new Inside(0, 0, 0);

  /// The code that is looked for: jumps within it go to the same place in the copy.
  private record Inside(long start, int length, long distance) {
    boolean same(long target, long inCopy) {
      return Long.compareUnsigned(target - start, length) <= 0 && target + distance == inCopy;
    }
  }

  /// @param shift how far the kernel was moved from where its file says it lies
  PatchedCode(Target target, Decoder decoder, RegisterNames registers, long shift) {
    this.target = target;
    this.decoder = decoder;
    this.registers = registers;
    this.shift = shift;
    this.expected = decoder.newInstruction();
    this.found = decoder.newInstruction();
  }

  /// Whether bytes are nothing but nops from an offset on.
  boolean isNop(byte[] bytes, int from) {
    return skipNops(bytes, from, 0) == bytes.length;
  }

  /// @param form the code as it was compiled, at its own address
  /// @param there the code in memory
  boolean matches(byte[] form, long formAt, byte[] there, long thereAt) {
    int i = 0;
    int k = 0;
    inside = new Inside(formAt, form.length, thereAt - formAt);
    while (true) {
      i = skipNops(form, i, formAt);
      k = skipNops(there, k, thereAt);
      if (i == form.length) {
        return k == there.length;
      }
      int length = decoder.decode(form, i, form.length, formAt + i, expected);
      if (length == 0) {
        return false;
      }
      if (callsNothing() && k == there.length) {
        i += length;
        continue;
      }
      int other = decoder.decode(there, k, there.length, thereAt + k, found);
      if (other != 0 && isThunkCall() && found.mnemonic().equals("lfence")) {
        k += other;
        other = decoder.decode(there, k, there.length, thereAt + k, found);
      }
      if (other == 0 || !same()) {
        return false;
      }
      i += length;
      k += other;
      if (!found.flow().fallsThrough()) {
        // Behind a return or jump that is shorter than what it stands for comes padding.
        k = skipTraps(there, k);
      }
    }
  }

  /// Passes over nops, `endbr64` and jumps over nops.
  private int skipNops(byte[] bytes, int from, long address) {
    int at = from;
    while (at < bytes.length) {
      int length = decoder.decode(bytes, at, bytes.length, address + at, found);
      if (length == 0) {
        return at;
      }
      if (isNop() || found.mnemonic().equals("endbr64")) {
        at += length;
      } else if (found.flow() == Flow.JUMP && found.hasTarget()) {
        long to = found.target() - address;
        if (to < at + length || to > bytes.length || !onlyNops(bytes, at + length, (int) to)) {
          return at;
        }
        at = (int) to;
      } else {
        return at;
      }
    }
    return at;
  }

  /// `xchg %ax,%ax`, the nop of two bytes, and `lea 0(%rsi),%rsi`, the generic one of kernels
  /// before v5.13.
  private boolean changesNothing() {
    if (found.operandCount() != 2 || !found.operand(0).isRegister()) {
      return false;
    }
    Operand to = found.operand(0);
    Operand from = found.operand(1);
    return switch (found.mnemonic()) {
      case "xchg" ->
          from.isRegister() && from.register() == to.register() && from.size() != Integer.BYTES;
      case "lea" ->
          from.isMemory()
              && from.base() == to.register()
              && from.index() == Operand.NO_REGISTER
              && from.displacement() == 0;
      default -> false;
    };
  }

  /// Whether there is nothing but nops, traps and jumps among them up to a place. Since v6.7 a long
  /// run of nops is a jump and traps.
  private boolean onlyNops(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to) {
      int length = bytes[at] == INT3 ? 1 : decoder.decode(bytes, at, to, at, found);
      if (bytes[at] != INT3 && (length == 0 || !isNop() && !jumpsAhead(at, to))) {
        return false;
      }
      at += length;
    }
    return true;
  }

  private boolean jumpsAhead(int at, int to) {
    return found.flow() == Flow.JUMP
        && found.hasTarget()
        && found.target() > at
        && found.target() <= to;
  }

  private boolean isNop() {
    return found.mnemonic().equals("nop") || changesNothing();
  }

  private static int skipTraps(byte[] bytes, int from) {
    int at = from;
    while (at < bytes.length && bytes[at] == INT3) {
      at++;
    }
    return at;
  }

  private boolean same() {
    return equal() || asTransfer();
  }

  /// Whether both say the same, given where they lie.
  private boolean equal() {
    if (expected.mnemonicIndex() != found.mnemonicIndex()
        || expected.operandCount() != found.operandCount()) {
      return false;
    }
    boolean direct = expected.hasTarget();
    if (!direct && expected.encoding() != found.encoding()) {
      return false;
    }
    for (int i = 0; i < expected.operandCount(); i++) {
      if (!equal(expected.operand(i), found.operand(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean equal(Operand one, Operand other) {
    if (one.kind() != other.kind()) {
      return false;
    }
    return switch (one.kind()) {
      case REGISTER -> one.register() == other.register() && one.size() == other.size();
      case MEMORY ->
          one.base() == other.base()
              && one.index() == other.index()
              && one.scale() == other.scale()
              && one.segment() == other.segment()
              && one.size() == other.size()
              && moved(one.displacement(), other.displacement());
      case IMMEDIATE -> one.size() == other.size() && moved(one.value(), other.value());
      case TARGET -> one.value() == other.value() || inside.same(one.value(), other.value());
      case OTHER -> one.value() == other.value();
      case NONE -> true;
    };
  }

  /// Addresses in the code move with the kernel; per-CPU variables, which code reaches by distance,
  /// do not.
  private boolean moved(long one, long other) {
    return one == other || one + shift == other || one - shift == other;
  }

  private boolean asTransfer() {
    if (expected.hasTarget()) {
      return asDirect(expected.target());
    }
    OptionalLong pointer = pointer();
    return pointer.isPresent()
        && found.hasTarget()
        && expected.flow() == found.flow()
        && found.target() == pointer.getAsLong();
  }

  private boolean asDirect(long to) {
    String name = name(to);
    if (name.startsWith(INDIRECT_THUNK)) {
      return throughRegister(name.substring(name.lastIndexOf('_') + 1));
    }
    if (name.contains(RETURN_THUNK)) {
      return found.flow() == Flow.RETURN
          || found.flow() == Flow.JUMP
              && found.hasTarget()
              && name(found.target()).contains(RETURN_THUNK);
    }
    long before = found.hasTarget() ? to - found.target() : 0;
    return expected.flow() == Flow.CALL
        && found.flow() == Flow.CALL
        && before > 0
        && before <= MAX_ACCOUNTING;
  }

  private boolean isThunkCall() {
    return expected.hasTarget() && name(expected.target()).startsWith(INDIRECT_THUNK);
  }

  /// A jump or call through the register itself, or by a thunk of the same register.
  private boolean throughRegister(String register) {
    if (expected.flow() != found.flow()) {
      return false;
    }
    if (!found.hasTarget()) {
      Operand operand = found.operand(0);
      return operand.isRegister() && registers.name(operand.register(), 8).equals(register);
    }
    String thunk = name(found.target());
    // ITS' thunks of modules are made at run time and have no names.
    return thunk.isEmpty() || thunk.startsWith(INDIRECT_THUNK);
  }

  /// What the pointer holds that a call or jump goes through.
  private OptionalLong pointer() {
    int memory = expected.isIndirect() ? expected.memoryOperand() : Instruction.NONE;
    return memory != Instruction.NONE
            && expected.operand(memory).isAbsolute(registers.programCounter())
        ? pointer(expected.operand(memory))
        : OptionalLong.empty();
  }

  /// An absolute address in an instruction is the file's; a distance leads to where it is in
  /// memory, as the instruction was decoded there.
  private OptionalLong pointer(Operand operand) {
    boolean distance = operand.base() == registers.programCounter();
    return target.memory().findLong(operand.displacement() + (distance ? 0 : shift));
  }

  private boolean callsNothing() {
    OptionalLong pointer = pointer();
    return pointer.isPresent() && name(pointer.getAsLong()).matches(NOTHING);
  }

  private String name(long address) {
    return target.symbols().nameAt(address).orElse("");
  }
}
