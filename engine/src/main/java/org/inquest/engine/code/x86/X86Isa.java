package org.inquest.engine.code.x86;

import java.util.List;
import org.inquest.engine.code.CallingConvention;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.Isa;
import org.inquest.engine.code.Printer;
import org.inquest.engine.code.RegisterNames;

/// x86 in 64-bit or in 32-bit mode.
public final class X86Isa implements Isa {
  /// `EM_X86_64`.
  private static final int MACHINE_64 = 62;

  /// `EM_386`.
  private static final int MACHINE_32 = 3;

  private final boolean wide;

  private X86Isa(boolean wide) {
    this.wide = wide;
  }

  /// The 64-bit mode.
  public static X86Isa x86_64() {
    return new X86Isa(true);
  }

  /// The 32-bit mode, for oopses of 32-bit kernels.
  public static X86Isa i386() {
    return new X86Isa(false);
  }

  @Override
  public String name() {
    return wide ? "x86_64" : "i386";
  }

  @Override
  public int machine() {
    return wide ? MACHINE_64 : MACHINE_32;
  }

  @Override
  public Decoder decoder() {
    return wide ? X86Decoder.WIDE : X86Decoder.NARROW;
  }

  @Override
  public List<Printer> printers() {
    return wide ? Syntaxes.WIDE : Syntaxes.NARROW;
  }

  @Override
  public RegisterNames registers() {
    return wide ? Syntaxes.REGISTERS : Syntaxes.NARROW_REGISTERS;
  }

  /// The System V ABI for AMD64, 3.2.3. A 32-bit kernel passes three arguments in registers
  /// (`-mregparm=3`).
  @Override
  public CallingConvention calls() {
    int ax = X86Registers.RAX;
    int cx = X86Registers.RCX;
    int dx = X86Registers.RDX;
    if (!wide) {
      return new CallingConvention(
          List.of(ax, dx, cx), List.of(ax, dx), 1L << ax | 1L << cx | 1L << dx);
    }
    long clobbered = 0xfc7L | 0xffff_ffffL << X86Registers.XMM0 | 1L << X86Registers.FLAGS;
    return new CallingConvention(
        List.of(X86Registers.RDI, X86Registers.RSI, dx, cx, 8, 9), List.of(ax, dx), clobbered);
  }

  /// Made when first asked for, so that naming an instruction set costs no start-up time.
  private static final class Syntaxes {
    static final X86Registers REGISTERS = new X86Registers(true);
    static final X86Registers NARROW_REGISTERS = new X86Registers(false);
    static final List<Printer> WIDE =
        List.of(new AttPrinter(REGISTERS, true), new IntelPrinter(REGISTERS, true));
    static final List<Printer> NARROW =
        List.of(new AttPrinter(NARROW_REGISTERS, false), new IntelPrinter(NARROW_REGISTERS, false));
  }
}
