package org.inquest.engine.code.indirect;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.inquest.engine.code.graph.CodeGraph;
import org.inquest.engine.code.graph.EdgeKind;
import org.inquest.engine.code.image.CodeImage;
import org.inquest.engine.code.image.LiveImage;
import org.inquest.engine.code.typed.ImageTypes;
import org.inquest.engine.symbol.Symbol;
import org.inquest.engine.type.Types;
import org.inquest.formats.fault.InquestException;

/// The functions whose address something has: a word of data, or an instruction. Only they can be
/// called through a pointer. Thread-safe.
final class HandedOut {
  /// In memory there are only addresses, so that an object seems to end where the next one begins;
  /// compilers align large objects to 32 bytes, linkers sections to 64.
  private static final int PADDING = 63;

  /// Lists of functions that nobody calls by: what can be traced, what must not be probed, whose
  /// result may be forged (include/asm-generic/vmlinux.lds.h).
  private static final Set<String> LISTS =
      Set.of("__start_mcount_loc", "__start_kprobe_blacklist", "__start_error_injection_whitelist");

  /// A function whose type is not known.
  static final String UNKNOWN = "";

  private final CodeImage image;
  private final CodeGraph graph;
  private final Optional<Types> types;
  private final BitSet functions = new BitSet();
  private final BitSet inCode = new BitSet();
  private final Map<Integer, List<Stored>> stored = new TreeMap<>();
  private final AtomicReferenceArray<String> keys;
  private final int padding;

  /// Where in which object a function's address is stored.
  ///
  /// @param offset bytes from the object's start
  record Slot(Symbol object, long offset) {}

  /// A word of data that holds a function's address.
  ///
  /// @param slot empty where no symbol says what the word belongs to
  record Stored(long word, Optional<Slot> slot) {}

  HandedOut(CodeImage image, CodeGraph graph, Optional<Types> types) {
    this.image = image;
    this.graph = graph;
    this.types = types;
    this.keys = new AtomicReferenceArray<>(graph.size());
    this.padding = image instanceof LiveImage ? PADDING : 0;
    for (int i = 0; i < graph.data().size(); i++) {
      add(graph.data().function(i), graph.data().address(i));
    }
    for (int edge = 0; edge < graph.edgeCount(); edge++) {
      if (graph.kind(edge) == EdgeKind.ADDRESS) {
        inCode.set(graph.target(edge));
      }
    }
    functions.or(inCode);
  }

  private void add(int function, long word) {
    Optional<Slot> slot = image.symbolAt(word).map(s -> new Slot(s, word - s.address()));
    if (slot.isEmpty() || !LISTS.contains(slot.get().object().name())) {
      functions.set(function);
      stored.computeIfAbsent(function, f -> new ArrayList<>()).add(new Stored(word, slot));
    }
  }

  /// The functions, by number.
  BitSet functions() {
    return functions;
  }

  /// A function's [PrototypeKey], or [#UNKNOWN].
  String key(int function) {
    String known = keys.get(function);
    if (known == null) {
      String name = graph.name(function);
      known = types.flatMap(t -> key(t, name)).orElse(UNKNOWN);
      keys.set(function, known);
    }
    return known;
  }

  private static Optional<String> key(Types types, String function) {
    try {
      return ImageTypes.prototype(types, function).map(PrototypeKey::of);
    } catch (InquestException broken) {
      return Optional.empty(); // Members are read when they are asked for.
    }
  }

  /// The functions whose address lies in data, each with the words.
  Map<Integer, List<Stored>> stored() {
    return stored;
  }

  /// The words of data that hold a function's address.
  List<Stored> stored(int function) {
    return stored.getOrDefault(function, List.of());
  }

  /// Whether a function's address may get into a member at run time: the code has it, or it is
  /// stored in something else than a structure of that size. (What lies in `file_operations.read`
  /// of a constant is not copied to `file_operations.write`.)
  boolean free(int function, CallPointer.Member member) {
    return inCode.get(function)
        || stored(function).stream()
            .anyMatch(s -> s.slot().isEmpty() || !sized(member, s.slot().get().object()));
  }

  /// Whether a word lies where a structure's member would, in an object of the structure's size.
  boolean fits(CallPointer.Member member, Slot slot) {
    return slot.offset() == member.offset() && sized(member, slot.object());
  }

  private boolean sized(CallPointer.Member member, Symbol object) {
    long more = object.size() - member.struct().size();
    return more >= 0 && more <= padding;
  }
}
