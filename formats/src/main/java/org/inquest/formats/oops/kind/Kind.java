package org.inquest.formats.oops.kind;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One kind of report: how its first line is recognised and what it may turn out to be.
///
/// @param anchor a text that is in each first line; looked for before `head`, which costs more
/// @param head found in the first line, from which the report is known
/// @param title the name of a report of which nothing else is known; empty for the first line
///   itself
/// @param type its class, for the same case
/// @param last whether it ends whatever other reports are being written: a panic
/// @param bare whether a first line alone is a whole report
/// @param forms what it may be, the first that fits counts
public record Kind(
    String anchor,
    Pattern head,
    String title,
    String type,
    boolean last,
    boolean bare,
    List<Form> forms) {

  /// A row of a table, without forms.
  public static Kind of(String anchor, String head, String type) {
    return new Kind(anchor, Pattern.compile(head), "", type, false, false, List.of());
  }

  /// With one form more: its `{F}` becomes the guilty function, `{1}` the first group of `body`.
  public Kind form(String body, Frames frames, String formType, String... titles) {
    Form next =
        new Form(Pattern.compile(body, Pattern.MULTILINE), frames, formType, List.of(titles));
    List<Form> all = new ArrayList<>(forms);
    all.add(next);
    return new Kind(anchor, head, title, type, last, bare, List.copyOf(all));
  }

  /// The same, as the end of all other reports.
  public Kind ending() {
    return new Kind(anchor, head, title, type, true, bare, forms);
  }

  /// The same, with a title of its own where no form fits.
  public Kind named(String text) {
    return new Kind(anchor, head, text, type, last, bare, forms);
  }

  /// The same, whole with its first line.
  public Kind alone() {
    return new Kind(anchor, head, title, type, last, true, forms);
  }

  /// Whether a line opens such a report.
  public boolean opens(String text) {
    return text.contains(anchor) && head.matcher(text).find();
  }

  /// The words of a first line that name the report.
  public String words(String text) {
    Matcher found = head.matcher(text);
    String words = found.find() ? text.substring(found.start()) : text;
    return words.startsWith("BUG: K") ? words.substring("BUG: ".length()) : words;
  }

  /// What a report of a kind may be.
  ///
  /// @param body found in the report from its first line on
  /// @param frames where the guilty function is looked for
  /// @param type the class
  /// @param titles the title, then the alternative ones
  public record Form(Pattern body, Frames frames, String type, List<String> titles) {}

  /// Where a guilty function stands.
  ///
  /// @param where what is looked at
  /// @param under stacks count below the first line that holds this; all where it is empty
  /// @param skip functions that are never guilty in this kind, besides those that never are in any
  public record Frames(Where where, String under, Predicate<String> skip) {
    /// What is looked at.
    public enum Where {
      /// Nothing: no function is part of the title.
      NOWHERE,
      /// The function in the first line, then the call trace.
      FIRST_LINE,
      /// The function in the first line, if there is a call trace too.
      WARNING,
      /// The function in the first line, which says all.
      SENTENCE,
      /// The program counter, then the call trace.
      COUNTER,
      /// The call trace.
      TRACE,
      /// What a sentence names ("at: f"), then the call trace.
      NAMED,
      /// What a dispatcher called, such as a timer's function.
      DISPATCHED
    }

    /// No function is part of the title.
    public static final Frames NONE = of(Where.NOWHERE);

    /// The program counter, then the call trace.
    public static final Frames COUNTER = of(Where.COUNTER);

    /// The call trace alone.
    public static final Frames TRACE = of(Where.TRACE);

    /// "at: f" and "caller is f", then the call trace.
    public static final Frames NAMED = of(Where.NAMED);

    /// The function in the first line, then the call trace.
    public static final Frames FIRST_LINE = of(Where.FIRST_LINE);

    /// The function in the first line of a report that has a call trace.
    public static final Frames WARNING = of(Where.WARNING);

    /// The function in the first line.
    public static final Frames SENTENCE = of(Where.SENTENCE);

    /// What the innermost dispatcher called.
    public static final Frames DISPATCHED = of(Where.DISPATCHED);

    private static Frames of(Where where) {
      return new Frames(where, "", name -> false);
    }

    /// The call trace below a line that holds a text.
    public static Frames under(String text) {
      return new Frames(Where.TRACE, text, name -> false);
    }

    /// The same below a line that holds a text.
    public Frames below(String text) {
      return new Frames(where, text, skip);
    }

    /// With more functions that are passed over: an expression for whole names.
    public Frames skipping(String names) {
      Predicate<String> more = Pattern.compile(names).asMatchPredicate();
      return new Frames(where, under, skip.or(more));
    }

    /// Whether any function is wanted.
    public boolean wanted() {
      return where != Where.NOWHERE;
    }
  }
}
