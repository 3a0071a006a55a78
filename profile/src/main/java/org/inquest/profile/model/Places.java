package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.cfi.FrameEntry;
import org.inquest.formats.fault.InquestException;

/// The addresses that were seen in a profile, each with a number: a place is an offset in a binary.
/// What function it belongs to and where in the source it is is found once, when it is asked for
/// first. For one thread.
public final class Places {
  private static final int NOT_YET = -1;

  private final Binaries binaries;
  private final PairTable places = new PairTable();
  private int[] functions = new int[256];
  private final Map<Integer, List<SourceFrame>> sources = new HashMap<>();

  private final List<Function> byNumber = new ArrayList<>();
  private final Map<Long, Integer> bySymbol = new HashMap<>();
  private final Map<Integer, Optional<LinkageTable>> stubs = new HashMap<>();

  Places(Binaries binaries) {
    this.binaries = binaries;
    Arrays.fill(functions, NOT_YET);
  }

  /// The number of a place.
  int number(Binary binary, long offset) {
    return places.number(offset, binary.id());
  }

  /// How many places have been seen.
  public int size() {
    return places.size();
  }

  /// Whose code it is.
  public Binary binary(int place) {
    return binaries.get(places.second(place));
  }

  /// Where in the binary's file; the kernel's code and that of compilers counts by address.
  public long offset(int place) {
    return places.first(place);
  }

  /// The address that the place is linked for.
  public long linked(int place) {
    return binary(place).code().linked(offset(place));
  }

  /// The number of the function that a place is in.
  public int function(int place) {
    if (place >= functions.length) {
      int before = functions.length;
      functions = Arrays.copyOf(functions, Math.max(place + 1, before * 2));
      Arrays.fill(functions, before, functions.length, NOT_YET);
    }
    if (functions[place] == NOT_YET) {
      functions[place] = find(place);
    }
    return functions[place];
  }

  /// A function by its number.
  public Function functionOf(int number) {
    return byNumber.get(number);
  }

  /// How many functions have been seen.
  public int functionCount() {
    return byNumber.size();
  }

  /// The places in the source, the innermost function first; empty where nothing tells.
  public List<SourceFrame> sources(int place) {
    return sources.computeIfAbsent(
        place,
        p -> {
          try {
            return binary(p).code().sources(linked(p));
          } catch (InquestException e) {
            return List.of();
          }
        });
  }

  private int find(int place) {
    Binary binary = binary(place);
    Code code = binary.code();
    long address = code.linked(offset(place));
    // A symbol without a size before the table would take all of its entries.
    Optional<SymbolTable.Entry> stub = stub(binary, code, address);
    if (stub.isPresent()) {
      SymbolTable.Entry entry = stub.get();
      return number(binary, new Function(binary, entry.name(), entry.start(), entry.end(), true));
    }
    int symbol = code.symbols().find(address);
    if (symbol >= 0) {
      SymbolTable symbols = code.symbols();
      return number(
          binary,
          new Function(
              binary, symbols.name(symbol), symbols.start(symbol), symbols.end(symbol), true));
    }
    Optional<FrameEntry> range = code.ranges().at(address);
    return number(
        binary,
        range
            .map(r -> new Function(binary, nameless(binary, r.low()), r.low(), r.high(), false))
            .orElseGet(() -> new Function(binary, "", 0, 0, false)));
  }

  private static String nameless(Binary binary, long start) {
    return binary.name() + "+0x" + Long.toHexString(start);
  }

  private Optional<SymbolTable.Entry> stub(Binary binary, Code code, long address) {
    return stubs
        .computeIfAbsent(binary.id(), id -> code.file().map(LinkageTable::new))
        .flatMap(table -> table.at(address));
  }

  private int number(Binary binary, Function function) {
    long key = ((long) binary.id() << 48) ^ function.start();
    return bySymbol.computeIfAbsent(
        key,
        k -> {
          byNumber.add(function);
          return byNumber.size() - 1;
        });
  }
}
