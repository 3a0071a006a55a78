package org.inquest.formats.oops.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.TraceLine;

/// The functions a report names, in its order: program counters and lines of call traces.
///
/// Knows the forms of all machines: `f+0x1/0x2 [mod]`, `[<ffffffff81001234>] ? f+0x1/0x2`, arm's
/// `[<c0101234>] (f) from [<c0105678>] (g+0x1/0x2)` and `f from g+0x1/0x2`, s390's
/// `([<0000000000112233>] f+0x1/0x2)`, lines that were given files and lines, with or without
/// `[inline]`.
final class StackFrames {
  private static final Pattern FRAME =
      Pattern.compile(
          "^\\s*+(?:<[/<]?[A-Z#]{2,6}\\d*>+\\s++)*+\\(?(?:\\[<\\s*(?:[0-9a-fA-Fx]+|inline)\\s*>\\]|\\[[0-9a-f]{16}\\](?:"
              + " \\[[0-9a-f]{16}\\])?)?\\s*+(\\? )?\\(?([A-Za-z_<$.][^\\s+()]*?(?: as"
              + " [^+]*?)?)(?:\\+0x[0-9a-f]+/0x[0-9a-f]+|\\)? from (?:\\[<\\w+>\\]"
              + " )?\\(?([A-Za-z_][\\w.]*)\\+0x\\w+|(?: \\(?[\\w./+-]+\\.(?:c|h|S|rs|cc):\\d+))");
  private static final Pattern COUNTER =
      Pattern.compile(
          "(?:\\bRIP: (?:e033|0010):|\\bRIP: |^IP: |^EIP: (?:\\w+:)?|^EIP is at |^PC is at |^pc :"
              + " |^epc : |^NIP \\[\\w+\\] )(?:\\[<[0-9a-f]+>\\]\\s*)*(?:0x[0-9a-f]+ )?"
              + "([A-Za-z_<$.][^\\s+()]*)\\+0x[0-9a-f]+/0x");

  /// `[<ffffffff81001234>] ? 0xffffffff81001234`: where no function is known.
  private static final Pattern ADDRESS =
      Pattern.compile("^\\s*\\(?(?:\\[<[0-9a-fx]+>\\] (?:\\? )?)?0x([0-9a-f]{5,16})\\)?\\s*$");

  private static final Pattern KERNEL =
      Pattern.compile(
          "RIP: (?!0033|0023|002b)|^EIP: |^IP: |^PC is at |^pc : |^epc : |^NIP |PSW : ");

  /// A program counter in no function: a call through a bad pointer. Who called is in the link
  /// register, which arm, arm64 and riscv print next.
  private static final Pattern LOST =
      Pattern.compile("^\\s*+(?:PC is at|pc :|epc :) (?:0x)?0+\\s*$");

  private static final Pattern LINK =
      Pattern.compile("^\\s*+(?:LR is at|lr :|ra :) ([A-Za-z_][\\w.$]*)\\+0x[0-9a-f]+/0x");

  /// Where a lock was taken, and who asked for the number of its CPU.
  private static final Pattern NAMED =
      Pattern.compile(
          "(?:\\bat: |^caller is |corrupted in: )(?:\\[<[0-9a-fx]+>\\]\\s*)?"
              + "([A-Za-z_<$.][^\\s+()]*)\\+0x[0-9a-f]+/0x");

  private static final Pattern ANY =
      Pattern.compile("(?<![\\w.$])([A-Za-z_][\\w.$]*+)\\+0x[0-9a-f]+(?:/0x[0-9a-f]+)?");

  /// How a report names a place.
  enum Role {
    /// A program counter.
    COUNTER,
    /// A line of a stack.
    FRAME,
    /// In a sentence.
    NAMED
  }

  /// A place a report names.
  ///
  /// @param function as printed
  /// @param role how it is named
  /// @param guess marked `?`
  /// @param line index of the line in the report
  record Spot(String function, Role role, boolean guess, int line) {}

  private StackFrames() {}

  static List<Spot> of(List<ConsoleLine> lines) {
    List<Spot> out = new ArrayList<>();
    boolean lost = false;
    for (int i = 0; i < lines.size(); i++) {
      String text = lines.get(i).text();
      Matcher link = LINK.matcher(text);
      if (lost && link.find()) {
        out.add(new Spot(link.group(1), Role.COUNTER, false, i));
      }
      lost = LOST.matcher(text).find() || lost && link.reset().find();
      Optional<Spot> found = spot(text, i);
      // "... is trying to release lock (x) at:", and the function on the next line.
      boolean named = i > 0 && lines.get(i - 1).text().endsWith(" at:");
      found
          .map(it -> named ? new Spot(it.function(), Role.NAMED, it.guess(), it.line()) : it)
          .ifPresent(out::add);
    }
    return out;
  }

  static Optional<Spot> spot(String text, int line) {
    if (text.contains("+0x") || text.contains(" from ") || text.contains(".")) {
      Matcher counter = COUNTER.matcher(text);
      if (counter.find()) {
        return Optional.of(new Spot(counter.group(1), Role.COUNTER, false, line));
      }
      Matcher named = NAMED.matcher(text);
      if (named.find()) {
        return Optional.of(new Spot(named.group(1), Role.NAMED, false, line));
      }
      Matcher frame = FRAME.matcher(text);
      if (frame.find() && !frame.group(2).endsWith(":")) {
        return Optional.of(new Spot(called(frame), Role.FRAME, frame.group(1) != null, line));
      }
    }
    return Optional.empty();
  }

  /// On arm a line names a function and the place it was called from; the place counts.
  private static String called(Matcher frame) {
    return frame.group(3) == null ? frame.group(2) : frame.group(3);
  }

  /// A line of a stack as the stack has it: on arm the function that was running, not its caller;
  /// with lines that only have an address.
  static Optional<TraceLine> frame(String text, String section) {
    Matcher frame = FRAME.matcher(text);
    if (frame.find() && !frame.group(2).endsWith(":")) {
      String name = frame.group(2);
      // The ABI of 64-bit big-endian PowerPC puts a dot before the names of code.
      String function = name.startsWith(".") ? name.substring(1) : name;
      CodePlace bare = new CodePlace(function, 0, 0, "", 0);
      CodePlace place = CodePlace.parse(text.substring(frame.start(2))).orElse(bare);
      boolean same = place.function().equals(name) && function.equals(name);
      boolean guess = frame.group(1) != null || text.contains("(unreliable)");
      return Optional.of(new TraceLine(same ? place : bare, guess, section));
    }
    Matcher address = ADDRESS.matcher(text);
    if (address.find()) {
      CodePlace place = new CodePlace("", 0, 0, "", Long.parseUnsignedLong(address.group(1), 16));
      return Optional.of(new TraceLine(place, text.contains("? "), section));
    }
    return Optional.empty();
  }

  /// Whether a line has the kernel's program counter, whatever it is.
  static boolean counts(String text) {
    return KERNEL.matcher(text).find();
  }

  /// The first function in a line of any kind.
  static Optional<String> inSentence(String text) {
    Matcher any = ANY.matcher(text);
    return any.find() ? Optional.of(any.group(1)) : Optional.empty();
  }

  /// Whether a line announces a call trace.
  static boolean announces(String text) {
    String line = text.strip();
    return line.endsWith("Call Trace:")
        || line.startsWith("Call Trace:")
        || line.startsWith("Call trace:")
        || line.startsWith("Backtrace:")
        || line.startsWith("backtrace:")
        || line.startsWith("stack backtrace:");
  }
}
