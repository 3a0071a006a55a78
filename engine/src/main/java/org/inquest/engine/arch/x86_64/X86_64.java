package org.inquest.engine.arch.x86_64;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.engine.arch.Architecture;
import org.inquest.engine.arch.DwarfRegisters;
import org.inquest.engine.arch.KernelMap;
import org.inquest.engine.arch.KernelText;
import org.inquest.engine.arch.MemoryOperand;
import org.inquest.engine.arch.UserStacks;
import org.inquest.engine.memory.AddressSpace;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.OrcFinder;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Unwinder;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.fault.MemoryFault;
import org.inquest.formats.fault.Unsupported;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// x86-64.
public final class X86_64 implements Architecture {
  /// `__START_KERNEL_map` (arch/x86/include/asm/page_64_types.h): the kernel image's mapping.
  static final long START_KERNEL_MAP = 0xffff_ffff_8000_0000L;

  /// `KERNEL_IMAGE_SIZE` with KASLR; a wider guess than the truth only weakens a fallback.
  private static final long KERNEL_IMAGE_SIZE = 1L << 30;

  private static final long PTI_USER_PGTABLE = 0x1000;

  @Override
  public String name() {
    return "x86_64";
  }

  @Override
  public int machine() {
    return 62;
  }

  @Override
  public KernelMap openKernel(
      PhysicalMemory physical, VmcoreInfo info, List<ElfNote> notes, Optional<Long> physBase) {
    long smeMask = info.number("sme_mask").orElse(0);
    OptionalLong base = info.number("phys_base");
    if (base.isEmpty() && physBase.isPresent()) {
      base = OptionalLong.of(physBase.get());
    }
    OptionalLong rootSymbol = info.symbol("swapper_pg_dir");
    if (rootSymbol.isEmpty()) {
      rootSymbol = info.symbol("init_top_pgt");
    }
    if (base.isPresent() && rootSymbol.isPresent()) {
      int levels = info.number("pgtable_l5_enabled").orElse(0) == 1 ? 5 : 4;
      long root = rootSymbol.getAsLong() - START_KERNEL_MAP + base.getAsLong();
      AddressSpace memory =
          memory(physical, new X86PageTables(physical, root, levels, smeMask), base);
      long image = info.symbol("_stext").orElse(0);
      return new KernelMap(memory, root, levels, smeMask, image, "VMCOREINFO");
    }
    for (QemuCpu cpu : QemuCpu.all(notes)) {
      int levels = cpu.fiveLevels() ? 5 : 4;
      for (long root : roots(cpu.cr3())) {
        AddressSpace memory =
            memory(physical, new X86PageTables(physical, root, levels, smeMask), base);
        OptionalLong image = image(memory);
        if (image.isPresent()) {
          String how = "CR3 of CPU " + cpu.index();
          return new KernelMap(memory, root, levels, smeMask, image.getAsLong(), how);
        }
      }
    }
    throw new Unsupported(
        "the dump has no VMCOREINFO and no usable CPU registers, so the kernel's page tables can't"
            + " be found");
  }

  /// Where the kernel's table may be. A CPU in user mode with page-table isolation holds the user
  /// half's copy, which maps a little of the kernel, too: bit 12 of CR3 tells the two apart, and
  /// the kernel's table is the page before it (arch/x86/entry/calling.h, PTI_USER_PGTABLE_BIT). A
  /// kernel built without isolation has its tables at odd pages as well.
  private static long[] roots(long cr3) {
    long kernelHalf = cr3 & ~PTI_USER_PGTABLE;
    return cr3 == kernelHalf ? new long[] {cr3} : new long[] {kernelHalf, cr3};
  }

  private static AddressSpace memory(
      PhysicalMemory physical, X86PageTables tables, OptionalLong base) {
    return base.isEmpty()
        ? new AddressSpace(physical, tables)
        : new AddressSpace(physical, a -> imageOrTables(tables, a, base.getAsLong()));
  }

  /// Page tables decide; where one of them is not in the dump, the image's linear mapping still
  /// answers for the image.
  private static long imageOrTables(X86PageTables tables, long address, long physBase) {
    try {
      return tables.translate(address);
    } catch (MemoryFault e) {
      long inImage = address - START_KERNEL_MAP;
      if (e.physical() && inImage >= 0 && inImage < KERNEL_IMAGE_SIZE) {
        return inImage + physBase;
      }
      throw e;
    }
  }

  /// The first 2 MiB step of the image's window that is mapped: there is one in every table that
  /// holds the kernel.
  private static OptionalLong image(VirtualMemory memory) {
    for (long at = START_KERNEL_MAP; at < START_KERNEL_MAP + KERNEL_IMAGE_SIZE; at += 2 << 20) {
      try {
        memory.translate(at);
        return OptionalLong.of(at);
      } catch (MemoryFault e) {
        // Not mapped at this step: KASLR chose another.
      }
    }
    return OptionalLong.empty();
  }

  @Override
  public VirtualMemory userMemory(PhysicalMemory physical, KernelMap kernel, long root) {
    return new AddressSpace(
        physical, new X86PageTables(physical, root, kernel.levels(), kernel.encryptionMask()));
  }

  @Override
  public Optional<Registers> cpuRegisters(ElfNote note) {
    return X86Registers.fromPrstatus(note);
  }

  @Override
  public int prstatusPid(ElfNote note) {
    return X86Registers.prstatusPid(note);
  }

  @Override
  public Unwinder unwinder(VirtualMemory memory, OrcFinder orc, KernelText text) {
    return new X86Unwinder(memory, orc, text);
  }

  @Override
  public boolean isKernelAddress(long address) {
    return address < 0;
  }

  @Override
  public int threadSize() {
    return 16 << 10;
  }

  @Override
  public List<MemoryOperand> memoryOperands(byte[] code) {
    return X86Operands.of(code);
  }

  @Override
  public Optional<DwarfRegisters> dwarfRegisters() {
    return Optional.of(X86Registers.DWARF);
  }

  @Override
  public Optional<UserStacks> userStacks() {
    return Optional.of(new X86UserStacks());
  }

  @Override
  public Optional<Registers> savedUserRegisters(VirtualMemory memory, long stackTop) {
    return X86Registers.atTopOf(memory, stackTop);
  }
}
