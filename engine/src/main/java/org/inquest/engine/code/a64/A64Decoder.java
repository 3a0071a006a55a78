package org.inquest.engine.code.a64;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;

/// Decodes A64. The instruction's encoding is the 32-bit word, its form the number of the table's
/// row.
///
/// [org.inquest.engine.code.Operand#detail] of a register or memory operand: the low [#AMOUNT] bits
/// are a shift amount, at [#EXTENSION_SHIFT] stands what is done before (0 `lsl`, 1 `lsr`, 2 `asr`,
/// 3 `ror`, then from [#FIRST_EXTEND] `uxtb`, `uxth`, `uxtw`, `uxtx`, `sxtb` to `sxtx`), then
/// [#PRE_INDEX] and [#POST_INDEX], which change the base register, and from [#COUNT_SHIFT] the
/// number of registers of a list. What a post-index adds is an operand of its own.
public final class A64Decoder implements Decoder {
  public static final int AMOUNT = 0x3f;
  public static final int EXTENSION_SHIFT = 8;
  public static final int FIRST_EXTEND = 8;
  public static final int PRE_INDEX = 1 << 16;
  public static final int POST_INDEX = 1 << 17;
  public static final int COUNT_SHIFT = 20;

  private static final int LENGTH = 4;
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private final Tables tables = Tables.ALL;
  private final Dispatch dispatch = new Dispatch(tables.rows);

  A64Decoder() {}

  @Override
  public Instruction newInstruction() {
    return new Instruction(tables.mnemonics);
  }

  @Override
  public int mnemonicIndex(String mnemonic) {
    return tables.mnemonic(mnemonic);
  }

  @Override
  public int decode(byte[] bytes, int offset, int limit, long address, Instruction into) {
    if (offset < 0 || limit > bytes.length || limit - offset < LENGTH) {
      return into.none(address, Flow.TRUNCATED);
    }
    return decode((int) WORD.get(bytes, offset), address, into);
  }

  /// Decodes a word that was read already.
  public int decode(int word, long address, Instruction into) {
    Row row = dispatch.find(word);
    if (row == null) {
      return into.none(address, Flow.INVALID);
    }
    Form form = row.form();
    into.set(address, LENGTH, row.mnemonic, form.flow, row.index, word);
    form.fill(word, address, into);
    return LENGTH;
  }

  @Override
  public int alignment() {
    return LENGTH;
  }
}
