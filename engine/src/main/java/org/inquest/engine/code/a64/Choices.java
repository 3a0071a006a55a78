package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Takes the choices in a row's text: `{a|b|c}f` is the text at the value of field `f`.
final class Choices {
  private Choices() {}

  /// The field of the first choice that needs rows of its own; 0 if there is none. Choices of plain
  /// small letters need none: they can be printed as they are.
  static char first(String text, boolean plainToo) {
    for (int open = open(text, 0); open >= 0; open = open(text, open + 1)) {
      int close = text.indexOf('}', open);
      String inside = text.substring(open + 1, close);
      boolean lanes = open > 0 && text.charAt(open - 1) == '.';
      if (plainToo || lanes || !inside.equals(inside.toLowerCase(Locale.ROOT))) {
        return text.charAt(close + 1);
      }
    }
    return 0;
  }

  /// The text with all choices of a field taken.
  ///
  /// @return null if the value is reserved
  static @Nullable String take(String text, char field, int value) {
    StringBuilder taken = new StringBuilder();
    int from = 0;
    for (int open = open(text, 0); open >= 0; open = open(text, open + 1)) {
      int close = text.indexOf('}', open);
      if (text.charAt(close + 1) == field) {
        List<String> texts = split(text, open + 1, close);
        if (value >= texts.size() || texts.get(value).equals(Arrangement.RESERVED)) {
          return null;
        }
        taken.append(text, from, open).append(texts.get(value));
        from = close + 2;
      }
    }
    return taken.append(text, from, text.length()).toString();
  }

  /// The texts between bars.
  static List<String> split(String text, int from, int to) {
    List<String> texts = new ArrayList<>();
    int start = from;
    for (int bar = text.indexOf('|', start); bar >= 0 && bar < to; bar = text.indexOf('|', start)) {
      texts.add(text.substring(start, bar));
      start = bar + 1;
    }
    texts.add(text.substring(start, to));
    return texts;
  }

  /// Where the next choice opens: a brace with a bar before any other brace.
  private static int open(String text, int from) {
    int bar = text.indexOf('|', from);
    if (bar < 0) {
      return -1;
    }
    int open = text.lastIndexOf('{', bar);
    return open >= from && text.indexOf('}', open) > bar ? open : open(text, bar + 1);
  }
}
