package org.inquest.formats.dump;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.formats.bytes.Cursor;

/// The note that QEMU adds for each x86 CPU: `QEMUCPUState` (qemu target/i386/arch_dump.c), name
/// "QEMU", type 0.
///
/// @param version 1
/// @param registers rax rbx rcx rdx rsi rdi rsp rbp r8 ... r15, see [Register]
/// @param rip instruction pointer
/// @param rflags flags
/// @param segments cs ds es fs gs ss ldt tr gdt idt, see [Table]
/// @param control cr0 to cr4; cr3 may be a user table of page-table isolation where the CPU ran in
///   user mode
/// @param kernelGsBase the GS base that `swapgs` brings in; absent in notes of older QEMUs
public record QemuCpuState(
    int version,
    List<Long> registers,
    long rip,
    long rflags,
    List<Segment> segments,
    List<Long> control,
    OptionalLong kernelGsBase) {

  /// Index into [#registers].
  public enum Register {
    RAX,
    RBX,
    RCX,
    RDX,
    RSI,
    RDI,
    RSP,
    RBP,
    R8,
    R9,
    R10,
    R11,
    R12,
    R13,
    R14,
    R15
  }

  /// Index into [#segments].
  public enum Table {
    CS,
    DS,
    ES,
    FS,
    GS,
    SS,
    LDT,
    TR,
    GDT,
    IDT
  }

  /// `QEMUCPUSegment`.
  public record Segment(int selector, long limit, int flags, long base) {}

  private static final int CONTROLS = 5;
  private static final int SIZE = 432;

  /// The state in a note; empty where it is of another kind or too short.
  public static Optional<QemuCpuState> of(ElfNote note) {
    MemorySegment data = note.data();
    if (!note.name().equals("QEMU") || note.type() != 0 || data.byteSize() < SIZE) {
      return Optional.empty();
    }
    Cursor cursor = new Cursor(data, "QEMU note", 0);
    int version = cursor.s32();
    long size = cursor.u32();
    List<Long> registers = words(cursor, Register.values().length);
    long rip = cursor.u64();
    long rflags = cursor.u64();
    List<Segment> segments = new ArrayList<>();
    for (int i = 0; i < Table.values().length; i++) {
      int selector = cursor.s32();
      long limit = cursor.u32();
      int flags = cursor.s32();
      cursor.skip(4);
      segments.add(new Segment(selector, limit, flags, cursor.u64()));
    }
    List<Long> control = words(cursor, CONTROLS);
    // The size field counts itself and the version; newer fields were added at the end.
    boolean newer = size >= SIZE + Long.BYTES && data.byteSize() >= SIZE + Long.BYTES;
    return Optional.of(
        new QemuCpuState(
            version,
            registers,
            rip,
            rflags,
            List.copyOf(segments),
            control,
            newer ? OptionalLong.of(cursor.u64()) : OptionalLong.empty()));
  }

  /// One of the sixteen registers.
  public long register(Register register) {
    return registers.get(register.ordinal());
  }

  /// One segment or descriptor table.
  public Segment segment(Table table) {
    return segments.get(table.ordinal());
  }

  private static List<Long> words(Cursor cursor, int count) {
    List<Long> words = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      words.add(cursor.u64());
    }
    return List.copyOf(words);
  }
}
