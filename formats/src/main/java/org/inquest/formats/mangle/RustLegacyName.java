package org.inquest.formats.mangle;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Names of Rust in the form of C++ (`-C symbol-mangling-version=legacy`): a path in a nested name,
/// whose last part is a hash (rustc_symbol_mangling/src/legacy.rs).
final class RustLegacyName {
  private static final Pattern HASH = Pattern.compile("h[0-9a-f]{16}");
  private static final Pattern ESCAPE = Pattern.compile("\\$(\\w+)\\$");
  private static final Pattern REST = Pattern.compile("(\\.[A-Za-z0-9._@]+)?");

  private static final Map<String, String> ESCAPES =
      Map.of("SP", "@", "BP", "*", "RF", "&", "LT", "<", "GT", ">", "LP", "(", "RP", ")", "C", ",");

  private RustLegacyName() {}

  /// The path without the hash; empty where this is C++.
  static Optional<String> demangle(String symbol) {
    if (!symbol.startsWith("_ZN") || !symbol.contains("17h")) {
      return Optional.empty();
    }
    MangledText text = new MangledText(symbol, 3);
    StringBuilder path = new StringBuilder();
    String last = "";
    while (text.digit()) {
      if (!last.isEmpty()) {
        path.append(path.isEmpty() ? "" : "::").append(part(last));
      }
      last = text.take(text.number());
    }
    boolean rust =
        !path.isEmpty()
            && HASH.matcher(last).matches()
            && text.take("E")
            && REST.matcher(text.rest()).matches();
    // Optimisers append what a person need not know: .llvm.1234.
    return rust ? Optional.of(path.toString()) : Optional.empty();
  }

  private static String part(String mangled) {
    String text = mangled.startsWith("_$") ? mangled.substring(1) : mangled;
    Matcher escape = ESCAPE.matcher(text.replace("..", "::"));
    StringBuilder out = new StringBuilder();
    while (escape.find()) {
      escape.appendReplacement(out, Matcher.quoteReplacement(character(escape.group(1))));
    }
    return escape.appendTail(out).toString();
  }

  private static String character(String escape) {
    String known = ESCAPES.get(escape);
    if (known != null) {
      return known;
    }
    if (escape.matches("u[0-9a-f]{1,6}")) {
      int point = Integer.parseInt(escape.substring(1), 16);
      return Character.isValidCodePoint(point) ? Character.toString(point) : "";
    }
    throw new Malformed();
  }
}
