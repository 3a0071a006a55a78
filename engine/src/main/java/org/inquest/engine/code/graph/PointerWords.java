package org.inquest.engine.code.graph;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.formats.fault.MemoryFault;

/// Finds the words of data that hold the address of a function. All eight-byte words that lie
/// aligned are looked at: in a linked file relocations have been applied, and a dump never had any.
final class PointerWords {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final int CHUNK = 1 << 20;
  private static final int PAGE = 1 << 12;

  /// Sections about code, not data of the running kernel: that a function has an unwind entry is no
  /// reference to it.
  private static final String[] TABLES = {
    ".orc",
    "__bug",
    "__ex_table",
    ".alt",
    ".retpoline",
    ".return_sites",
    ".call_sites",
    ".smp_locks",
    "__mcount",
    ".note",
    ".BTF",
    ".eh_frame",
    ".parainstructions",
    ".static_call",
    "__ksymtab",
    ".debug",
    ".ibt_endbr",
    "__patchable",
    ".initcall",
    ".rel"
  };

  private final GraphNodes nodes;
  private long[] words = new long[1024];
  private int[] functions = new int[1024];
  private int count;

  PointerWords(GraphNodes nodes) {
    this.nodes = nodes;
  }

  /// Looks through the data of an image. Pages that can't be read are passed over.
  void scan(CodeImage image) {
    byte[] bytes = new byte[CHUNK];
    for (CodeSection section : image.sections()) {
      if (!section.executable() && !isTable(section.name())) {
        long at = section.address() + 7 & -8;
        while (Long.compareUnsigned(at, section.end()) < 0) {
          int length = (int) Math.min(CHUNK, section.end() - at);
          read(image, at, bytes, length);
          look(bytes, length, at);
          at += length;
        }
      }
    }
  }

  private static boolean isTable(String name) {
    for (String table : TABLES) {
      if (name.startsWith(table)) {
        return true;
      }
    }
    return false;
  }

  private static void read(CodeImage image, long at, byte[] bytes, int length) {
    try {
      image.read(at, bytes, 0, length);
    } catch (MemoryFault whole) {
      for (int i = 0; i < length; i += PAGE) {
        int part = Math.min(PAGE, length - i);
        try {
          image.read(at + i, bytes, i, part);
        } catch (MemoryFault page) {
          Arrays.fill(bytes, i, i + part, (byte) 0);
        }
      }
    }
  }

  private void look(byte[] bytes, int length, long address) {
    for (int i = 0; i + Long.BYTES <= length; i += Long.BYTES) {
      long value = (long) LONG.get(bytes, i);
      if (value != 0) {
        int function = nodes.startingAt(value);
        if (function != CodeGraph.NONE) {
          add(address + i, function);
        }
      }
    }
  }

  private void add(long word, int function) {
    if (count == words.length) {
      words = Arrays.copyOf(words, 2 * count);
      functions = Arrays.copyOf(functions, 2 * count);
    }
    words[count] = word;
    functions[count++] = function;
  }

  /// The function that the word at an address holds; or [CodeGraph#NONE].
  int functionAt(long word) {
    int low = 0;
    int high = count - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (words[middle] == word) {
        return functions[middle];
      }
      if (Long.compareUnsigned(words[middle], word) < 0) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return CodeGraph.NONE;
  }

  /// All of them by function.
  DataWords byFunction() {
    long[] order = new long[count];
    for (int i = 0; i < count; i++) {
      order[i] = (long) functions[i] << 32 | i;
    }
    Arrays.sort(order);
    int[] sorted = new int[count];
    long[] places = new long[count];
    for (int i = 0; i < count; i++) {
      sorted[i] = (int) (order[i] >>> 32);
      places[i] = words[(int) order[i]];
    }
    return new DataWords(sorted, places);
  }
}
