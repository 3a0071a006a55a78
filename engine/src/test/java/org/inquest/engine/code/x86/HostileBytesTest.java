package org.inquest.engine.code.x86;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.inquest.engine.code.Flow;
import org.inquest.engine.code.Instruction;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.SymbolNames;
import org.junit.jupiter.api.Test;

/// Whatever the bytes are, the decoder answers; it never reads behind them.
class HostileBytesTest {
  private static final List<Isa> MODES = List.of(X86Isa.x86_64(), X86Isa.i386());

  /// Bytes that lead to the rarer paths: prefixes, escapes, VEX, EVEX.
  private static final int[] LEADING = {
    0x66, 0x67, 0xf0, 0xf2, 0xf3, 0x2e, 0x3e, 0x64, 0x65, 0x40, 0x48, 0x4f, 0x0f, 0xc4, 0xc5, 0x62
  };

  @Test
  void randomBytes() {
    Random random = new Random(20261122);
    byte[] bytes = new byte[1 << 16];
    for (int round = 0; round < 12; round++) {
      random.nextBytes(bytes);
      for (int i = 0; round % 2 == 1 && i < bytes.length; i += 1 + random.nextInt(6)) {
        bytes[i] = (byte) LEADING[random.nextInt(LEADING.length)];
      }
      for (Isa isa : MODES) {
        everyOffset(isa, bytes);
      }
    }
  }

  private static void everyOffset(Isa isa, byte[] bytes) {
    Instruction instruction = isa.decoder().newInstruction();
    StringBuilder text = new StringBuilder();
    for (int at = 0; at < bytes.length; at++) {
      int length = isa.decoder().decode(bytes, at, bytes.length, at - 5L, instruction);
      assertThat(length).isBetween(0, 15);
      assertThat(length).isEqualTo(instruction.length());
      for (Printer printer : isa.printers()) {
        text.setLength(0);
        printer.append(instruction, SymbolNames.NONE, text);
        assertThat(text.length()).isBetween(2, 200);
      }
    }
  }

  @Test
  void everyTruncation() {
    Random random = new Random(7);
    byte[] bytes = new byte[32];
    for (Isa isa : MODES) {
      Instruction whole = isa.decoder().newInstruction();
      Instruction cut = isa.decoder().newInstruction();
      for (int round = 0; round < 200_000; round++) {
        random.nextBytes(bytes);
        if (round % 2 == 0) {
          bytes[0] = (byte) LEADING[random.nextInt(LEADING.length)];
        }
        int length = isa.decoder().decode(bytes, 0, bytes.length, 0, whole);
        for (int limit = 0; limit < length; limit++) {
          assertThat(isa.decoder().decode(bytes, 0, limit, 0, cut)).isZero();
          assertThat(cut.flow()).isEqualTo(Flow.TRUNCATED);
        }
        if (length > 0) {
          assertThat(isa.decoder().decode(bytes, 0, length, 0, cut)).isEqualTo(length);
          assertThat(cut.mnemonicIndex()).isEqualTo(whole.mnemonicIndex());
        }
      }
    }
  }

  @Test
  void theArrayMayEndWithTheInstruction() {
    Random random = new Random(11);
    Instruction instruction = X86Decoder.WIDE.newInstruction();
    for (int round = 0; round < 300_000; round++) {
      byte[] bytes = new byte[1 + random.nextInt(15)];
      random.nextBytes(bytes);
      int length = X86Decoder.WIDE.decode(bytes, 0, bytes.length, 0, instruction);
      assertThat(length).isLessThanOrEqualTo(bytes.length);
    }
  }

  @Test
  void onlyPrefixes() {
    Instruction instruction = X86Decoder.WIDE.newInstruction();
    byte[] bytes = new byte[64];
    for (int prefix : LEADING) {
      Arrays.fill(bytes, (byte) prefix);
      X86Decoder.WIDE.decode(bytes, 0, bytes.length, 0, instruction);
      assertThat(instruction.length()).isLessThanOrEqualTo(15);
    }
    Arrays.fill(bytes, (byte) 0x66);
    bytes[14] = (byte) 0x90;
    assertThat(X86Decoder.WIDE.decode(bytes, 0, 64, 0, instruction)).isEqualTo(15);
    bytes[14] = 0x66;
    bytes[15] = (byte) 0x90;
    assertThat(X86Decoder.WIDE.decode(bytes, 0, 64, 0, instruction)).isZero();
    assertThat(instruction.flow()).isEqualTo(Flow.INVALID);
  }
}
