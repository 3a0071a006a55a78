package org.inquest.formats.oops.kind;

import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// One kind of report: how its first line is recognised and what it may turn out to be.
///
/// @param anchor a text that is in each first line; looked for before `head`, which costs more
/// @param head found in the first line, from which the report is known
/// @param title the name of a report of which nothing else is known; empty for the first line itself
/// @param type its class, for the same case
/// @param consequence whether it follows from what another report said just before: it then
///   belongs to that one
/// @param bare whether a first line alone is a whole report
/// @param forms what it may be, the first that fits counts
public record Kind(
    String anchor,
    Pattern head,
    String title,
    String type,
    boolean consequence,
    boolean bare,
    List<Form> forms) {

  /// A row of a table, without forms.
  public static Kind of(String anchor, String head, String type) {
    return new Kind(anchor, Pattern.compile(head), "", type, false, false, List.of());
  }

  /// With one form more: its `{F}` becomes the guilty function, `{1}` the first group of `body`.
  public Kind form(String body, Frames frames, String formType, String... titles) {
    Form next =
        new Form(
            Pattern.compile(body, Pattern.MULTILINE),
            frames,
            formType,
            List.of(titles));
    List<Form> all = new java.util.ArrayList<>(forms);
    all.add(next);
    return new Kind(anchor, head, title, type, consequence, bare, List.copyOf(all));
  }

  /// The same, said to follow from an earlier report.
  public Kind following() {
    return new Kind(anchor, head, title, type, true, bare, forms);
  }

  /// The same, with a title of its own where no form fits.
  public Kind named(String text) {
    return new Kind(anchor, head, text, type, consequence, bare, forms);
  }

  /// The same, whole with its first line.
  public Kind alone() {
    return new Kind(anchor, head, title, type, consequence, true, forms);
  }

  /// Whether a line opens such a report.
  public boolean opens(String text) {
    return text.contains(anchor) && head.matcher(text).find();
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
  /// @param counter whether the program counter's function comes first
  /// @param under the lines below which stacks are looked at; all where it is empty
  /// @param skip functions that are never guilty in this kind, besides those that never are in any
  public record Frames(boolean counter, String under, Predicate<String> skip) {
    /// No function is part of the title.
    public static final Frames NONE = new Frames(false, "-", name -> true);

    /// The program counter, then the call trace.
    public static final Frames COUNTER = new Frames(true, "", name -> false);

    /// The call trace alone.
    public static final Frames TRACE = new Frames(false, "", name -> false);

    /// The call trace below a line that holds a text.
    public static Frames under(String text) {
      return new Frames(false, text, name -> false);
    }

    /// With more functions that are passed over.
    public Frames skipping(String names) {
      Predicate<String> more = Pattern.compile(names).asPredicate();
      return new Frames(counter, under, skip.or(more));
    }

    /// Whether any function is wanted.
    public boolean wanted() {
      return !under.equals("-");
    }
  }
}
