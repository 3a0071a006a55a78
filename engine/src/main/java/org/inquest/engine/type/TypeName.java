package org.inquest.engine.type;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Reads C type names: a base type, stars, then array brackets: `struct list_head`, `const char *`,
/// `struct zone *[4]`, `unsigned long [2][3]`. Functions and parentheses are not read: no table and
/// no command needs them.
final class TypeName {
  private final TypeSource source;
  private final String text;
  private int at;

  private TypeName(TypeSource source, String text) {
    this.source = source;
    this.text = text;
  }

  /// The type of a name, or empty where the name can't be read or has an unknown part.
  static Optional<Type> find(TypeSource source, String text) {
    return Optional.ofNullable(new TypeName(source, text).parse());
  }

  private @Nullable Type parse() {
    Type type = base();
    while (type != null && peek() == '*') {
      at++;
      type = new PointerType(type);
      for (String word = word(); !word.isEmpty(); word = word()) {
        if (!isQualifier(word)) {
          return null;
        }
        type = new QualifiedType(word, type);
      }
    }
    return type == null ? null : arrays(type);
  }

  private @Nullable Type base() {
    List<String> integer = new ArrayList<>();
    List<String> qualifiers = new ArrayList<>();
    Type type = null;
    for (String word = word(); !word.isEmpty(); word = word()) {
      if (isQualifier(word)) {
        qualifiers.add(word);
      } else if (type == null && IntegerNames.isPart(word)) {
        integer.add(word);
      } else if (type == null && integer.isEmpty()) {
        type = named(word);
        if (type == null) {
          return null;
        }
      } else {
        return null;
      }
    }
    if (!integer.isEmpty()) {
      String name = IntegerNames.normalise(integer);
      type = name == null ? null : IntegerNames.find(source, name).orElse(null);
    }
    for (String qualifier : qualifiers) {
      type = type == null ? null : new QualifiedType(qualifier, type);
    }
    return type;
  }

  private @Nullable Type named(String word) {
    return switch (word) {
      case "struct" -> source.find(TypeSource.Tag.STRUCT, word()).orElse(null);
      case "union" -> source.find(TypeSource.Tag.UNION, word()).orElse(null);
      case "enum" -> source.find(TypeSource.Tag.ENUM, word()).orElse(null);
      case "void" -> VoidType.VOID;
      default -> source.find(TypeSource.Tag.ORDINARY, word).orElse(null);
    };
  }

  /// `[2][3]` is an array of 2 arrays of 3, so the brackets apply from the right.
  private @Nullable Type arrays(Type element) {
    if (peek() == 0) {
      return element;
    }
    int close = text.indexOf(']', at);
    if (peek() != '[' || close < 0) {
      return null;
    }
    String digits = text.substring(at + 1, close).strip();
    at = close + 1;
    Type rest = arrays(element);
    try {
      return rest == null
          ? null
          : new ArrayType(rest, digits.isEmpty() ? 0 : Integer.parseUnsignedInt(digits));
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static boolean isQualifier(String word) {
    return word.equals("const") || word.equals("volatile") || word.equals("restrict");
  }

  /// The next character that is no blank; 0 at the end.
  private char peek() {
    while (at < text.length() && text.charAt(at) == ' ') {
      at++;
    }
    return at < text.length() ? text.charAt(at) : 0;
  }

  private String word() {
    peek();
    int start = at;
    while (at < text.length() && Character.isJavaIdentifierPart(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }
}
