package org.inquest.formats.oops;

import org.inquest.formats.oops.LogEvent.Complaint;
import org.jspecify.annotations.Nullable;

/// One caller of `printk()`: its open report, and what it said just before.
final class Speaker {
  /// A report's lines; the longest seen have 250.
  private static final int MAX_LINES = 600;

  /// How many lines may stand between a complaint and the `BUG()` that follows it.
  private static final int COMPLAINT_REACH = 6;

  /// SLUB's report has two stacks and a picture of the object, a line for 16 bytes.
  private static final int MAX_PICTURE = 300;

  private static final int MAX_DETAILS = 8;

  private static final String CUT_HERE = "------------[ cut here ]------------";
  private static final String END = "---[ end ";
  private static final String INFO = "INFO: ";

  private @Nullable Draft open;
  private @Nullable Draft picture;
  private @Nullable Complaint complaint;
  private int sinceComplaint;

  /// Lines behind "cut here": what a warning says before it says that it is one.
  private @Nullable StringBuilder said;

  /// Takes a line.
  ///
  /// @return a new report, if the line opens one
  @Nullable Draft hear(LogLine line) {
    String text = line.text();
    sinceComplaint++;
    if (text.equals(CUT_HERE)) {
      open = null;
      said = new StringBuilder();
      return null;
    }
    if (text.startsWith(END)) {
      open = null;
      return null;
    }
    Draft current = open;
    Draft next = Openings.find(line);
    if (next == null) {
      describe(line);
      if (current != null) {
        if (!current.body.take(text) || current.body.size() > MAX_LINES) {
          open = null;
        }
      } else if (said != null && said.length() < MAX_LINES) {
        said.append(said.isEmpty() ? "" : " ").append(text.strip());
      }
      return null;
    }
    if (current != null && current.absorb(next)) {
      return null;
    }
    return begin(next);
  }

  /// The lines of SLUB's report that name somebody or something.
  private void describe(LogLine line) {
    Draft report = picture;
    if (report == null) {
      return;
    }
    // "slub: Don't combine pr_err with INFO", v5.14.
    String text = line.text().startsWith(INFO) ? line.text().substring(INFO.length()) : line.text();
    if (text.startsWith("FIX ") || sinceComplaint > MAX_PICTURE) {
      picture = null;
    } else if ((text.startsWith("Allocated in ")
            || text.startsWith("Freed in ")
            || text.startsWith("Object 0x"))
        && report.details.size() < MAX_DETAILS) {
      report.details.add(line);
    }
  }

  private Draft begin(Draft next) {
    if (next.single instanceof Complaint found) {
      picture = found.kind() == Complaint.Kind.SLAB ? next : picture;
      complaint = found;
      sinceComplaint = 0;
      if (said != null) {
        said.append(said.isEmpty() ? "" : " ").append(found.line().text());
      }
      return next;
    }
    if (next.single != null) {
      return next;
    }
    if (complaint != null && sinceComplaint <= COMPLAINT_REACH) {
      next.complaint = complaint;
    }
    complaint = null;
    next.said = said == null ? "" : said.toString();
    said = null;
    open = next;
    return next;
  }
}
