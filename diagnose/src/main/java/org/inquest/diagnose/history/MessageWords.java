package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// What of a crash a message mentions.
public final class MessageWords {
  /// Shorter titles stand in many messages by chance.
  private static final int TITLE = 12;

  private MessageWords() {}

  /// Whether a name stands in a text as a word, or words, of its own.
  public static boolean names(String text, String name) {
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      int end = at + name.length();
      boolean begins = at == 0 || !isPart(text.charAt(at - 1));
      boolean ends = end == text.length() || !isPart(text.charAt(end - 1));
      if (begins && (ends || !isPart(text.charAt(end)))) {
        return true;
      }
    }
    return false;
  }

  /// Whether a message names a function. A name that is a word of English too, as `read` or
  /// `release`, has to stand before a parenthesis or an offset.
  public static boolean mentions(String message, String function) {
    boolean unlikeAWord = function.chars().anyMatch(c -> c == '_' || Character.isDigit(c));
    return unlikeAWord
        ? names(message, function)
        : names(message, function + "(") || names(message, function + "+");
  }

  private static boolean isPart(char c) {
    return c == '_' || Character.isLetterOrDigit(c);
  }

  /// The title of the report that a message quotes; letters' case and spaces don't matter.
  public static Optional<String> title(String message, Symptoms symptoms) {
    if (symptoms.titles().isEmpty()) {
      return Optional.empty();
    }
    String text = even(message);
    for (String title : symptoms.titles()) {
      if (title.length() >= TITLE && names(text, even(title))) {
        return Optional.of(title);
      }
    }
    return Optional.empty();
  }

  private static String even(String text) {
    return text.toLowerCase(Locale.ROOT).replaceAll("\\s+", " ").strip();
  }

  /// Pairs of functions of the call trace, one calling the other, that a message quotes in this
  /// order: `f+0x12/0x34` in one line and its caller in the next, as in a trace.
  ///
  /// @return `f, called by g`
  public static List<String> framePairs(String message, Symptoms symptoms) {
    List<String> quoted = new ArrayList<>();
    List<String> functions = symptoms.functions();
    if (functions.size() < 2 || !message.contains("+0x")) {
      return quoted;
    }
    String before = "";
    for (String line : message.lines().toList()) {
      String frame = frame(line, functions);
      int place = functions.indexOf(frame);
      if (place > 0 && functions.get(place - 1).equals(before)) {
        quoted.add(before + "(), called by " + frame + "()");
      }
      before = line.contains("+0x") || line.contains("[inline]") ? frame : "";
    }
    return quoted;
  }

  private static String frame(String line, List<String> functions) {
    for (String function : functions) {
      if (line.contains("+0x") && names(line, function)) {
        return function;
      }
    }
    return "";
  }
}
