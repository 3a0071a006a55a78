package org.inquest.formats.mangle;

import java.util.Optional;

/// Names of functions and variables as they stand in the source.
public final class Demangled {
  /// Templates of templates come near to this; longer ones are nobody's.
  private static final int LONGEST = 1 << 15;

  private Demangled() {}

  /// The name in the source, with the types of parameters; the name itself where it is no mangled
  /// one.
  public static String name(String symbol) {
    return of(symbol).orElse(symbol);
  }

  /// The name without result and parameters, as `perf report` has it (tools/perf/util/symbol-elf.c,
  /// `demangle_sym`: DMGL_NO_OPTS); the name itself where it is no mangled one.
  public static String brief(String symbol) {
    return of(symbol, false).orElse(symbol);
  }

  /// The name in the source; empty where it is no mangled one.
  ///
  /// What compilers append to copies of a function stays: `f(int) [clone .cold]`.
  public static Optional<String> of(String symbol) {
    return of(symbol, true);
  }

  private static Optional<String> of(String symbol, boolean parameters) {
    if (symbol.length() > LONGEST || symbol.length() < 3 || symbol.charAt(0) != '_') {
      return Optional.empty();
    }
    try {
      if (symbol.startsWith("_R")) {
        return Optional.of(RustName.demangle(symbol));
      }
      if (!symbol.startsWith("_Z")) {
        return Optional.empty();
      }
      Optional<String> rust = RustLegacyName.demangle(symbol);
      return rust.isPresent() ? rust : Optional.of(CxxNames.demangle(symbol, parameters));
    } catch (Malformed e) {
      return Optional.empty();
    }
  }
}
