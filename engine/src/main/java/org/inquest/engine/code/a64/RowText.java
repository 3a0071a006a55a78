package org.inquest.engine.code.a64;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A row of the tables as text:
///
/// ```
/// PICTURE | MNEMONIC OPERANDS ? GUARD, GUARD ; NOTE NOTE
/// ```
///
/// `{a|b|c}f` in the mnemonic, and in operands where the texts contain registers, stands for one
/// row for each value of field `f`; `-` is a reserved value.
///
/// @param picture see [org.inquest.engine.code.a64.Pattern]
/// @param operands see [Template]
/// @param guards see [Guard]
/// @param notes see [Notes]
record RowText(
    String picture, String mnemonic, String operands, List<String> guards, List<String> notes) {
  private static final Pattern CHOICE = Pattern.compile("\\{([^{}]*\\|[^{}]*)\\}(.)");

  static RowText parse(String line) {
    int bar = line.indexOf(" | ");
    String rest = line.substring(bar + 3);
    String notes = "";
    int semicolon = rest.indexOf(" ; ");
    if (semicolon >= 0) {
      notes = rest.substring(semicolon + 3);
      rest = rest.substring(0, semicolon);
    }
    String guards = "";
    int question = rest.indexOf(" ? ");
    if (question >= 0) {
      guards = rest.substring(question + 3);
      rest = rest.substring(0, question);
    }
    rest = rest.strip();
    int blank = rest.indexOf(' ');
    return new RowText(
        line.substring(0, bar),
        blank < 0 ? rest : rest.substring(0, blank),
        blank < 0 ? "" : rest.substring(blank).strip(),
        words(guards, ","),
        words(notes, " "));
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
    Matcher name = CHOICE.matcher(mnemonic);
    if (name.find()) {
      return name.group(2).charAt(0);
    }
    Matcher operand = CHOICE.matcher(operands);
    while (operand.find()) {
      if (!operand.group(1).equals(operand.group(1).toLowerCase(java.util.Locale.ROOT))) {
        return operand.group(2).charAt(0);
      }
    }
    return 0;
  }

  /// This row with all choices of a field taken; a reserved value leaves a lone `-` as mnemonic.
  RowText choose(char letter, int value) {
    String name = choose(mnemonic, letter, value);
    String texts = choose(operands, letter, value);
    boolean reserved = name.contains("\0") || texts.contains("\0");
    return new RowText(picture, reserved ? "-" : name, texts, guards, notes);
  }

  private static String choose(String text, char letter, int value) {
    return CHOICE
        .matcher(text)
        .replaceAll(match -> {
          if (match.group(2).charAt(0) != letter) {
            return Matcher.quoteReplacement(match.group());
          }
          String[] texts = match.group(1).split("\\|", -1);
          String text1 = value < texts.length ? texts[value] : "-";
          return Matcher.quoteReplacement(text1.equals("-") ? "\0" : text1);
        });
  }

  @Override
  public String toString() {
    return picture + " | " + mnemonic + " " + operands;
  }
}
