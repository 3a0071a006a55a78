package org.inquest.engine.expression;

import org.inquest.formats.fault.UsageError;

/// Takes an expression apart: names, numbers, operators, and the text between parentheses, which
/// may be a type.
final class Words {
  private static final String[] OPERATORS = {
    "<<", ">>", "<=", ">=", "==", "!=", "&&", "||", "->", "::"
  };

  private final String text;
  private int at;

  Words(String text) {
    this.text = text;
  }

  private void skipBlanks() {
    while (at < text.length() && Character.isWhitespace(text.charAt(at))) {
      at++;
    }
  }

  boolean atEnd() {
    skipBlanks();
    return at == text.length();
  }

  /// The next word, which stays; empty at the end.
  String peek() {
    int before = at;
    String word = next();
    at = before;
    return word;
  }

  /// The next word: a name or number, a text between single quotes, or an operator; empty at the
  /// end.
  String next() {
    skipBlanks();
    if (at == text.length()) {
      return "";
    }
    int start = at;
    if (isPart(text.charAt(at))) {
      while (at < text.length() && isPart(text.charAt(at))) {
        at++;
      }
    } else if (text.charAt(at) == '\'') {
      int close = text.indexOf('\'', at + 1);
      if (close < 0) {
        throw new UsageError("a quote is not closed: " + text.substring(at));
      }
      at = close + 1;
    } else {
      at += operator().length();
    }
    return text.substring(start, at);
  }

  private String operator() {
    for (String operator : OPERATORS) {
      if (text.startsWith(operator, at)) {
        return operator;
      }
    }
    return text.substring(at, at + 1);
  }

  static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || c == '_' || c == '$';
  }

  /// Whether the next word is the one given; takes it then.
  boolean take(String word) {
    if (!peek().equals(word)) {
      return false;
    }
    next();
    return true;
  }

  /// Takes a word that has to come.
  ///
  /// @throws UsageError where another one comes
  void expect(String word) {
    String found = next();
    if (!found.equals(word)) {
      throw new UsageError(
          "expected "
              + word
              + (found.isEmpty() ? " at the end of " : " instead of " + found + " in ")
              + text);
    }
  }

  /// What stands up to the closing parenthesis that belongs to one before here; empty where there
  /// is none.
  String inParentheses() {
    int depth = 1;
    for (int i = at; i < text.length(); i++) {
      depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
      if (depth == 0) {
        return text.substring(at, i);
      }
    }
    return "";
  }

  /// Passes over what [#inParentheses] gave, and the parenthesis.
  void skip(String inside) {
    at += inside.length() + 1;
  }
}
