package org.inquest.profile.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToIntFunction;
import org.inquest.formats.cfi.FrameEntry;
import org.inquest.formats.mangle.Demangled;
import org.jspecify.annotations.Nullable;

/// Finds the functions of one binary and gives each a number when it is seen first. A profile has
/// many more addresses than functions, so that an address costs a search in a table and no object.
final class FunctionsOf {
  private static final int NOT_YET = -1;

  private final Binary binary;
  private final boolean demangled;
  private final Code code;
  private final SymbolTable symbols;
  private final @Nullable LinkageTable stubs;
  private final ToIntFunction<Function> register;

  /// The number of each symbol's function.
  private final int[] ofSymbol;

  /// Numbers of linkage stubs and of what nothing is known of, by their first address.
  private final Map<Long, Integer> others = new HashMap<>();

  /// The functions without names that were found, by their first address.
  private final TreeMap<Long, Nameless> nameless = new TreeMap<>(Long::compareUnsigned);

  private record Nameless(long end, int number) {}

  /// @param demangled whether names are written as in the source; not the kernel's, as perf has it
  /// @param register gives a new function its number
  FunctionsOf(Binary binary, boolean demangled, ToIntFunction<Function> register) {
    this.binary = binary;
    this.demangled = demangled && binary.kind() != Binary.Kind.KERNEL;
    this.code = binary.code();
    this.symbols = code.symbols();
    this.stubs = code.file().map(LinkageTable::new).orElse(null);
    this.register = register;
    this.ofSymbol = new int[symbols.size()];
    Arrays.fill(ofSymbol, NOT_YET);
  }

  /// The number of the function that holds a linked address.
  int at(long address) {
    // A symbol without a size before the table would take all of its entries.
    if (stubs != null && stubs.contains(address)) {
      Optional<SymbolTable.Entry> stub = stubs.at(address);
      if (stub.isPresent()) {
        SymbolTable.Entry entry = stub.get();
        return other(new Function(binary, written(entry.name()), entry.start(), entry.end(), true));
      }
    }
    int symbol = symbols.find(address);
    if (symbol < 0) {
      return nameless(address);
    }
    if (ofSymbol[symbol] == NOT_YET) {
      long start = symbols.start(symbol);
      ofSymbol[symbol] =
          register.applyAsInt(
              new Function(
                  binary, written(symbols.name(symbol)), start, symbols.end(symbol), true));
    }
    return ofSymbol[symbol];
  }

  private String written(String symbol) {
    if (!demangled) {
      return symbol;
    }
    // What stands behind the name is no part of it: `@plt`, `@@GLIBCXX_3.4`.
    int end = symbol.indexOf('@');
    return end < 0
        ? Demangled.brief(symbol)
        : Demangled.brief(symbol.substring(0, end)) + symbol.substring(end);
  }

  private int nameless(long address) {
    Map.Entry<Long, Nameless> known = nameless.floorEntry(address);
    if (known != null && Long.compareUnsigned(address, known.getValue().end) < 0) {
      return known.getValue().number;
    }
    Optional<FrameEntry> range = code.ranges().at(address);
    if (range.isEmpty()) {
      return other(new Function(binary, "", 0, 0, false));
    }
    FrameEntry found = range.get();
    String name = binary.name() + "+0x" + Long.toHexString(found.low());
    int number = register.applyAsInt(new Function(binary, name, found.low(), found.high(), false));
    nameless.put(found.low(), new Nameless(found.high(), number));
    return number;
  }

  private int other(Function function) {
    return others.computeIfAbsent(function.start(), start -> register.applyAsInt(function));
  }
}
