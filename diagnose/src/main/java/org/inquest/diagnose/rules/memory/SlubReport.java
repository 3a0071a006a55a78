package org.inquest.diagnose.rules.memory;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.LogEvent.Complaint;
import org.inquest.formats.oops.LogLine;

/// What SLUB's debugging says of an object, as `slab_bug()` and `print_track()` of mm/slub.c word
/// it.
///
/// @param cache whose object it is: `kmalloc-64`
/// @param problem "Object already free"
/// @param allocated where: `f() of module m`; empty where the report does not say
/// @param freed who freed it: `f() of module m`; empty where the report does not say
record SlubReport(String cache, String problem, String allocated, String freed) {
  private static final Pattern FIRST = Pattern.compile("BUG (\\S+) \\(.*?\\): (.+)");
  private static final Pattern TRACK =
      Pattern.compile(
          "(?:INFO: )?(Allocated|Freed) in ([^\\s+]+)(?:\\+0x\\S+)?(?: \\[(\\S+)\\])?.*");

  /// Reads a complaint of the slab allocator; empty if it is another one's.
  static Optional<SlubReport> of(Complaint complaint) {
    Matcher first = FIRST.matcher(complaint.line().text());
    if (complaint.kind() != Complaint.Kind.SLAB || !first.matches()) {
      return Optional.empty();
    }
    return Optional.of(
        new SlubReport(
            first.group(1),
            first.group(2),
            who("Allocated", complaint.details()),
            who("Freed", complaint.details())));
  }

  private static String who(String verb, List<LogLine> details) {
    for (LogLine line : details) {
      Matcher track = TRACK.matcher(line.text());
      if (track.matches() && track.group(1).equals(verb)) {
        String module = track.group(3);
        return track.group(2) + "()" + (module == null ? "" : " of module " + module);
      }
    }
    return "";
  }

  /// The report in one sentence.
  String claim() {
    String object =
        "an object of " + cache + (allocated.isEmpty() ? "" : ", allocated in " + allocated + ",");
    String by = freed.isEmpty() ? "it was freed" : freed + " had freed it";
    if (problem.startsWith("Object already free")) {
      return "Double free: " + object + " was freed again after " + by;
    }
    if (problem.startsWith("Poison overwritten")) {
      return "Write after free: " + object + " was written to after " + by;
    }
    if (problem.startsWith("Right Redzone")) {
      return "Write behind the end of " + object + " which the redzone there shows";
    }
    if (problem.startsWith("Left Redzone")) {
      return "Write before the start of " + object + " which the redzone there shows";
    }
    return "SLUB found " + object + " broken: " + problem;
  }
}
