package org.inquest.formats.dump;

import java.lang.foreign.MemorySegment;
import java.util.Optional;
import org.inquest.formats.bytes.Cursor;

/// `NT_PRSTATUS` of x86-64: `struct elf_prstatus` (include/linux/elfcore.h) with `struct
/// user_regs_struct` (arch/x86/include/asm/user_64.h), 336 bytes. Registers in the kernel's order.
///
/// A kernel that dies writes one for each CPU that was online and answered, so their index is no
/// CPU number. QEMU writes one for each CPU.
///
/// @param pid `pr_pid`: the task that ran; QEMU: CPU index + 1
/// @param origRax the system call's number in an entry frame; all ones or 0 elsewhere
/// @param rflags `flags`
public record X86Prstatus(
    int pid,
    long r15,
    long r14,
    long r13,
    long r12,
    long rbp,
    long rbx,
    long r11,
    long r10,
    long r9,
    long r8,
    long rax,
    long rcx,
    long rdx,
    long rsi,
    long rdi,
    long origRax,
    long rip,
    long cs,
    long rflags,
    long rsp,
    long ss,
    long fsBase,
    long gsBase,
    long ds,
    long es,
    long fs,
    long gs) {

  private static final int PID_OFFSET = 32;
  private static final int REGISTERS_OFFSET = 112;
  private static final int REGISTERS = 27;

  /// The registers in a note; empty where it is of another kind or too short.
  public static Optional<X86Prstatus> of(ElfNote note) {
    MemorySegment data = note.data();
    if (!note.name().equals("CORE")
        || note.type() != ElfNote.NT_PRSTATUS
        || data.byteSize() < REGISTERS_OFFSET + REGISTERS * Long.BYTES) {
      return Optional.empty();
    }
    Cursor cursor = new Cursor(data, "NT_PRSTATUS", 0);
    int pid = cursor.seek(PID_OFFSET).s32();
    cursor.seek(REGISTERS_OFFSET);
    return Optional.of(
        new X86Prstatus(
            pid,
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64(),
            cursor.u64()));
  }
}
