package org.inquest.engine.type;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The many spellings of C's integer types. GCC records `long unsigned int`, clang and people say
/// `unsigned long`.
final class IntegerNames {
  /// One row for each type: the short spelling, GCC's, clang's where it is another.
  private static final String[][] SPELLINGS = {
    {"char"},
    {"signed char"},
    {"unsigned char"},
    {"short", "short int"},
    {"unsigned short", "short unsigned int"},
    {"int"},
    {"unsigned int"},
    {"long", "long int"},
    {"unsigned long", "long unsigned int"},
    {"long long", "long long int"},
    {"unsigned long long", "long long unsigned int"},
    {"__int128"},
    {"unsigned __int128", "__int128 unsigned"},
    {"_Bool", "bool"},
  };

  private IntegerNames() {}

  /// The short spelling of a recorded name; names of other types as they are.
  static String shortest(String recorded) {
    for (String[] row : SPELLINGS) {
      if (row.length > 1 && row[1].equals(recorded)) {
        return row[0];
      }
    }
    return recorded;
  }

  /// An integer type under any of its names.
  static Optional<Type> find(TypeSource source, String shortName) {
    for (String[] row : SPELLINGS) {
      if (row[0].equals(shortName)) {
        for (String name : row) {
          Optional<Type> type = source.find(TypeSource.Tag.ORDINARY, name);
          if (type.isPresent()) {
            return type;
          }
        }
      }
    }
    return Optional.empty();
  }

  /// Whether a word can be part of an integer type's name.
  static boolean isPart(String word) {
    return switch (word) {
      case "char", "short", "int", "long", "signed", "unsigned", "__int128", "_Bool" -> true;
      default -> false;
    };
  }

  /// The short spelling of words in any order, such as `long unsigned int`; null where they make no
  /// type.
  static @Nullable String normalise(Iterable<String> words) {
    boolean unsigned = false;
    boolean signed = false;
    int longs = 0;
    String kind = "int";
    for (String word : words) {
      switch (word) {
        case "unsigned" -> unsigned = true;
        case "signed" -> signed = true;
        case "long" -> longs++;
        case "int" -> {}
        default -> kind = word;
      }
    }
    if (longs > 2 || (longs > 0 && !kind.equals("int"))) {
      return null;
    }
    if (longs > 0) {
      kind = longs == 1 ? "long" : "long long";
    }
    return unsigned ? "unsigned " + kind : signed && kind.equals("char") ? "signed char" : kind;
  }
}
