package org.inquest.engine.arch.x86_64;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import org.inquest.formats.bytes.Bytes;
import org.inquest.formats.dump.ElfNote;

/// The control registers in a `QEMU` note: QEMU's `QEMUCPUState` (target/i386/arch_dump.c), version
/// 1.
///
/// @param index position among the QEMU notes: the CPU
/// @param cr3 physical address of the page table in use, with flag bits
/// @param cr4 bit 12 (LA57) tells five-level paging
record QemuCpu(int index, long cr3, long cr4) {
  /// version, size (u32 each), 16 general registers, rip, rflags (u64 each), then ten segments of
  /// 24 bytes.
  private static final int CR0 = 8 + 18 * 8 + 10 * 24;

  static List<QemuCpu> all(List<ElfNote> notes) {
    List<QemuCpu> cpus = new ArrayList<>();
    for (ElfNote note : notes) {
      MemorySegment data = note.data();
      if (note.name().equals("QEMU") && data.byteSize() >= CR0 + 5 * 8) {
        long cr3 = data.get(Bytes.U64, CR0 + 3 * 8);
        if (cr3 != 0) {
          cpus.add(new QemuCpu(cpus.size(), cr3, data.get(Bytes.U64, CR0 + 4 * 8)));
        }
      }
    }
    return cpus;
  }

  boolean fiveLevels() {
    return (cr4 >>> 12 & 1) != 0;
  }
}
