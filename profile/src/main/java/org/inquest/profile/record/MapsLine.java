package org.inquest.profile.record;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line of `/proc/PID/maps` (proc_pid_maps(5)).
///
/// @param protection `PROT_*`
/// @param flags `MAP_SHARED` or `MAP_PRIVATE`
/// @param name a path, a name in brackets, or `//anon`
record MapsLine(
    long start,
    long end,
    int protection,
    int flags,
    long offset,
    int major,
    int minor,
    long inode,
    String name) {

  private static final Pattern FORM =
      Pattern.compile(
          "([0-9a-f]{1,16})-([0-9a-f]{1,16}) ([r-])([w-])([x-])([sp]) ([0-9a-f]{1,16})"
              + " ([0-9a-f]{1,8}):([0-9a-f]{1,8}) (\\d{1,19}) *(.*)");
  private static final int EXECUTE = 4;

  /// A line; empty where it has another form.
  static Optional<MapsLine> parse(String line) {
    Matcher matcher = FORM.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int protection =
        (matcher.group(3).equals("r") ? 1 : 0)
            | (matcher.group(4).equals("w") ? 2 : 0)
            | (matcher.group(5).equals("x") ? EXECUTE : 0);
    return Optional.of(
        new MapsLine(
            hex(matcher.group(1)),
            hex(matcher.group(2)),
            protection,
            matcher.group(6).equals("s") ? 1 : 2,
            hex(matcher.group(7)),
            (int) hex(matcher.group(8)),
            (int) hex(matcher.group(9)),
            Long.parseLong(matcher.group(10)),
            matcher.group(11).isEmpty() ? "//anon" : matcher.group(11)));
  }

  /// Whether code may run there.
  boolean executable() {
    return (protection & EXECUTE) != 0;
  }

  private static long hex(String text) {
    return Long.parseUnsignedLong(text, 16);
  }
}
