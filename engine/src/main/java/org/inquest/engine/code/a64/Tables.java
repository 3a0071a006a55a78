package org.inquest.engine.code.a64;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// All rows, from the text files beside this class. Where two rows match a word, the one that comes
/// first in its file is meant, so that aliases stand in front of what they are aliases of.
final class Tables {
  private static final List<String> FILES =
      List.of("integer", "memory", "system", "float", "simd", "sve");

  final Row[] rows;
  final String[] mnemonics;
  private final Map<String, Integer> names = new LinkedHashMap<>();

  private Tables() {
    List<Row> all = new ArrayList<>();
    for (String file : FILES) {
      lines(file).forEach(line -> add(RowText.parse(line), all));
    }
    rows = all.toArray(new Row[0]);
    mnemonics = names.keySet().toArray(new String[0]);
  }

  static final Tables ALL = new Tables();

  /// The number of a mnemonic, or -1.
  int mnemonic(String name) {
    return names.getOrDefault(name, -1);
  }

  private void add(RowText text, List<Row> all) {
    try {
      expand(text, Pattern.parse(text.picture()), all);
    } catch (RuntimeException e) {
      throw new IllegalStateException("table row " + text + ": " + e.getMessage(), e);
    }
  }

  private void expand(RowText text, Pattern pattern, List<Row> all) {
    char letter = text.choice();
    if (letter == 0) {
      int name = names.computeIfAbsent(text.mnemonic(), key -> names.size());
      all.add(new Row(all.size(), name, pattern, text));
      return;
    }
    Bits field = pattern.field(letter);
    for (int value = 0; value < 1 << field.width(); value++) {
      RowText chosen = text.choose(letter, value);
      if (chosen != null) {
        expand(chosen, pattern.with(field, value), all);
      }
    }
  }

  /// The lines of a text file beside this class, without blank ones and comments.
  static Stream<String> lines(String file) {
    return read(file).lines().filter(line -> !line.isBlank() && line.charAt(0) != '#');
  }

  private static String read(String file) {
    try (InputStream in = Tables.class.getResourceAsStream(file + ".txt")) {
      if (in == null) {
        throw new IllegalStateException("no table " + file);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
