package org.inquest.diagnose.value;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/// The areas of a kernel's address space as far as addresses alone tell
/// (Documentation/arch/x86/x86_64/mm.rst, Documentation/arch/arm64/memory.rst).
///
/// Since 4.8 x86-64 kernels choose the first addresses of the direct map, of vmalloc and of vmemmap
/// at random (arch/x86/mm/kaslr.c; not with KASAN). Two registers then still tell: GS's base is
/// per-CPU data in the direct map, and the stack of a task is in vmalloc space (CONFIG_VMAP_STACK).
public final class KernelAreas {
  private static final long GIB = 1L << 30;
  private static final long TIB = 1L << 40;

  /// An area.
  ///
  /// @param from first address
  /// @param to last address
  /// @param name for a sentence, with its article
  /// @param sure whether kernels always have it there
  public record Area(long from, long to, String name, boolean sure) {
    boolean contains(long address) {
      return Long.compareUnsigned(address, from) >= 0 && Long.compareUnsigned(address, to) <= 0;
    }
  }

  private static final String DIRECT = "an address of the direct map (slab, pages, per-CPU data)";
  private static final String VMALLOC = "an address of vmalloc space (stacks, modules' data)";
  private static final String VMEMMAP = "an address of vmemmap (struct page)";
  private static final String SHADOW = "an address of KASAN's shadow";
  private static final String TEXT = "an address of the kernel's text or data";

  /// Name of the area that modules are loaded to.
  public static final String MODULES = "an address of module space";

  private static final String FIXED = "a fixed mapping";

  /// Both with four and with five levels of page tables.
  private static final List<Area> X86_ALWAYS =
      List.of(
          area(0xffff_fe00_0000_0000L, 0xffff_fe7f_ffff_ffffL, "the CPU entry area", true),
          area(0xffff_ff00_0000_0000L, 0xffff_ff7f_ffff_ffffL, "the espfix stacks", true),
          area(0xffff_ffef_0000_0000L, 0xffff_fffe_ffff_ffffL, "EFI's mapping", true),
          area(0xffff_ffff_8000_0000L, 0xffff_ffff_9fff_ffffL, TEXT, true),
          // With KASLR the kernel's image has 1 GiB, without it half of that.
          area(0xffff_ffff_a000_0000L, 0xffff_ffff_bfff_ffffL, "a module's or the kernel's", false),
          area(0xffff_ffff_c000_0000L, 0xffff_ffff_feff_ffffL, MODULES, true),
          area(0xffff_ffff_ff00_0000L, 0xffff_ffff_ffff_efffL, FIXED, true));

  private static final List<Area> X86_FIXED =
      List.of(
          area(0xffff_8880_0000_0000L, 0xffff_c87f_ffff_ffffL, DIRECT, false),
          area(0xffff_c900_0000_0000L, 0xffff_e8ff_ffff_ffffL, VMALLOC, false),
          area(0xffff_ea00_0000_0000L, 0xffff_eaff_ffff_ffffL, VMEMMAP, false),
          area(0xffff_ec00_0000_0000L, 0xffff_fbff_ffff_ffffL, SHADOW, false),
          // Until d52888aa2753 ("x86/mm: Move LDT remap out of KASLR region", v4.20).
          area(0xffff_8800_0000_0000L, 0xffff_887f_ffff_ffffL, DIRECT, false),
          // Five levels.
          area(0xff11_0000_0000_0000L, 0xff90_ffff_ffff_ffffL, DIRECT, false),
          area(0xffa0_0000_0000_0000L, 0xffd1_ffff_ffff_ffffL, VMALLOC, false),
          area(0xffd4_0000_0000_0000L, 0xffd5_ffff_ffff_ffffL, VMEMMAP, false),
          area(0xffdf_0000_0000_0000L, 0xffff_7fff_ffff_ffffL, SHADOW, false));

  /// 48-bit addresses since 14c127c957c1 ("arm64: mm: Flip kernel VA space", v5.4).
  private static final List<Area> ARM64_FLIPPED =
      List.of(
          area(0xffff_0000_0000_0000L, 0xffff_5fff_ffff_ffffL, DIRECT, false),
          area(
              0xffff_6000_0000_0000L, 0xffff_7fff_ffff_ffffL, "the direct map or " + SHADOW, false),
          area(
              0xffff_8000_0000_0000L,
              0xffff_8000_ffff_ffffL,
              "a module, the kernel or vmalloc",
              false),
          area(0xffff_8001_0000_0000L, 0xffff_fbff_ffff_ffffL, VMALLOC, false),
          area(0xffff_fc00_0000_0000L, 0xffff_fdff_ffff_ffffL, VMEMMAP, false),
          area(
              0xffff_fe00_0000_0000L,
              0xffff_ffff_ffff_efffL,
              FIXED + ", PCI I/O or vmemmap",
              false));

  /// 48-bit addresses before.
  private static final List<Area> ARM64_OLD =
      List.of(
          area(
              0xffff_0000_0000_0000L,
              0xffff_7dff_ffff_ffffL,
              "the kernel, a module or vmalloc",
              false),
          area(0xffff_7e00_0000_0000L, 0xffff_7fff_ffff_ffffL, VMEMMAP, false),
          area(0xffff_8000_0000_0000L, 0xffff_ffff_ffff_efffL, DIRECT, false));

  /// CONFIG_VMSPLIT_3G, the default.
  private static final List<Area> NARROW =
      List.of(area(0xc000_0000L, 0xffff_efffL, "an address of the kernel", false));

  private final Machine machine;
  private final List<Area> areas;

  private KernelAreas(Machine machine, List<Area> areas) {
    this.machine = machine;
    this.areas = areas;
  }

  private static Area area(long from, long to, String name, boolean sure) {
    return new Area(from, to, name, sure);
  }

  /// The areas of a machine.
  ///
  /// @param registers of a context in the kernel, by lower-case name; any may be missing
  public static KernelAreas of(Machine machine, Function<String, OptionalLong> registers) {
    long stack = registers.apply(machine == Machine.X86_64 ? "rsp" : "sp").orElse(0);
    return new KernelAreas(
        machine,
        switch (machine) {
          case X86_64 -> x86(registers.apply("gs").orElse(0), stack);
          case ARM64 -> stack != 0 && stack < 0xffff_8000_0000_0000L ? ARM64_OLD : ARM64_FLIPPED;
          case X86_32, ARM -> NARROW;
          case PPC64, RISCV64, S390X -> List.of();
        });
  }

  private static List<Area> x86(long gs, long stack) {
    List<Area> all = new ArrayList<>(X86_ALWAYS);
    boolean random = gs < 0 && !nearFixed(gs);
    if (!random) {
      all.addAll(X86_FIXED);
      return all;
    }
    all.add(around(gs, DIRECT));
    if (stack < 0 && Math.abs(stack - gs) > TIB) {
      all.add(around(stack, VMALLOC));
    }
    return all;
  }

  /// Whether per-CPU data is where it is without randomisation, on a machine of less than a
  /// terabyte.
  private static boolean nearFixed(long gs) {
    for (Area area : X86_FIXED) {
      if (area.name().equals(DIRECT)
          && area.contains(gs)
          && Long.compareUnsigned(gs - area.from(), TIB) < 0) {
        return true;
      }
    }
    // Static per-CPU data is in the kernel's image on machines with one CPU.
    return Long.compareUnsigned(gs, -2 * GIB) >= 0;
  }

  private static Area around(long address, String name) {
    return area((address & -TIB) - TIB, (address | TIB - 1) + TIB, name, false);
  }

  public Machine machine() {
    return machine;
  }

  /// The area of an address; one that is in the upper half without being in a known area is told as
  /// such.
  public Optional<Area> find(long address) {
    for (Area area : areas) {
      if (area.contains(address)) {
        return Optional.of(area);
      }
    }
    return machine.bits() == 64 && address < 0 && canonical(address)
        ? Optional.of(area(address, address, "an address of the kernel's half", true))
        : Optional.empty();
  }

  /// Whether an address can be one at all. Five levels are only believed where a known area of
  /// theirs has the address.
  public boolean canonical(long address) {
    if (machine.bits() == 32 || machine == Machine.PPC64 || machine == Machine.S390X) {
      return true;
    }
    if (machine == Machine.X86_64) {
      long high = address >> 47;
      return high == 0
          || high == -1
          || address < 0 && address >= 0xff11_0000_0000_0000L && wide(address);
    }
    long high = address >> (machine == Machine.ARM64 ? 48 : 56);
    return high == 0 || high == -1;
  }

  private boolean wide(long address) {
    for (Area area : areas) {
      if (area.contains(address)) {
        return true;
      }
    }
    return false;
  }
}
