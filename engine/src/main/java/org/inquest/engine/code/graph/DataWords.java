package org.inquest.engine.code.graph;

import java.util.Arrays;

/// Words of data that hold the address of a function: members of operation tables, initial values
/// of function pointers. Sorted by function.
public final class DataWords {
  private final int[] functions;
  private final long[] addresses;

  /// @param functions ascending
  /// @param addresses of each the word's place
  DataWords(int[] functions, long[] addresses) {
    this.functions = functions;
    this.addresses = addresses;
  }

  /// How many there are.
  public int size() {
    return functions.length;
  }

  /// Where the i-th word lies.
  public long address(int i) {
    return addresses[i];
  }

  /// The function that the i-th word holds the address of.
  public int function(int i) {
    return functions[i];
  }

  /// The first word of a function; those of function `f` end where those of `f + 1` begin.
  public int first(int function) {
    int i = Arrays.binarySearch(functions, function);
    if (i < 0) {
      return -i - 1;
    }
    while (i > 0 && functions[i - 1] == function) {
      i--;
    }
    return i;
  }

  /// The places of the words that hold a function's address.
  public long[] of(int function) {
    return Arrays.copyOfRange(addresses, first(function), first(function + 1));
  }

  int[] functions() {
    return functions;
  }

  long[] addresses() {
    return addresses;
  }
}
