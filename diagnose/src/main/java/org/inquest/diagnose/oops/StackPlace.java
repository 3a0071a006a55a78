package org.inquest.diagnose.oops;

import java.util.Optional;
import java.util.OptionalLong;
import org.inquest.diagnose.value.KernelAreas;
import org.inquest.diagnose.value.Machine;
import org.inquest.diagnose.value.Value;

/// On which stack the kernel was, as far as the stack pointer tells.
///
/// @param pointer the stack pointer
/// @param words one clause
/// @param overflow whether the stack was too small: the address that failed is just below it, in
///   another page
public record StackPlace(long pointer, String words, boolean overflow) {
  private static final long PAGE = 4096;

  /// `THREAD_SIZE` of x86-64 and arm64; with KASAN it is twice that.
  private static final long STACK = 16 << 10;

  /// Finds it; empty without a stack pointer.
  public static Optional<StackPlace> of(LoggedFault fault) {
    OptionalLong pointer =
        fault.register(
            switch (fault.machine()) {
              case X86_64 -> "rsp";
              case X86_32 -> "esp";
              case ARM64, ARM, RISCV64 -> "sp";
              case PPC64 -> "r1";
              case S390X -> "r15";
            });
    if (pointer.isEmpty()) {
      return Optional.empty();
    }
    long at = pointer.getAsLong();
    boolean overflow = overflow(fault, at);
    String more = overflow ? "; the fault is just below it: the stack overflowed" : "";
    return Optional.of(new StackPlace(at, words(fault, at) + more, overflow));
  }

  /// A guard page is below each stack in vmalloc space. Calls and pushes fault at the pointer, a
  /// large frame's first write further down.
  private static boolean overflow(LoggedFault fault, long pointer) {
    if (fault.address().isEmpty() || fault.machine().bits() == 32) {
      return false;
    }
    long below = pointer - fault.address().getAsLong();
    boolean near = below >= -PAGE && below < STACK;
    boolean bottom = (pointer & -PAGE) != (fault.address().getAsLong() & -PAGE);
    return near && (bottom || (pointer & STACK - 1) == 0) && !FaultAccess.of(fault).fetch();
  }

  private static String words(LoggedFault fault, long pointer) {
    KernelAreas areas = fault.areas();
    Value value = Value.of(pointer, areas);
    if (!(value instanceof Value.Kernel kernel)) {
      return "the stack pointer is no stack of the kernel: " + value.words();
    }
    String area = kernel.area().name();
    if (fault.machine() == Machine.X86_64 && area.contains("CPU entry area")) {
      return "an exception stack (double fault, NMI, debug, machine check) or the entry stack";
    }
    if (area.contains("vmalloc")) {
      long left = pointer & STACK - 1;
      return "a task's or IRQ's stack in vmalloc space; at least "
          + left
          + " bytes were left, if it has 16 KiB";
    }
    return area.contains("direct map")
        ? "a stack in the direct map: an IRQ's, or a task's without CONFIG_VMAP_STACK"
        : "a stack in " + area;
  }
}
