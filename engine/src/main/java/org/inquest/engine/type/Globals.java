package org.inquest.engine.type;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The table of global variables and their C types (`globals.txt`), read when first needed.
final class Globals {
  private Globals() {}

  /// Read by the class loader's lock, once: the table is small and rarely needed before the first
  /// verdict.
  private static final class Table {
    static final Map<String, List<String>> TYPES = read();

    private static Map<String, List<String>> read() {
      try (InputStream in = Globals.class.getResourceAsStream("globals.txt")) {
        if (in == null) {
          throw new IllegalStateException("globals.txt is missing from the program");
        }
        return parse(new String(in.readAllBytes(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The types that a symbol may have, newest kernels' first; empty for symbols the table does not
  /// have.
  static List<String> typesOf(String symbol) {
    return Table.TYPES.getOrDefault(symbol, List.of());
  }

  /// All symbols of the table.
  static Set<String> symbols() {
    return Table.TYPES.keySet();
  }

  private static Map<String, List<String>> parse(String text) {
    Map<String, List<String>> out = new HashMap<>(512);
    int from = 0;
    while (from < text.length()) {
      int newline = text.indexOf('\n', from);
      int end = newline < 0 ? text.length() : newline;
      int equals = text.indexOf('=', from);
      if (text.charAt(from) != '#' && equals >= 0 && equals < end) {
        out.put(text.substring(from, equals).strip(), split(text.substring(equals + 1, end)));
      }
      from = end + 1;
    }
    return out;
  }

  private static List<String> split(String types) {
    int bar = types.indexOf('|');
    return bar < 0
        ? List.of(types.strip())
        : List.of(types.substring(0, bar).strip(), types.substring(bar + 1).strip());
  }
}
