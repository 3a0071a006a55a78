package org.inquest.formats.oops.log;

import java.util.ArrayList;
import java.util.List;

/// What a log looked like while it was read.
///
/// @param form what the file is
/// @param bytes of the text, after unpacking
/// @param lines of the log
/// @param cut lines that were longer than [LogReader#MAX_LINE]; only their beginnings were looked
///   at
/// @param longest bytes of the longest line
/// @param binary bytes that looked like no text and were passed over
public record LogNotes(Form form, long bytes, long lines, long cut, long longest, long binary) {
  /// What a file is, by its first bytes.
  public enum Form {
    /// Text of ASCII, UTF-8 or Latin-1.
    TEXT("text"),
    /// UTF-16, as a terminal of Windows saves it.
    UTF_16("UTF-16 text"),
    /// The journal's export as JSON: `journalctl -o json`.
    JSON("JSON of the journal, not text: `journalctl -k -o short-monotonic` writes text"),
    /// Nothing that a console prints.
    BINARY("binary data, not a console log");

    private final String words;

    Form(String words) {
      this.words = words;
    }

    /// For a sentence.
    public String words() {
      return words;
    }
  }

  /// What a reader of the result must know, a sentence each; empty where nothing was odd.
  public List<String> sentences() {
    List<String> out = new ArrayList<>();
    if (form == Form.JSON || form == Form.BINARY) {
      out.add("The file is " + form.words() + ".");
    }
    if (form != Form.BINARY && binary > 0) {
      out.add(binary + " bytes look like no text and were passed over.");
    }
    if (cut > 0) {
      out.add(
          (cut == 1 ? "One line is" : cut + " lines are")
              + " longer than "
              + LogReader.MAX_LINE
              + " bytes (the longest has "
              + longest
              + "); only the beginning was read.");
    }
    return out;
  }
}
