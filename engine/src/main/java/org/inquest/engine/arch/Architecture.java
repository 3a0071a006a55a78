package org.inquest.engine.arch;

import java.util.List;
import java.util.Optional;
import org.inquest.engine.memory.PhysicalMemory;
import org.inquest.engine.memory.VirtualMemory;
import org.inquest.engine.unwind.OrcFinder;
import org.inquest.engine.unwind.Registers;
import org.inquest.engine.unwind.Unwinder;
import org.inquest.formats.dump.ElfNote;
import org.inquest.formats.vmcoreinfo.VmcoreInfo;

/// A machine. Each part may be absent on a machine that does not have it yet; callers then say what
/// they could not do.
///
/// To add a machine: implement this in a package of its own, in this order:
/// 1. [#openKernel]: page-table geometry, where the root is, how the kernel image is mapped;
/// 2. [#userMemory]: the same geometry from a process's root;
/// 3. [#cpuRegisters]: the register layout of `NT_PRSTATUS` and of hypervisor notes;
/// 4. [#unwinder]: switched-out frames, exception frames, entry from user mode;
/// 5. [#isKernelAddress], [#threadSize] and [#memoryOperands];
/// 6. [#dwarfRegisters], for the variables of frames;
/// 7. [#userStacks] and [#savedUserRegisters], for the stacks of programs.
///
/// Then name it in [Architectures].
public interface Architecture {

  /// As the kernel's `uname -m` says it.
  String name();

  /// ELF machine number.
  int machine();

  /// The kernel's address space.
  ///
  /// @param physBase `phys_base` from the container's header, used where VMCOREINFO lacks it
  /// @throws org.inquest.formats.fault.InquestException where neither VMCOREINFO nor the notes lead
  ///   to page tables
  KernelMap openKernel(
      PhysicalMemory physical, VmcoreInfo info, List<ElfNote> notes, Optional<Long> physBase);

  /// The address space of a process.
  ///
  /// @param root physical address of its top-level page table
  VirtualMemory userMemory(PhysicalMemory physical, KernelMap kernel, long root);

  /// The registers in a CPU's `NT_PRSTATUS` note; empty where the note is none or is cut.
  Optional<Registers> cpuRegisters(ElfNote note);

  /// `pr_pid` of a CPU's `NT_PRSTATUS` note: the task that ran (kdump), or the CPU's index plus one
  /// (QEMU).
  int prstatusPid(ElfNote note);

  /// An unwinder over the kernel's address space.
  Unwinder unwinder(VirtualMemory memory, OrcFinder orc, KernelText text);

  /// Whether an address belongs to the kernel's half.
  boolean isKernelAddress(long address);

  /// Default bytes of a task's kernel stack, where the dump does not tell (`THREAD_SIZE`).
  int threadSize();

  /// Where an instruction reads or writes memory; empty where it does not, or this can't tell. An
  /// instruction that copies has two.
  ///
  /// @param code its bytes, at least as many as the instruction has
  List<MemoryOperand> memoryOperands(byte[] code);

  /// How debugging information numbers the registers; empty on machines whose frames' variables
  /// can't be told yet.
  default Optional<DwarfRegisters> dwarfRegisters() {
    return Optional.empty();
  }

  /// How stacks of programs are walked; empty on machines where they can't be yet.
  default Optional<UserStacks> userStacks() {
    return Optional.empty();
  }

  /// The registers that a program entered the kernel with, as far as they lie where the kernel
  /// saves them first: at the top of the task's kernel stack (`task_pt_regs()`).
  ///
  /// @param memory the kernel's
  /// @param stackTop the first address behind that stack
  /// @return empty where there are none
  default Optional<Registers> savedUserRegisters(VirtualMemory memory, long stackTop) {
    return Optional.empty();
  }
}
