package org.inquest.app.cli;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.inquest.app.command.Commands;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.code.CodeFileCommand;
import org.inquest.formats.fault.UsageError;
import org.jspecify.annotations.Nullable;

/// Sorts the words of a command line: `[OPTIONS] VMCORE [MORE PARTS] [COMMAND [ARGUMENTS]]`.
///
/// Written by hand: picocli 4.7.7, recompiled and in the AOT cache, was measured at 85 ms of
/// start-up for five options, twice what the whole JVM takes (JDK 25, `docs/internals/startup.md`).
final class RequestParser {
  static final String DEFAULT_COMMAND = "verdict";

  private final List<String> words = new ArrayList<>();
  private boolean json;
  private boolean trace;
  private @Nullable String html;
  private @Nullable String vmlinux;
  private @Nullable String modules;
  private @Nullable String source;
  private @Nullable String root;
  private Request.Color color = Request.Color.AUTO;
  private boolean help;
  private boolean version;

  private RequestParser() {}

  static Request parse(List<String> typed) {
    RequestParser parser = new RequestParser();
    parser.takeGlobals(typed);
    return parser.request();
  }

  /// Whether the words ask for JSON or a stack trace, where they can't be parsed otherwise.
  static boolean asksFor(List<String> typed, String option) {
    int end = typed.indexOf("--");
    return (end < 0 ? typed : typed.subList(0, end)).contains(option);
  }

  /// Global options may stand anywhere before `--`: nobody remembers which ones go first.
  private void takeGlobals(List<String> typed) {
    for (int i = 0; i < typed.size(); i++) {
      String word = typed.get(i);
      if (word.equals("--")) {
        words.addAll(typed.subList(i, typed.size()));
        return;
      }
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      String name = equals < 0 ? word : word.substring(0, equals);
      switch (name) {
        case "--json" -> json = flag(word);
        case "--trace" -> trace = flag(word);
        case "--help" -> help = flag(word);
        case "--version" -> version = flag(word);
        case "--html", "--vmlinux", "--modules", "--source", "--root", "--color" -> {
          if (equals < 0 && ++i >= typed.size()) {
            throw new UsageError(name + " needs a value");
          }
          value(name, equals < 0 ? typed.get(i) : word.substring(equals + 1));
        }
        default -> words.add(word);
      }
    }
  }

  private static boolean flag(String word) {
    if (word.indexOf('=') >= 0) {
      throw new UsageError(word + ": this option takes no value");
    }
    return true;
  }

  private void value(String name, String value) {
    if (value.isEmpty()) {
      throw new UsageError(name + " needs a value");
    }
    switch (name) {
      case "--html" -> html = value;
      case "--vmlinux" -> vmlinux = value;
      case "--modules" -> modules = value;
      case "--source" -> source = value;
      case "--root" -> root = value;
      default ->
          color =
              switch (value) {
                case "auto" -> Request.Color.AUTO;
                case "always" -> Request.Color.ALWAYS;
                case "never" -> Request.Color.NEVER;
                default -> throw new UsageError("--color is auto, always or never, not " + value);
              };
    }
  }

  private Request request() {
    if (version) {
      return of(List.of(), "version", List.of());
    }
    List<String> dumps = new ArrayList<>();
    int next = takeDumps(dumps);
    String command = next < words.size() ? command(next) : "";
    if (dumps.isEmpty() && isOverFile(command, next)) {
      dumps.add(words.remove(next + 1));
      command = command(next);
    }
    next += command.indexOf(' ') > 0 ? 1 : 0;
    if (help) {
      return of(List.of(), "help", command.isEmpty() ? List.of() : List.of(command));
    }
    if (dumps.isEmpty() && command.isEmpty()) {
      throw new UsageError("which dump? inquest VMCORE [COMMAND [ARGUMENTS]]; see inquest --help");
    }
    return of(dumps, command.isEmpty() ? DEFAULT_COMMAND : command, rest(next + 1));
  }

  /// The command at a word: of two words, where there is such a one (`lab run`).
  private String command(int at) {
    String one = words.get(at);
    if (at + 1 < words.size()) {
      String two = one + " " + words.get(at + 1);
      if (Commands.find(two).isPresent()) {
        return two;
      }
    }
    return one;
  }

  /// Whether a file stands between the words of a command's name (`code vmlinux dis`).
  private boolean isOverFile(String command, int at) {
    return at + 2 < words.size()
        && Commands.find(command + " " + words.get(at + 2))
            .filter(CodeFileCommand.class::isInstance)
            .isPresent();
  }

  private List<String> rest(int from) {
    return from >= words.size() ? List.of() : List.copyOf(words.subList(from, words.size()));
  }

  private Request of(List<String> dumps, String command, List<String> arguments) {
    return new Request(
        new Request.GlobalOptions(
            json,
            Optional.ofNullable(html),
            Optional.ofNullable(vmlinux),
            Optional.ofNullable(modules),
            Optional.ofNullable(source),
            Optional.ofNullable(root),
            color,
            trace),
        List.copyOf(dumps),
        command,
        arguments);
  }

  /// The first word is the dump, unless it is a command that needs none. Further words are parts of
  /// the same dump as long as they are files and not commands; `./ps` is always a file.
  ///
  /// @return the index of the word after the dumps
  private int takeDumps(List<String> dumps) {
    int i = 0;
    for (; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("--") && i == 0 && words.size() > 1) {
        words.remove(0);
        word = words.get(0);
      } else if (word.startsWith("-") && word.length() > 1) {
        if (dumps.isEmpty()) {
          throw new UsageError("unknown option " + word + "; see inquest --help");
        }
        break;
      }
      if (dumps.isEmpty() ? standalone(word) : !isPart(word)) {
        break;
      }
      dumps.add(word);
    }
    return i;
  }

  /// Whether a word is a command that needs no dump.
  private static boolean standalone(String word) {
    InquestCommand command = Commands.find(word).orElse(null);
    return command != null && !command.needsDump();
  }

  private static boolean isPart(String word) {
    if (Commands.find(word).isPresent()) {
      return false;
    }
    try {
      return Files.exists(Path.of(word));
    } catch (InvalidPathException e) {
      return false;
    }
  }
}
