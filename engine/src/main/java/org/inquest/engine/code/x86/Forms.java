package org.inquest.engine.code.x86;

import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.engine.code.Flow;

/// The tables as the decoder and the printers use them: arrays by row.
///
/// Read once, when the first x86 instruction is decoded.
final class Forms {
  private static final Forms ALL = new Forms(TableReader.readAll());

  /// Bits of one operand in [#operands]: 8 its type, 2 its access.
  static final int OPERAND_BITS = 10;

  /// Bits of [#traits] besides those of [Mark].
  static final long MODRM = 1L << 62;

  /// Prefix 66 has a meaning for it where ModRM names a register, and where it names memory.
  static final long OPERAND_SIZE = 1L << 61;

  static final long OPERAND_SIZE_MEMORY = 1L << 60;

  /// The prefix of its opcode map: 66, F3, F2 selected it.
  static final int PREFIX_SHIFT = 58;

  /// VEX.vvvv names no register, so that it must be 1111.
  static final long NO_VVVV = 1L << 55;

  /// REX.W has a meaning for it.
  static final long WIDE = 1L << 57;

  /// Prefix 67 has a meaning for it though it has no memory operand.
  static final long ADDRESS_SIZE = 1L << 56;

  /// With EVEX, and there is a row with VEX of the same name and kinds of operands.
  static final long ALSO_VEX = 1L << 54;

  final SelectionTree tree;
  final String[] mnemonics;
  final Map<String, Integer> mnemonicIndex = new LinkedHashMap<>();

  /// By row.
  final int[] mnemonic;

  final String[] att;
  final String[] intel;
  final long[] operands;
  final long[] traits;
  final Flow[] flow;
  final long[] reads;
  final long[] writes;
  final byte[] disp8;

  /// Which operand ModRM's rm is, or -1.
  final byte[] rmOperand;

  /// Bits of REX (B, R, W) that it always has a use for, and X, which it has one for with a SIB
  /// byte.
  final byte[] rex;

  /// By operand type, which begin at 1.
  final byte[] method;

  final short[] inRegister;
  final short[] inMemory;
  final byte[] broadcast;

  /// Which register it is, for [RegisterField].
  final int[] register;

  final short[] sizes = Size.table();

  static Forms all() {
    return ALL;
  }

  private Forms(List<Form> forms) {
    tree = new SelectionTree(forms);
    int rows = forms.size();
    mnemonic = new int[rows];
    att = new String[rows];
    intel = new String[rows];
    operands = new long[rows];
    traits = new long[rows];
    flow = new Flow[rows];
    reads = new long[rows];
    writes = new long[rows];
    disp8 = new byte[rows];
    rmOperand = new byte[rows];
    rex = new byte[rows];
    Map<OperandType, Integer> types = new IdentityHashMap<>(); // the reader makes one of each
    Set<String> vex = new HashSet<>();
    for (Form form : forms) {
      if (form.isVex()) {
        vex.add(form.shape());
      }
    }
    for (int row = 0; row < rows; row++) {
      Form form = forms.get(row);
      mnemonic[row] = mnemonicIndex.computeIfAbsent(form.mnemonic(), name -> mnemonicIndex.size());
      att[row] = form.att();
      intel[row] = form.intel();
      flow[row] = form.flow();
      reads[row] = form.reads();
      writes[row] = form.writes();
      disp8[row] = (byte) form.disp8();
      traits[row] = traits(form);
      if (form.isEvex() && vex.contains(form.shape())) {
        traits[row] |= ALSO_VEX;
      }
      rmOperand[row] = (byte) rmOperand(form);
      rex[row] = (byte) rex(form, traits[row]);
      for (int i = 0; i < form.operands().size(); i++) {
        Form.Part part = form.operands().get(i);
        long type = types.computeIfAbsent(part.type(), t -> types.size() + 1);
        operands[row] |= (type | (long) part.access().ordinal() << 8) << i * OPERAND_BITS;
      }
    }
    mnemonics = mnemonicIndex.keySet().toArray(String[]::new);
    int count = types.size() + 1;
    if (count > 256) {
      throw new IllegalStateException(count + " operand types do not fit 8 bits");
    }
    method = new byte[count];
    inRegister = new short[count];
    inMemory = new short[count];
    broadcast = new byte[count];
    register = new int[count];
    types.forEach(this::type);
  }

  private void type(OperandType type, int at) {
    method[at] = (byte) type.method();
    inRegister[at] = (short) (type.inRegister().ordinal() * Size.VARIANTS);
    inMemory[at] = (short) (type.inMemory().ordinal() * Size.VARIANTS);
    broadcast[at] = (byte) type.broadcast();
    register[at] = RegisterField.pack(type);
  }

  private static long traits(Form form) {
    long traits = 0;
    for (Mark mark : form.marks()) {
      traits |= mark.bit();
    }
    if (form.modrm()) {
      traits |= MODRM;
    }
    if (form.followsOperandSize(false)) {
      traits |= OPERAND_SIZE;
    }
    if (form.followsOperandSize(true)) {
      traits |= OPERAND_SIZE_MEMORY;
    }
    if (form.followsWide() && !form.has(Mark.D64) && !form.has(Mark.F64)) {
      traits |= WIDE;
    }
    if (!form.usesVvvv()) {
      traits |= NO_VVVV;
    }
    if (form.conditions().containsKey(Dimension.ADDRESS_SIZE)) {
      traits |= ADDRESS_SIZE;
    }
    return traits | (long) form.conditions().getOrDefault(Dimension.PREFIX, 0) << PREFIX_SHIFT;
  }

  private static int rex(Form form, long traits) {
    int used = (traits & WIDE) != 0 ? 8 : 0;
    for (Form.Part part : form.operands()) {
      int method = part.type().method();
      used |= Method.usesReg(method) ? 4 : 0;
      used |= Method.usesRm(method) ? 3 : 0;
      used |= method == Method.OPCODE ? 1 : 0;
    }
    return used;
  }

  private static int rmOperand(Form form) {
    for (int i = 0; i < form.operands().size(); i++) {
      if (Method.usesRm(form.operands().get(i).type().method())) {
        return i;
      }
    }
    return -1;
  }
}
