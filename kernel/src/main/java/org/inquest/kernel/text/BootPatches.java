package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;

/// Places that the kernel patches once, while it boots, by tables that it then frees. A vmlinux
/// still has them as sections (arch/x86/kernel/vmlinux.lds.S); what is done at each place is in
/// arch/x86/kernel/alternative.c. Each entry begins with its place, as a number of four bytes that
/// counts from the entry.
///
/// | section | entry | place |
/// |---|---|---|
/// | `.altinstructions` | `struct alt_instr` | `instrlen` bytes |
/// | `.parainstructions` (until 6.7) | address, type, length; 16 bytes | `len` bytes |
/// | `.retpoline_sites` | 4 bytes | a call or jump through a thunk |
/// | `.return_sites` | 4 bytes | a jump to the return thunk |
/// | `.call_sites`, `.ibt_endbr_seal`, `.smp_locks` | 4 bytes | a call, an `endbr64`, a `lock` |
/// | `runtime_ptr_*`, `runtime_shift_*` | 4 bytes | a constant (runtime-const.h, since 6.11) |
public final class BootPatches {
  /// The longest place of all tables: `instrlen` has one byte.
  private static final int LONGEST = 255;

  private static final int MAX_TABLE = 16 << 20;

  private record Place(long address, int length, String what) {}

  /// A table whose entries are only a place.
  private record Simple(String prefix, int length, String what) {}

  private static final List<Simple> SIMPLE =
      List.of(
          new Simple(".retpoline_sites", 6, "retpoline"),
          new Simple(".return_sites", 5, "return thunk"),
          new Simple(".call_sites", 5, "call depth"),
          new Simple(".ibt_endbr_seal", 4, "endbr"),
          new Simple(".smp_locks", 1, "lock prefix"),
          new Simple("runtime_ptr_", 8, "run-time constant"),
          new Simple("runtime_shift_", 1, "run-time constant"));

  private final List<Place> places = new ArrayList<>();

  private BootPatches() {}

  /// Reads a vmlinux' tables.
  ///
  /// @param target the dump of the same kernel, whose BTF knows `struct alt_instr`
  public static BootPatches of(CodeImage vmlinux, Target target) {
    BootPatches patches = new BootPatches();
    for (CodeSection section : vmlinux.sections()) {
      if (section.size() <= MAX_TABLE) {
        patches.read(vmlinux, section, target);
      }
    }
    patches.places.sort(Comparator.comparing(Place::address, Long::compareUnsigned));
    return patches;
  }

  private void read(CodeImage vmlinux, CodeSection section, Target target) {
    if (section.name().equals(".altinstructions")) {
      alternatives(table(vmlinux, section), target);
    } else if (section.name().equals(".parainstructions")) {
      // struct paravirt_patch_site { u8 *instr; u8 type; u8 len; }: an address, not a distance.
      TableBounds table = table(vmlinux, section);
      // Entries are aligned; the last one has no padding behind it.
      for (int at = 0; at + 10 <= table.bytes().length; at += 16) {
        int length = table.bytes()[at + 9] & 0xff;
        places.add(new Place(table.longAt(at), length, "paravirtual operation"));
      }
    } else {
      for (Simple simple : SIMPLE) {
        if (section.name().startsWith(simple.prefix)) {
          TableBounds table = table(vmlinux, section);
          for (int at = 0; at + 4 <= table.bytes().length; at += 4) {
            places.add(new Place(table.relative(at), simple.length, simple.what));
          }
        }
      }
    }
  }

  private static TableBounds table(CodeImage vmlinux, CodeSection section) {
    return new TableBounds(
        section.address(), vmlinux.bytes(section.address(), (int) section.size()));
  }

  private void alternatives(TableBounds table, Target target) {
    // As in 6.1; 5.10 and 6.6 have others.
    int step = 12;
    int lengthAt = 10;
    try {
      StructType entry = target.types().struct("struct alt_instr");
      step = (int) entry.size();
      lengthAt = (int) entry.offsetOf("instrlen");
    } catch (InquestException e) {
      // Kept: without the type the most common layout is the best guess.
    }
    for (int at = 0; at + step <= table.bytes().length; at += step) {
      int length = table.bytes()[at + lengthAt] & 0xff;
      places.add(new Place(table.relative(at), length, "alternative"));
    }
  }

  /// How many places there are.
  public int size() {
    return places.size();
  }

  /// What patches a byte; empty where nothing does.
  ///
  /// @param address as in the vmlinux
  public Optional<String> at(long address) {
    int low = 0;
    int high = places.size();
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (Long.compareUnsigned(places.get(middle).address(), address) <= 0) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    for (int i = low - 1; i >= 0 && address - places.get(i).address() <= LONGEST; i--) {
      if (address - places.get(i).address() < places.get(i).length()) {
        return Optional.of(places.get(i).what());
      }
    }
    return Optional.empty();
  }
}
