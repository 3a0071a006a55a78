package org.inquest.engine.code.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.CodeSection;
import org.inquest.engine.symbol.Symbol;

/// What the kernel frees when it has booted, or a module's loader when the module is live
/// (`free_initmem`, `do_free_init`).
final class InitRanges {
  private record Range(long start, long end) {
    boolean contains(long address) {
      return Long.compareUnsigned(address - start, end - start) < 0;
    }
  }

  private final List<Range> text = new ArrayList<>();
  private final List<Range> data = new ArrayList<>();

  /// All that is freed: with the code of alternatives and, in a kernel, that of unloading.
  private final List<Range> freed = new ArrayList<>();

  InitRanges(CodeImage image) {
    for (CodeSection section : image.sections()) {
      if (section.name().startsWith(".init.") && section.size() > 0) {
        // .init.text, .init.data, .init.rodata, .init.setup and the like.
        (section.executable() ? text : data).add(new Range(section.address(), section.end()));
      } else if (section.name().startsWith(".altinstr") || section.name().startsWith(".exit.")) {
        freed.add(new Range(section.address(), section.end()));
      }
    }
    if (text.isEmpty()) {
      // A dump, or a file without section names.
      between(image, "_sinittext", "_einittext", text);
    }
    freed.addAll(text);
    freed.addAll(data);
    between(image, "__init_begin", "__init_end", freed);
  }

  /// Symbols of include/asm-generic/sections.h.
  private static void between(CodeImage image, String first, String last, List<Range> ranges) {
    List<Symbol> from = image.symbols(first);
    List<Symbol> to = image.symbols(last);
    if (!from.isEmpty() && !to.isEmpty()) {
      ranges.add(new Range(from.getFirst().address(), to.getFirst().address()));
    }
  }

  /// Whether nothing of the kind is known of the image.
  boolean isEmpty() {
    return text.isEmpty() && data.isEmpty();
  }

  boolean isText(long address) {
    return in(text, address);
  }

  boolean isData(long address) {
    return in(data, address);
  }

  /// Whether an address is freed after boot, code or data.
  boolean contains(long address) {
    return in(freed, address);
  }

  private static boolean in(List<Range> ranges, long address) {
    for (Range range : ranges) {
      if (range.contains(address)) {
        return true;
      }
    }
    return false;
  }

  /// Of each function whether it runs at boot only: it is init code, or everything that leads to it
  /// is, directly or through functions of that kind. What nothing leads to may be called in ways
  /// that the graph does not show, so it is not among them; nor is what data outside of the init
  /// sections points to, or what is exported to modules.
  boolean[] bootOnly(Program program) {
    CodeGraph graph = program.graph();
    boolean[] boot = new boolean[graph.size()];
    Set<Long> exports = Exports.of(program.image());
    for (int f = 0; f < boot.length; f++) {
      boot[f] =
          contains(graph.start(f)) || graph.incomingCount(f) > 0 && !isKept(graph, f, exports);
    }
    boolean changed = true;
    while (changed) {
      changed = false;
      for (int f = 0; f < boot.length; f++) {
        if (boot[f] && !contains(graph.start(f)) && !allCallers(graph, f, boot)) {
          boot[f] = false;
          changed = true;
        }
      }
    }
    return boot;
  }

  private static boolean allCallers(CodeGraph graph, int function, boolean[] boot) {
    for (int n = 0; n < graph.incomingCount(function); n++) {
      if (!boot[graph.source(graph.incoming(function, n))]) {
        return false;
      }
    }
    return true;
  }

  /// Whether something that stays in memory points to a function.
  private boolean isKept(CodeGraph graph, int function, Set<Long> exports) {
    for (long word : graph.data().of(function)) {
      if (!contains(word)) {
        return true;
      }
    }
    return exports.contains(graph.start(function));
  }
}
