package org.inquest.app.command;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.UsageError;
import org.jspecify.annotations.Nullable;

/// The arguments of one command, checked against its [CommandInfo].
///
/// Options may stand anywhere, single letters may be joined (`-af`), a value may be joined to its
/// option (`-c1`, `--limit=5`), and `--` ends them: getopt's rules, which crash's users know.
public final class Arguments {
  private final Map<String, List<String>> given = new HashMap<>();
  private final List<String> operands = new ArrayList<>();

  private Arguments() {}

  /// Sorts words into options and operands.
  ///
  /// @throws UsageError for an option that the command has not, or one without its value
  public static Arguments parse(CommandInfo info, List<String> words) {
    Arguments out = new Arguments();
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--")) {
        out.operands.addAll(words.subList(i + 1, words.size()));
        break;
      }
      if (word.startsWith("--")) {
        i = out.takeWord(info, words, i);
      } else if (word.startsWith("-") && word.length() > 1) {
        i = out.takeLetters(info, words, i);
      } else {
        out.operands.add(word);
      }
    }
    return out;
  }

  /// Whether an option was given.
  public boolean has(Option option) {
    return given.containsKey(option.name());
  }

  /// The value of an option; the last one, if it was given several times.
  public Optional<String> value(Option option) {
    List<String> values = given.get(option.name());
    return values == null ? Optional.empty() : Optional.of(values.getLast());
  }

  /// All values of an option that may be given several times, in order.
  public List<String> values(Option option) {
    return List.copyOf(given.getOrDefault(option.name(), List.of()));
  }

  /// The number that an option gives.
  ///
  /// @param otherwise where it is not given
  /// @throws UsageError if it is no number, or out of range
  public int number(Option option, int otherwise, int least, int most) {
    String text = value(option).orElse(String.valueOf(otherwise));
    int value = text.matches("\\d{1,9}") ? Integer.parseInt(text) : -1;
    if (value < least || value > most) {
      throw new UsageError(
          option.name() + " is a number from " + least + " to " + most + ", not " + text);
    }
    return value;
  }

  /// What is not an option, in order.
  public List<String> operands() {
    return List.copyOf(operands);
  }

  private int takeWord(CommandInfo info, List<String> words, int at) {
    String word = words.get(at);
    int equals = word.indexOf('=');
    String name = equals < 0 ? word : word.substring(0, equals);
    Option option = find(info, name);
    if (!option.takesValue()) {
      if (equals >= 0) {
        throw new UsageError(info.name() + ": " + name + " takes no value");
      }
      add(option, "");
      return at;
    }
    if (equals >= 0 && equals + 1 < word.length()) {
      add(option, word.substring(equals + 1));
      return at;
    }
    if (equals >= 0) {
      throw new UsageError(info.name() + ": " + name + " needs a value: " + option.usage());
    }
    return takeNext(info, option, words, at);
  }

  private int takeLetters(CommandInfo info, List<String> words, int at) {
    String word = words.get(at);
    for (int i = 1; i < word.length(); i++) {
      Option option = find(info, "-" + word.charAt(i));
      if (!option.takesValue()) {
        add(option, "");
      } else if (i + 1 < word.length()) {
        add(option, word.substring(i + 1));
        return at;
      } else {
        return takeNext(info, option, words, at);
      }
    }
    return at;
  }

  private int takeNext(CommandInfo info, Option option, List<String> words, int at) {
    if (at + 1 >= words.size()) {
      throw new UsageError(
          info.name() + ": " + option.name() + " needs a value: " + option.usage());
    }
    add(option, words.get(at + 1));
    return at + 1;
  }

  private void add(Option option, String value) {
    List<String> values = given.get(option.name());
    if (values == null) {
      values = new ArrayList<>();
      given.put(option.name(), values);
    }
    values.add(value);
  }

  private static Option find(CommandInfo info, String name) {
    @Nullable Option found = null;
    for (Option option : info.options()) {
      if (option.name().equals(name)) {
        found = option;
      }
    }
    if (found == null) {
      throw new UsageError(
          info.name() + " has no option " + name + "; see inquest help " + info.name());
    }
    return found;
  }
}
