package org.inquest.engine.arch.x86_64;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.arch.UserStacks;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.bytes.AddressReader;

/// Stacks of 64-bit programs on x86-64.
final class X86UserStacks implements UserStacks {
  private static final int RBP = 6;
  private static final int RIP = 16;

  /// `__USER32_CS` (arch/x86/include/asm/segment.h): code of 32 bits.
  private static final long USER32_CS = 0x23;

  /// `mov $__NR_rt_sigreturn, %eax; syscall`, as C libraries and run-time systems write it.
  private static final List<byte[]> SIGNAL_RETURNS =
      List.of(
          new byte[] {0x48, (byte) 0xc7, (byte) 0xc0, 0x0f, 0, 0, 0, 0x0f, 0x05},
          new byte[] {(byte) 0xb8, 0x0f, 0, 0, 0, 0x0f, 0x05});

  private static final byte[] ENDBR64 = {(byte) 0xf3, 0x0f, 0x1e, (byte) 0xfa};

  /// `push %rbp; mov %rsp, %rbp`, of which assemblers know two encodings.
  private static final List<byte[]> PROLOGUES =
      List.of(
          new byte[] {0x55, 0x48, (byte) 0x89, (byte) 0xe5},
          new byte[] {0x55, 0x48, (byte) 0x8b, (byte) 0xec});

  /// `struct rt_sigframe` (arch/x86/include/asm/sigframe.h) without the return address, which was
  /// taken off: `struct ucontext`, whose `uc_mcontext` (`struct sigcontext_64`, asm/sigcontext.h)
  /// follows flags, link and `stack_t`.
  private static final int SIGCONTEXT = 40;

  /// DWARF's numbers of what `struct sigcontext_64` begins with: r8 to r15, di, si, bp, bx, dx, ax,
  /// cx, sp, ip.
  private static final int[] SAVED = {8, 9, 10, 11, 12, 13, 14, 15, 5, 4, 6, 3, 1, 0, 2, 7, RIP};

  @Override
  public DwarfRegisters registers() {
    return X86Registers.DWARF;
  }

  @Override
  public int programCounter() {
    return RIP;
  }

  @Override
  public int framePointer() {
    return RBP;
  }

  @Override
  public Optional<String> unsupported(Registers start) {
    return start.find("cs").orElse(0) == USER32_CS
        ? Optional.of("a program of 32 bits: only stacks of 64-bit programs can be walked")
        : Optional.empty();
  }

  @Override
  public int longestCall() {
    return 8;
  }

  /// `e8 rel32`, or `ff /2` with two to seven bytes, eight with a prefix.
  @Override
  public boolean endsInCall(byte[] code) {
    int end = code.length;
    if (end >= 5 && code[end - 5] == (byte) 0xe8) {
      return true;
    }
    for (int length = 2; length <= Math.min(7, end); length++) {
      if (code[end - length] == (byte) 0xff && (code[end - length + 1] >> 3 & 7) == 2) {
        return true;
      }
    }
    return false;
  }

  @Override
  public boolean keepsFramePointer(byte[] code) {
    byte[] from =
        begins(code, ENDBR64) ? Arrays.copyOfRange(code, ENDBR64.length, code.length) : code;
    return PROLOGUES.stream().anyMatch(p -> begins(from, p));
  }

  private static boolean begins(byte[] code, byte[] with) {
    return code.length >= with.length && Arrays.equals(code, 0, with.length, with, 0, with.length);
  }

  @Override
  public OptionalLong callTarget(byte[] code, long address) {
    int end = code.length;
    if (end < 5 || code[end - 5] != (byte) 0xe8) {
      return OptionalLong.empty();
    }
    int distance = 0;
    for (int i = end - 1; i >= end - 4; i--) {
      distance = distance << Byte.SIZE | code[i] & 0xff;
    }
    return OptionalLong.of(address + distance);
  }

  @Override
  public boolean returnsFromSignal(byte[] code) {
    return SIGNAL_RETURNS.stream().anyMatch(s -> begins(code, s));
  }

  @Override
  public long[] savedBySignal(long sp, AddressReader memory) {
    long[] values = new long[RIP + 1];
    for (int i = 0; i < SAVED.length; i++) {
      values[SAVED[i]] = memory.readLong(sp + SIGCONTEXT + (long) i * Long.BYTES);
    }
    return values;
  }
}
