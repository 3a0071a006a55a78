package org.inquest.profile.record;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.inquest.profile.event.SystemTree;

/// Code that the kernel made for itself before the recording began: BPF programs, their trampolines
/// and dispatchers, trampolines of ftrace, pages of kprobes. Of later ones it tells by itself
/// (KSYMBOL).
///
/// `/proc/kallsyms` lists them behind all modules, below names of no module's own: `bpf`
/// (`bpf_get_kallsym()` in kernel/bpf/core.c), `__builtin__ftrace` (kernel/trace/ftrace.c),
/// `__builtin__kprobes` (kernel/kprobes.c); the latter two since 5.8. It says where they begin, not
/// where they end: that is where the next symbol begins, at the latest.
///
/// @param symbols in the order of their addresses
record MadeKernelCode(List<Symbol> symbols) {
  /// `PERF_RECORD_KSYMBOL_TYPE_BPF`.
  static final int BPF = 1;

  /// `PERF_RECORD_KSYMBOL_TYPE_OOL`: code that was moved out of line, and what leads to it.
  static final int OUT_OF_LINE = 2;

  private static final int PAGE = 4096;

  /// No program is longer, and nobody else's code may be named after one.
  private static final int LONGEST = 1 << 20;

  private static final int MOST = 1 << 17;
  private static final int LONGEST_LINE = 600; // KSYM_NAME_LEN is 512, since 6.1
  private static final int MODULE_AT = 19; // address, blank, letter, blank

  /// @param length at most so many bytes
  /// @param type `PERF_RECORD_KSYMBOL_TYPE_*`
  record Symbol(long start, int length, int type, String name) {}

  /// What there is now; nothing where the list hides its addresses or can't be read.
  static MadeKernelCode of(SystemTree tree) {
    Listing listing = new Listing();
    try (InputStream in = Files.newInputStream(tree.path("/proc/kallsyms"))) {
      byte[] block = new byte[1 << 16];
      for (int read; (read = in.read(block)) > 0 && listing.made.size() < MOST; ) {
        listing.take(block, read);
      }
    } catch (IOException e) {
      return new MadeKernelCode(List.of());
    }
    return new MadeKernelCode(listing.symbols());
  }

  /// The list, as it is read. A hundred thousand lines are the kernel's own: texts are made of the
  /// others only.
  private static final class Listing {
    private final List<Symbol> made = new ArrayList<>();
    private final byte[] line = new byte[LONGEST_LINE];
    private int length;
    private boolean module;
    private long[] starts = new long[1024];
    private int count;

    void take(byte[] block, int size) {
      for (int i = 0; i < size; i++) {
        byte c = block[i];
        if (c == '\n') {
          endOfLine();
        } else {
          module |= c == '\t';
          if (length < line.length) {
            line[length++] = c;
          }
        }
      }
    }

    private void endOfLine() {
      if (module && length > MODULE_AT) {
        long start = address(line);
        if (count == starts.length) {
          starts = Arrays.copyOf(starts, 2 * count);
        }
        starts[count++] = start;
        add(start, new String(line, MODULE_AT, length - MODULE_AT, StandardCharsets.UTF_8));
      }
      length = 0;
      module = false;
    }

    private void add(long start, String text) {
      int tab = text.indexOf('\t');
      if (start == 0 || tab <= 0) {
        return;
      }
      String name = text.substring(0, tab);
      switch (text.substring(tab + 1)) {
        case "[bpf]" ->
            made.add(new Symbol(start, name.startsWith("bpf_prog_") ? LONGEST : PAGE, BPF, name));
        case "[__builtin__ftrace]", "[__builtin__kprobes]" ->
            made.add(new Symbol(start, PAGE, OUT_OF_LINE, name));
        default -> {
          // A module's own symbol, which its file names, too.
        }
      }
    }

    /// All that were made, each up to where the next symbol of anybody begins.
    List<Symbol> symbols() {
      long[] sorted = Arrays.copyOf(starts, count);
      Arrays.sort(sorted);
      return made.stream()
          .map(s -> new Symbol(s.start, end(s, sorted), s.type, s.name))
          .sorted((a, b) -> Long.compareUnsigned(a.start, b.start))
          .toList();
    }
  }

  /// Bytes to the next symbol; kernel addresses are negative numbers and in order as these.
  private static int end(Symbol symbol, long[] starts) {
    int at = Arrays.binarySearch(starts, symbol.start);
    while (at < starts.length && starts[at] == symbol.start) {
      at++;
    }
    long room = at < starts.length ? starts[at] - symbol.start : symbol.length;
    return (int) Math.min(symbol.length, room);
  }

  /// Sixteen digits, 0 for what are none.
  private static long address(byte[] line) {
    long address = 0;
    for (int i = 0; i < 16; i++) {
      int digit = Character.digit(line[i], 16);
      if (digit < 0) {
        return 0;
      }
      address = address << 4 | digit;
    }
    return address;
  }

  /// Tells of all.
  void write(WrittenRecords out) {
    symbols.forEach(s -> out.kernelSymbol(s.start, s.length, s.type, s.name));
  }
}
