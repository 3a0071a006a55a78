package org.inquest.engine.arch.x86_64;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.Registers;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.fault.MemoryFault;

/// The order of `struct pt_regs` (arch/x86/include/uapi/asm/ptrace.h), which `NT_PRSTATUS` shares.
final class X86Registers {
  static final int R13 = 2;
  static final int BP = 4;
  static final int R10 = 7;
  static final int AX = 10;
  static final int DX = 12;
  static final int DI = 14;
  static final int IP = 16;
  static final int CS = 17;
  static final int SP = 19;
  static final int SS = 20;

  /// Registers in `struct pt_regs`.
  static final int COUNT = 21;

  /// Where the part begins that the CPU itself pushes: ip, cs, flags, sp, ss (`IRET_FRAME_OFFSET`).
  static final int IRET_FRAME = IP;

  static final List<String> NAMES =
      List.of(
          "r15",
          "r14",
          "r13",
          "r12",
          "rbp",
          "rbx",
          "r11",
          "r10",
          "r9",
          "r8",
          "rax",
          "rcx",
          "rdx",
          "rsi",
          "rdi",
          "orig_rax",
          "rip",
          "cs",
          "rflags",
          "rsp",
          "ss");

  /// System V psABI for x86-64, figure 3.36 for the numbers, 3.2.1 for what functions must give
  /// back.
  static final DwarfRegisters DWARF =
      new DwarfRegisters(
          List.of(
              "rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp", "r8", "r9", "r10", "r11",
              "r12", "r13", "r14", "r15", "rip"),
          Set.of("rbx", "rbp", "r12", "r13", "r14", "r15"),
          List.of("rdi", "rsi", "rdx", "rcx", "r8", "r9"),
          7);

  /// `pr_pid` of `struct elf_prstatus` (include/uapi/linux/elfcore.h) on a 64-bit machine.
  private static final int PR_PID = 32;

  /// `pr_reg` of the same.
  private static final int PR_REG = 112;

  private static final long ALL = (1L << COUNT) - 1;

  private X86Registers() {}

  static Registers of(long[] values, long known) {
    return new Registers(NAMES, values, known, IP, SP, (values[CS] & 3) == 3);
  }

  static Registers all(long[] values) {
    return of(values, ALL);
  }

  /// Reads a whole `struct pt_regs` from memory.
  static long[] read(VirtualMemory memory, long address) {
    long[] values = new long[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = memory.readLong(address + (long) i * Long.BYTES);
    }
    return values;
  }

  /// Reads only the five words that the CPU pushed; `address` is where `ip` is.
  static Registers readIret(VirtualMemory memory, long address) {
    long[] values = new long[COUNT];
    long known = 0;
    for (int i = IRET_FRAME; i < COUNT; i++) {
      values[i] = memory.readLong(address + (long) (i - IRET_FRAME) * Long.BYTES);
      known |= 1L << i;
    }
    return of(values, known);
  }

  /// What entry from user mode saved at the top of a task's stack. 65c9cc9e2c14 ("x86/fred: Reserve
  /// space for the FRED stack frame", v6.9) leaves 16 bytes free above, if the CPU has FRED.
  static Optional<Registers> atTopOf(VirtualMemory memory, long stackTop) {
    for (int padding : new int[] {0, 16}) {
      try {
        long[] values = read(memory, stackTop - padding - COUNT * Long.BYTES);
        if (isUser(values)) {
          return Optional.of(all(values));
        }
      } catch (MemoryFault e) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /// Selectors of user mode alone are no accident: code (`__USER_CS`, `__USER32_CS`) and stack
  /// (`__USER_DS`, arch/x86/include/asm/segment.h).
  private static boolean isUser(long[] values) {
    return (values[CS] == 0x33 || values[CS] == 0x23) && values[SS] == 0x2b && values[IP] > 0;
  }

  static Optional<Registers> fromPrstatus(ElfNote note) {
    MemorySegment data = note.data();
    if (note.type() != ElfNote.NT_PRSTATUS
        || !note.name().equals("CORE")
        || data.byteSize() < PR_REG + (long) COUNT * Long.BYTES) {
      return Optional.empty();
    }
    long[] values = new long[COUNT];
    for (int i = 0; i < COUNT; i++) {
      values[i] = data.get(Bytes.U64, PR_REG + (long) i * Long.BYTES);
    }
    return Optional.of(all(values));
  }

  static int prstatusPid(ElfNote note) {
    return note.data().byteSize() < PR_PID + Integer.BYTES ? 0 : note.data().get(Bytes.U32, PR_PID);
  }
}
