package org.inquest.engine.code.a64;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.inquest.engine.code.Access;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Isas;
import org.inquest.engine.code.Operand;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;
import org.junit.jupiter.api.Test;

class A64Test {
  private static final Isa ISA = Isas.of(183);
  private static final Decoder DECODER = ISA.decoder();
  private static final Printer PRINTER = ISA.printer("a64");

  @Test
  void eachMnemonicIsWrittenAsItsManualPageHasIt() {
    List<String> wrong = new ArrayList<>();
    List<String> lines = Tables.lines("texts").toList();
    for (String line : lines) {
      String expected = line.substring(10);
      String text = text((int) Long.parseLong(line, 0, 8, 16), 0x1000);
      if (!text.equals(expected)) {
        wrong.add(line + " but was " + text);
      }
    }
    assertTrue(lines.size() > 500, "only " + lines.size());
    assertEquals(List.of(), wrong);
  }

  @Test
  void everyRowOfTheTablesCanBeMadeReady() {
    for (Row row : Tables.ALL.rows) {
      assertTrue(row.form() != null && (row.value & ~row.mask) == 0, row::toString);
    }
  }

  @Test
  void targetsAreNamed() {
    SymbolNames names =
        (address, to) -> {
          if (address == 0xffff800008010040L) {
            to.append("schedule+0x40");
          }
          return address == 0xffff800008010040L;
        };
    Instruction bl = decode(0x94000010, 0xffff800008010000L);
    assertEquals(Flow.CALL, bl.flow());
    assertEquals(0xffff800008010040L, bl.target());
    assertEquals("bl\tffff800008010040 <schedule+0x40>", PRINTER.text(bl, names));
    assertEquals("bl\t0xffff800008010040", PRINTER.text(bl, SymbolNames.NONE));
    assertTrue(bl.writes(A64Registers.LR));
    assertFalse(bl.isIndirect());
  }

  @Test
  void flowIsTold() {
    assertEquals(Flow.BRANCH, decode(0x54000041, 0).flow()); // b.ne
    assertTrue(decode(0x54000041, 0).reads(A64Registers.NZCV));
    assertEquals(Flow.BRANCH, decode(0xb4000040, 0).flow()); // cbz x0
    assertEquals(Flow.BRANCH, decode(0x37080780, 0).flow()); // tbnz w0, #1
    assertEquals(Flow.JUMP, decode(0x14000003, 0).flow()); // b
    assertEquals(Flow.JUMP, decode(0xd61f0200, 0).flow()); // br x16
    assertTrue(decode(0xd63f0200, 0).isIndirect()); // blr x16
    assertEquals(Flow.RETURN, decode(0xd65f03c0, 0).flow()); // ret
    assertTrue(decode(0xd65f03c0, 0).reads(A64Registers.LR));
    assertEquals(Flow.RETURN, decode(0xd69f03e0, 0).flow()); // eret
    assertEquals(Flow.TRAP, decode(0xd4210000, 0).flow()); // brk #0x800
    assertEquals(Flow.SYSTEM_CALL, decode(0xd4000001, 0).flow()); // svc #0
    assertEquals(Flow.HALT, decode(0xd503207f, 0).flow()); // wfi
  }

  @Test
  void pairsWriteBackTheirBase() {
    Instruction stp = decode(0xa9bf7bfd, 0); // stp x29, x30, [sp, #-16]!
    assertEquals(3, stp.operandCount());
    Operand memory = stp.operand(stp.memoryOperand());
    assertEquals(A64Registers.SP, memory.base());
    assertEquals(-16, memory.displacement());
    assertEquals(16, memory.size());
    assertEquals(Access.WRITE, memory.access());
    assertEquals(A64Decoder.PRE_INDEX, memory.detail());
    assertEquals(bits(29, 30, 31), stp.readSet());
    assertEquals(bits(31), stp.writeSet());

    Instruction ldp = decode(0xa8c17bfd, 0); // ldp x29, x30, [sp], #16
    assertEquals(A64Decoder.POST_INDEX, ldp.operand(2).detail());
    assertEquals(0, ldp.operand(2).displacement());
    assertEquals(16, ldp.operand(3).value());
    assertEquals(bits(31), ldp.readSet());
    assertEquals(bits(29, 30, 31), ldp.writeSet());
  }

  @Test
  void addressesAreTakenApart() {
    Operand indexed = decode(0xf8657860, 0).operand(1); // ldr x0, [x3, x5, lsl #3]
    assertEquals(3, indexed.base());
    assertEquals(5, indexed.index());
    assertEquals(8, indexed.scale());
    Operand scaled = decode(0xb9401441, 0).operand(1); // ldr w1, [x2, #20]
    assertEquals(20, scaled.displacement());
    assertEquals(4, scaled.size());
    Operand byteWide = decode(0x39400441, 0).operand(1); // ldrb w1, [x2, #1]
    assertEquals(1, byteWide.size());
    Instruction adrp = decode(0xb0000000, 0x12345); // adrp x0, page behind this one
    assertEquals(0x13000, adrp.operand(1).value());
    assertEquals(Operand.Kind.TARGET, adrp.operand(1).kind());
    assertFalse(adrp.hasTarget());
  }

  @Test
  void registersReadAndWritten() {
    Instruction subs = decode(0xeb02003f, 0); // cmp x1, x2
    assertEquals("cmp", subs.mnemonic());
    assertEquals(bits(1, 2), subs.readSet());
    assertEquals(bits(A64Registers.NZCV), subs.writeSet());
    Instruction movk = decode(0xf2a24680, 0); // movk x0, #0x1234, lsl #16
    assertEquals(bits(0), movk.readSet());
    assertEquals(bits(0), movk.writeSet());
    Instruction add = decode(0x91400421, 0); // add x1, x1, #0x1, lsl #12
    assertEquals(0x1000, add.operand(2).value());
    Instruction zero = decode(0xf900001f, 0); // str xzr, [x0]
    assertEquals(A64Registers.ZR, zero.operand(0).register());
    assertEquals(bits(0), zero.readSet());
    Instruction swap = decode(0xf8e08041, 0); // swpal x0, x1, [x2]
    assertEquals(bits(0, 2), swap.readSet());
    assertEquals(bits(1), swap.writeSet());
    assertEquals(Access.READ_WRITE, swap.operand(2).access());
    Instruction exclusive = decode(0xc8037c41, 0); // stxr w3, x1, [x2]
    assertEquals(bits(1, 2), exclusive.readSet());
    assertEquals(bits(3), exclusive.writeSet());
    assertEquals(8, exclusive.operand(2).size());
    Instruction load = decode(0xd53bd041, 0); // mrs x1, tpidr_el0
    assertEquals(bits(1), load.writeSet());
  }

  @Test
  void shortAndReservedBytesAreNoInstruction() {
    Instruction into = DECODER.newInstruction();
    byte[] code = {0x1f, 0x20, 0x03, (byte) 0xd5};
    for (int limit = 0; limit < 4; limit++) {
      assertEquals(0, DECODER.decode(code, 0, limit, 0, into));
      assertEquals(Flow.TRUNCATED, into.flow());
    }
    assertEquals(0, DECODER.decode(code, 2, 4, 0, into));
    assertEquals(0, DECODER.decode(code, 0, Integer.MAX_VALUE, 0, into));
    assertEquals(4, DECODER.decode(code, 0, 4, 0, into));
    assertEquals(0, ((A64Decoder) DECODER).decode(0xffffffff, 0, into));
    assertEquals(Flow.INVALID, into.flow());
    assertEquals("(bad)", PRINTER.text(into, SymbolNames.NONE));
  }

  @Test
  void noWordThrows() {
    A64Decoder decoder = (A64Decoder) DECODER;
    Instruction into = decoder.newInstruction();
    StringBuilder line = new StringBuilder();
    SplittableRandom random = new SplittableRandom(20261122);
    int known = 0;
    for (int i = 0; i < 4_000_000; i++) {
      int word = random.nextInt();
      if (decoder.decode(word, random.nextLong() & -4, into) > 0) {
        known++;
        line.setLength(0);
        PRINTER.append(into, SymbolNames.NONE, line);
        assertTrue(line.length() > 1 && into.operandCount() <= Instruction.MAX_OPERANDS);
      }
    }
    assertTrue(known > 1_000_000, "only " + known);
  }

  private static Instruction decode(int word, long address) {
    Instruction into = DECODER.newInstruction();
    assertEquals(4, ((A64Decoder) DECODER).decode(word, address, into), Integer.toHexString(word));
    return into;
  }

  private static String text(int word, long address) {
    Instruction into = DECODER.newInstruction();
    ((A64Decoder) DECODER).decode(word, address, into);
    return PRINTER.text(into, SymbolNames.NONE).replaceAll("[ \t]+", " ");
  }

  private static long bits(int... registers) {
    long set = 0;
    for (int register : registers) {
      set |= 1L << register;
    }
    return set;
  }
}
