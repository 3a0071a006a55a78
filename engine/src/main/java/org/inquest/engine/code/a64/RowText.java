package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A row of the tables as text:
///
/// ```
/// PICTURE | MNEMONIC OPERANDS ? GUARD, GUARD ; NOTE NOTE
/// ```
///
/// `{a|b|c}f` in the mnemonic, and in operands where the texts contain registers or are
/// arrangements, stands for one row for each value of field `f`; `-` is a reserved value.
///
/// @param picture see [Pattern]
/// @param operands see [Template]
/// @param guards see [Guard]
/// @param notes see [Notes]
record RowText(String picture, String mnemonic, String operands, String guards, String notes) {

  static RowText parse(String line) {
    int bar = line.indexOf(" | ");
    int semicolon = line.indexOf(" ; ", bar);
    int end = semicolon < 0 ? line.length() : semicolon;
    int question = line.indexOf(" ? ", bar);
    String text = line.substring(bar + 3, question < 0 ? end : question).strip();
    int blank = text.indexOf(' ');
    return new RowText(
        line.substring(0, bar),
        blank < 0 ? text : text.substring(0, blank),
        blank < 0 ? "" : text.substring(blank).strip(),
        question < 0 ? "" : line.substring(question + 3, end),
        semicolon < 0 ? "" : line.substring(semicolon + 3));
  }

  List<String> guardList() {
    return words(guards, ",");
  }

  List<String> noteList() {
    return words(notes, " ");
  }

  private static List<String> words(String text, String separator) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(separator)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  /// The field that the next expansion is about; 0 if there is none left.
  char choice() {
    char inName = Choices.first(mnemonic, true);
    return inName == 0 ? Choices.first(operands, false) : inName;
  }

  /// This row with all choices of a field taken; null if the value is reserved.
  @Nullable RowText choose(char letter, int value) {
    String name = Choices.take(mnemonic, letter, value);
    String texts = Choices.take(operands, letter, value);
    return name == null || texts == null ? null : new RowText(picture, name, texts, guards, notes);
  }

  @Override
  public String toString() {
    return picture + " | " + mnemonic + " " + operands;
  }
}
