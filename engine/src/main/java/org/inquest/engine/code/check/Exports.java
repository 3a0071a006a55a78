package org.inquest.engine.code.check;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.symbol.Symbol;
import org.inquest.formats.bytes.AddressReader;
import org.inquest.formats.fault.MemoryFault;

/// The addresses that modules may use: the tables of `EXPORT_SYMBOL`, three distances of four bytes
/// for each symbol (`struct kernel_symbol` with `CONFIG_HAVE_ARCH_PREL32_RELOCATIONS`,
/// include/linux/export-internal.h; the third one since 5.4, commit 8651ec01daed).
final class Exports {
  private static final int ENTRY = 12;

  private Exports() {}

  /// All exported addresses; empty where the tables can't be found or read.
  static Set<Long> of(CodeImage image) {
    Set<Long> all = new HashSet<>();
    for (CodeSection section : image.sections()) {
      if (section.name().equals("__ksymtab") || section.name().equals("__ksymtab_gpl")) {
        read(image, section.address(), section.end(), all);
      }
    }
    if (all.isEmpty()) {
      between(image, "__start___ksymtab", "__stop___ksymtab", all);
      between(image, "__start___ksymtab_gpl", "__stop___ksymtab_gpl", all);
    }
    return all;
  }

  private static void between(CodeImage image, String from, String to, Set<Long> all) {
    List<Symbol> start = image.symbols(from);
    List<Symbol> stop = image.symbols(to);
    if (!start.isEmpty() && !stop.isEmpty()) {
      read(image, start.getFirst().address(), stop.getFirst().address(), all);
    }
  }

  private static void read(AddressReader memory, long from, long to, Set<Long> all) {
    byte[] entry = new byte[4];
    try {
      for (long at = from; Long.compareUnsigned(at, to) < 0; at += ENTRY) {
        memory.read(at, entry, 0, entry.length);
        int distance =
            entry[0] & 0xff | (entry[1] & 0xff) << 8 | (entry[2] & 0xff) << 16 | entry[3] << 24;
        all.add(at + distance);
      }
    } catch (MemoryFault e) {
      // What was read so far is still true.
      return;
    }
  }
}
