package org.inquest.kernel.text;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.inquest.engine.module.LoadedModule;
import org.inquest.engine.object.KObject;
import org.inquest.engine.target.Target;
import org.inquest.formats.fault.MemoryFault;

/// Where a table lies: the kernel's between two symbols of its linker script, a module's where its
/// `struct module` says.
///
/// @param start address of the first entry
/// @param bytes of all entries, read
@SuppressWarnings("ArrayRecordComponent") // read once, never written to
record TableBounds(long start, byte[] bytes) {
  /// Ten times the largest kernel's.
  private static final long MAX_BYTES = 16 << 20;

  /// The table of the kernel and those of its modules; what can't be read is told in `gaps`.
  static List<TableBounds> all(
      Target target,
      String from,
      String to,
      String pointer,
      String count,
      int entry,
      List<String> gaps) {
    List<TableBounds> found = new ArrayList<>();
    OptionalLong start = target.symbols().findAddress(from);
    OptionalLong end = target.symbols().findAddress(to);
    if (start.isPresent() && end.isPresent()) {
      read(target, from, start.getAsLong(), end.getAsLong() - start.getAsLong(), found, gaps);
    }
    for (LoadedModule module : target.modules().all()) {
      KObject object = module.object();
      if (object.has(pointer) && object.has(count)) {
        String what = pointer + " of module " + module.name();
        try {
          long entries = object.member(count).asUnsigned();
          long bytes = Math.clamp(entries, 0, MAX_BYTES) * entry;
          read(target, what, object.member(pointer).asLong(), bytes, found, gaps);
        } catch (MemoryFault e) {
          gaps.add(what + " can't be read: " + e.getMessage());
        }
      }
    }
    return found;
  }

  private static void read(
      Target target,
      String what,
      long start,
      long size,
      List<TableBounds> found,
      List<String> gaps) {
    if (size <= 0 || start == 0) {
      return;
    }
    if (size > MAX_BYTES) {
      gaps.add(what + " claims " + size + " bytes and was left out");
      return;
    }
    try {
      found.add(new TableBounds(start, target.memory().read(start, (int) size)));
    } catch (MemoryFault e) {
      gaps.add(what + " can't be read: " + e.getMessage());
    }
  }

  /// Four bytes, signed, at an offset.
  int word(int at) {
    return bytes[at] & 0xff
        | (bytes[at + 1] & 0xff) << 8
        | (bytes[at + 2] & 0xff) << 16
        | bytes[at + 3] << 24;
  }

  long longAt(int at) {
    return Integer.toUnsignedLong(word(at)) | (long) word(at + 4) << 32;
  }

  /// The address that a word means which counts from its own place.
  long relative(int at) {
    return start + at + word(at);
  }
}
