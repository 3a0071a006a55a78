package org.inquest.engine.code.a64;

import java.util.List;
import java.util.stream.IntStream;
import org.inquest.engine.code.CallingConvention;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.RegisterNames;

/// The 64-bit instruction set of the Arm architecture, versions 8 and 9.
public final class A64 implements Isa {
  private static final int EM_AARCH64 = 183;

  // Procedure Call Standard for the Arm 64-bit Architecture (AAPCS64), 6.1.1: x0 to x7 carry
  // arguments and results, x19 to x29 and sp survive a call.
  private static final CallingConvention AAPCS64 =
      new CallingConvention(
          IntStream.range(0, 8).boxed().toList(),
          List.of(0, 1),
          0x7_ffffL | 1L << A64Registers.LR | 1L << A64Registers.NZCV);

  /// Costs nothing until a decoder or printer is asked for.
  public A64() {}

  private static final RegisterNames REGISTERS = new A64Registers();

  /// What needs the tables, which are read when a decoder or printer is first asked for.
  private static final class Loaded {
    static final Decoder DECODER = new A64Decoder();
    static final List<Printer> PRINTERS = List.of(new A64Printer());
  }

  @Override
  public String name() {
    return "aarch64";
  }

  @Override
  public int machine() {
    return EM_AARCH64;
  }

  @Override
  public Decoder decoder() {
    return Loaded.DECODER;
  }

  @Override
  public List<Printer> printers() {
    return Loaded.PRINTERS;
  }

  @Override
  public RegisterNames registers() {
    return REGISTERS;
  }

  @Override
  public CallingConvention calls() {
    return AAPCS64;
  }
}
