package org.inquest.engine.code.x86;

import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;

/// Decodes x86-64 and, as i386, the 32-bit mode.
///
/// Three steps: [PrefixReader] packs what stands before the opcode into a `long`; [SelectionTree]
/// finds the row of the tables; the row's operand types say where each operand is. Nothing is
/// allocated on the way.
public final class X86Decoder implements Decoder {
  /// SDM volume 2, 2.3.11: longer ones raise #GP.
  private static final int MAX_LENGTH = 15;

  private static final Forms FORMS = Forms.all();
  private static final SelectionTree TREE = FORMS.tree;
  private static final long[] TRAITS = FORMS.traits;
  private static final long OWN_SIZE = Mark.D64.bit() | Mark.F64.bit();

  static final X86Decoder WIDE = new X86Decoder(true);
  static final X86Decoder NARROW = new X86Decoder(false);

  private final boolean wide;

  private X86Decoder(boolean wide) {
    this.wide = wide;
  }

  @Override
  public Instruction newInstruction() {
    return new Instruction(FORMS.mnemonics);
  }

  @Override
  public int mnemonicIndex(String mnemonic) {
    return FORMS.mnemonicIndex.getOrDefault(mnemonic, -1);
  }

  @Override
  public int alignment() {
    return 1;
  }

  @Override
  public int decode(byte[] bytes, int offset, int limit, long address, Instruction into) {
    int end = limit - offset > MAX_LENGTH ? offset + MAX_LENGTH : limit;
    Flow atEnd = end < limit ? Flow.INVALID : Flow.TRUNCATED;
    long context = PrefixReader.read(bytes, offset, end, wide);
    if (context == PrefixReader.TRUNCATED) {
      return into.none(address, atEnd);
    }
    int at = offset + Context.consumed(context);
    int opcode = bytes[at++] & 0xff;
    int modrm = at < end ? bytes[at] & 0xff : -1;
    int row = TREE.select(context, opcode, modrm) - 1;
    if (row < 0) {
      return into.none(address, row == -1 ? Flow.INVALID : atEnd);
    }
    long traits = TRAITS[row];
    if ((traits & OWN_SIZE) != 0 && wide) {
      context = ownSize(context, traits);
    }
    if (Context.has(context, Context.VEX) && !VectorRules.allow(context, traits, row, modrm)) {
      return into.none(address, Flow.INVALID);
    }
    boolean memory = false;
    if ((traits & Forms.MODRM) != 0) {
      if (modrm < 0) {
        return into.none(address, atEnd);
      }
      at++;
      memory = modrm < 0xc0 && (traits & Mark.ANYMOD.bit()) == 0;
      if (memory) {
        at = Addressing.read(bytes, at, end, modrm, context, row, into);
      }
    }
    if (at >= 0) {
      at =
          Operands.read(
              bytes, at, end, address - offset, opcode, modrm, context, row, memory, into);
    }
    if (at < 0) {
      return into.none(address, atEnd);
    }
    long encoding = Encoded.of(context, memory);
    if (Context.has(context, Context.LEGACY)) {
      byte[] kinds = PrefixReader.kindsOf(wide);
      encoding |= Encoded.prefixes(bytes, offset, Context.consumed(context), kinds);
    }
    into.set(address, at - offset, FORMS.mnemonic[row], FORMS.flow[row], row, encoding);
    return at - offset;
  }

  /// Pushes, calls and the like are 64 bits wide without REX.W; SDM volume 2, 2.2.1.7.
  private static long ownSize(long context, long traits) {
    boolean narrow =
        (traits & Mark.F64.bit()) == 0
            && Context.has(context, Context.OPERAND_PREFIX)
            && !Context.has(context, Context.REX_W);
    return Context.withOperandSize(context, narrow ? 0 : 2);
  }
}
