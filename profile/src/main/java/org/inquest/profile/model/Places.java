package org.inquest.profile.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.fault.InquestException;
import org.jspecify.annotations.Nullable;

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
  private final List<@Nullable FunctionsOf> byBinary = new ArrayList<>();

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
    while (byBinary.size() <= binary.id()) {
      byBinary.add(null);
    }
    FunctionsOf functions = byBinary.get(binary.id());
    if (functions == null) {
      functions = new FunctionsOf(binary, binaries.demangled(), this::number);
      byBinary.set(binary.id(), functions);
    }
    return functions.at(binary.code().linked(offset(place)));
  }

  private int number(Function function) {
    byNumber.add(function);
    return byNumber.size() - 1;
  }
}
