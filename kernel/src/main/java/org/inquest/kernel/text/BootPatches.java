package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.code.Decoder;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.target.Target;
import org.inquest.engine.type.StructType;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.fault.MemoryFault;

/// Places that the kernel patches once, while it boots, by tables that it then frees. A vmlinux
/// still has them as sections (arch/x86/kernel/vmlinux.lds.S); what is done at each place is in
/// arch/x86/kernel/alternative.c. A module's file has them, too, for the kernel that loads it. Each
/// entry begins with its place, as a number of four bytes that counts from the entry.
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

  /// A place that is patched.
  ///
  /// @param address as in the file
  /// @param length bytes
  /// @param what by which kind of table
  /// @param table the section that lists it
  /// @param replacements what may be written there instead of what the file has
  record Place(
      long address, int length, String what, String table, List<Replacement> replacements) {
    long end() {
      return address + length;
    }
  }

  /// Code in the file that may be copied to a place.
  record Replacement(long address, int length) {}

  /// A table whose entries are only a place.
  ///
  /// @param length bytes; 0 for an instruction of any length
  private record Simple(String prefix, int length, String what) {}

  private static final String ALTERNATIVES = ".altinstructions";
  static final String ALTERNATIVE = "alternative";
  static final String PARAVIRT = "paravirtual operation";
  static final String RETPOLINE = "retpoline";
  static final String CALL_DEPTH = "call depth";
  static final String ENDBR = "endbr";
  static final String LOCK = "lock prefix";
  static final String CONSTANT = "run-time constant";

  private static final List<Simple> SIMPLE =
      List.of(
          new Simple(".retpoline_sites", 0, RETPOLINE),
          new Simple(".return_sites", 5, "return thunk"),
          new Simple(".call_sites", 5, CALL_DEPTH),
          new Simple(".ibt_endbr_seal", 4, ENDBR),
          new Simple(".smp_locks", 1, LOCK),
          new Simple("runtime_ptr_", 8, CONSTANT),
          new Simple("runtime_shift_", 1, CONSTANT));

  private final List<Place> places = new ArrayList<>();

  private BootPatches() {}

  /// Reads the tables of a vmlinux or a module's file.
  ///
  /// @param target the dump of the same kernel, whose BTF knows `struct alt_instr`
  public static BootPatches of(CodeImage file, Target target) {
    BootPatches patches = new BootPatches();
    for (CodeSection section : file.sections()) {
      if (section.size() <= MAX_TABLE) {
        patches.read(file, section, target);
      }
    }
    // Of two tables that list one place, the one that says what is written there comes first.
    patches.places.sort(
        Comparator.comparing(Place::address, Long::compareUnsigned)
            .thenComparing(place -> place.replacements().size(), Comparator.reverseOrder())
            .thenComparing(Place::length, Comparator.reverseOrder()));
    return patches;
  }

  private void read(CodeImage file, CodeSection section, Target target) {
    if (section.name().equals(ALTERNATIVES)) {
      alternatives(table(file, section), target);
    } else if (section.name().equals(".parainstructions")) {
      // struct paravirt_patch_site { u8 *instr; u8 type; u8 len; }: an address, not a distance.
      TableBounds table = table(file, section);
      // Entries are aligned; the last one has no padding behind it.
      for (int at = 0; at + 10 <= table.bytes().length; at += 16) {
        int length = table.bytes()[at + 9] & 0xff;
        places.add(new Place(table.longAt(at), length, PARAVIRT, section.name(), List.of()));
      }
    } else {
      for (Simple simple : SIMPLE) {
        if (section.name().startsWith(simple.prefix)) {
          TableBounds table = table(file, section);
          for (int at = 0; at + 4 <= table.bytes().length; at += 4) {
            long address = table.relative(at);
            int length = simple.length > 0 ? simple.length : instruction(file, address);
            places.add(new Place(address, length, simple.what, section.name(), List.of()));
          }
        }
      }
    }
  }

  /// The length of the instruction at an address; 1 where there is none.
  private static int instruction(CodeImage file, long address) {
    try {
      byte[] bytes = file.bytes(address, 6);
      Decoder decoder = file.isa().decoder();
      int length = decoder.decode(bytes, 0, bytes.length, address, decoder.newInstruction());
      return Math.max(1, length);
    } catch (MemoryFault e) {
      return 1;
    }
  }

  private static TableBounds table(CodeImage file, CodeSection section) {
    return new TableBounds(section.address(), file.bytes(section.address(), (int) section.size()));
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
    Map<Long, Place> byAddress = new LinkedHashMap<>();
    for (int at = 0; at + step <= table.bytes().length; at += step) {
      Replacement replacement =
          new Replacement(table.relative(at + 4), table.bytes()[at + lengthAt + 1] & 0xff);
      int length = table.bytes()[at + lengthAt] & 0xff;
      Place place =
          new Place(
              table.relative(at),
              length,
              ALTERNATIVE,
              ALTERNATIVES,
              new ArrayList<>(List.of(replacement)));
      byAddress.merge(place.address(), place, BootPatches::join);
    }
    places.addAll(byAddress.values());
  }

  /// Two entries for one place: the kernel applies those whose feature it finds one by one.
  private static Place join(Place one, Place other) {
    one.replacements().addAll(other.replacements());
    int length = Math.max(one.length(), other.length());
    return new Place(one.address(), length, one.what(), one.table(), one.replacements());
  }

  /// How many places there are.
  public int size() {
    return places.size();
  }

  /// The place that a byte belongs to, the one that begins first; empty where nothing patches it.
  ///
  /// @param address as in the file
  Optional<Place> at(long address) {
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
    Optional<Place> found = Optional.empty();
    for (int i = low - 1; i >= 0 && address - places.get(i).address() <= LONGEST; i--) {
      if (address - places.get(i).address() < places.get(i).length()) {
        found = Optional.of(places.get(i));
      }
    }
    return found;
  }
}
