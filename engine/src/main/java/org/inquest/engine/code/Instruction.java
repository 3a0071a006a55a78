package org.inquest.engine.code;

/// One decoded instruction. Mutable: a [Decoder] fills the same object again and again, so that
/// decoding allocates nothing; keep one with [#copy].
///
/// Register sets are `long`s: bit `n` stands for the architecture's register number `n` with all
/// its parts. The general registers and the flags are always below 64; registers numbered 64 and
/// above are in no set. Registers that an instruction uses without naming them (the stack pointer
/// of a push, `rcx` of `rep movs`) are in the sets too. Registers that a *called function* reads or
/// changes are not: see [CallingConvention].
public final class Instruction {
  /// More operands than any instruction has.
  public static final int MAX_OPERANDS = 5;

  /// More bytes than any instruction has.
  public static final int MAX_LENGTH = 16;

  /// No operand.
  public static final int NONE = -1;

  private static final Flow[] FLOWS = Flow.values();

  private final String[] mnemonics;
  private final Operand[] operands = new Operand[MAX_OPERANDS];
  private final byte[] window = new byte[MAX_LENGTH];
  private int operandCount;
  private long address;
  private int length;
  private int mnemonic;
  private int flow = Flow.INVALID.ordinal();
  private long readSet;
  private long writeSet;
  private int form;
  private long encoding;

  /// For decoders.
  ///
  /// @param mnemonics the architecture's names, which [#mnemonicIndex] counts; not copied
  public Instruction(String[] mnemonics) {
    this.mnemonics = mnemonics;
    for (int i = 0; i < operands.length; i++) {
      operands[i] = new Operand();
    }
  }

  /// Virtual address of the first byte.
  public long address() {
    return address;
  }

  /// Bytes; 0 where there is no instruction ([Flow#INVALID], [Flow#TRUNCATED]).
  public int length() {
    return length;
  }

  /// Address of the byte behind it.
  public long end() {
    return address + length;
  }

  /// The name as the vendor's manual has it, in lower case and without prefixes: `mov`, `ldp`.
  /// Printers may write another (`movl`).
  public String mnemonic() {
    return mnemonics[mnemonic];
  }

  /// [#mnemonic] as a number: [Decoder#mnemonicIndex] gives the number of a name once, and
  /// comparing numbers is cheap.
  public int mnemonicIndex() {
    return mnemonic;
  }

  public Flow flow() {
    return FLOWS[flow];
  }

  /// How many operands there are, without implied ones.
  public int operandCount() {
    return operandCount;
  }

  /// An operand; of kind NONE where there are fewer.
  ///
  /// @param i from 0, below [#MAX_OPERANDS]
  public Operand operand(int i) {
    return operands[i];
  }

  /// The first operand in memory, with NONE where there is none. Instructions that copy memory to
  /// memory have two.
  public int memoryOperand() {
    for (int i = 0; i < operandCount; i++) {
      if (operands[i].isMemory()) {
        return i;
      }
    }
    return NONE;
  }

  /// Whether a jump, branch or call names its target.
  public boolean hasTarget() {
    return transfers() && operandCount > 0 && targetOperand() != NONE;
  }

  /// Where a direct jump, branch or call goes.
  ///
  /// @throws IllegalStateException without [#hasTarget]
  public long target() {
    int i = targetOperand();
    if (i == NONE) {
      throw new IllegalStateException(mnemonic() + " has no direct target");
    }
    return operands[i].value();
  }

  /// Whether a jump, branch or call goes to an address in a register or in memory.
  public boolean isIndirect() {
    return transfers() && !hasTarget();
  }

  private boolean transfers() {
    return flow == Flow.JUMP.ordinal()
        || flow == Flow.BRANCH.ordinal()
        || flow == Flow.CALL.ordinal();
  }

  private int targetOperand() {
    for (int i = 0; i < operandCount; i++) {
      if (operands[i].kind() == Operand.Kind.TARGET) {
        return i;
      }
    }
    return NONE;
  }

  /// Registers whose values it uses, address registers included. Empty for what clears a register
  /// with itself (`xor %eax,%eax`).
  public long readSet() {
    return readSet;
  }

  /// Registers it changes or may change. A register of which only a part is written (`al`), or only
  /// under a condition (`cmov`), is in both sets.
  public long writeSet() {
    return writeSet;
  }

  public boolean reads(int register) {
    return register >= 0 && register < Long.SIZE && (readSet >>> register & 1) != 0;
  }

  public boolean writes(int register) {
    return register >= 0 && register < Long.SIZE && (writeSet >>> register & 1) != 0;
  }

  /// The row of the decoder's table that it matched; for the printers of the same architecture.
  public int form() {
    return form;
  }

  /// What a printer needs besides the operands: prefixes, the raw word. See the decoder.
  public long encoding() {
    return encoding;
  }

  /// An instruction of its own with the same content.
  public Instruction copy() {
    Instruction copy = new Instruction(mnemonics);
    copy.address = address;
    copy.length = length;
    copy.mnemonic = mnemonic;
    copy.flow = flow;
    copy.operandCount = operandCount;
    copy.readSet = readSet;
    copy.writeSet = writeSet;
    copy.form = form;
    copy.encoding = encoding;
    for (int i = 0; i < operands.length; i++) {
      copy.operands[i].copyFrom(operands[i]);
    }
    return copy;
  }

  /// For decoders: no instruction at an address.
  ///
  /// @param why [Flow#INVALID] or [Flow#TRUNCATED]
  /// @return 0, the length
  public int none(long at, Flow why) {
    address = at;
    length = 0;
    mnemonic = 0;
    flow = why.ordinal();
    operands(0);
    readSet = 0;
    writeSet = 0;
    form = 0;
    encoding = 0;
    return 0;
  }

  /// For decoders: everything but operands and registers.
  public void set(long at, int bytes, int name, Flow where, int row, long bits) {
    address = at;
    length = bytes;
    mnemonic = name;
    flow = where.ordinal();
    form = row;
    encoding = bits;
  }

  /// For decoders: how many operands were filled.
  public void operands(int count) {
    for (int i = count; i < operandCount; i++) {
      operands[i].none();
    }
    operandCount = count;
  }

  /// For decoders: the register sets.
  public void registers(long read, long written) {
    readSet = read;
    writeSet = written;
  }

  /// For decoders: room for the bytes of one instruction.
  byte[] window() {
    return window;
  }
}
