package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The commits and people a message refers to, in the forms that the kernel's documents ask for.
///
/// | form | document |
/// |---|---|
/// | `Fixes: 0123456789ab ("subject")` | process/submitting-patches.rst |
/// | `commit 0123... upstream.`, `[ Upstream commit 0123... ]` | process/stable-kernel-rules.rst |
/// | `(cherry picked from commit 0123...)` | git-cherry-pick(1), `-x` |
/// | `This reverts commit 0123...` | git-revert(1) |
/// | `Cc: stable@vger.kernel.org`, `Reported-by: syzbot+...` | as above |
///
/// @param fixes names of commits, whole or cut off, lower case
/// @param upstream of which commits this is a copy; the same
/// @param reverts which commits this takes back; the same
/// @param forStable whether somebody asked for it to be copied to stable releases
/// @param bySyzbot whether syzbot reported what it is about
public record References(
    List<String> fixes,
    List<String> upstream,
    List<String> reverts,
    boolean forStable,
    boolean bySyzbot) {
  /// Shorter ones name too many commits of the kernel.
  private static final int SHORTEST = 7;

  private static final int MOST = 32;

  public References {
    fixes = List.copyOf(fixes);
    upstream = List.copyOf(upstream);
    reverts = List.copyOf(reverts);
  }

  /// Reads a message line by line: a search looks at hundred thousands of them, and regular
  /// expressions were five times as slow.
  public static References of(String message) {
    List<String> fixes = new ArrayList<>(1);
    List<String> upstream = new ArrayList<>(1);
    List<String> reverts = new ArrayList<>(1);
    boolean stable = false;
    boolean syzbot = false;
    int length = message.length();
    for (int at = 0; at < length; ) {
      int end = message.indexOf('\n', at);
      end = end < 0 ? length : end;
      int from = at;
      while (from < end && message.charAt(from) == ' ') {
        from++;
      }
      char first = from < end ? Character.toLowerCase(message.charAt(from)) : ' ';
      switch (first) {
        case 'f' -> add(fixes, after(message, from, end, "fixes:"));
        case 't' -> add(reverts, after(message, from, end, "this reverts commit"));
        case '[' -> add(upstream, after(message, from, end, "[ upstream commit"));
        case '(' -> add(upstream, after(message, from, end, "(cherry picked from commit"));
        case 'u' -> add(upstream, after(message, from, end, "upstream commit"));
        case 'c' -> {
          String line = message.substring(from, end);
          if (line.strip()
              .toLowerCase(Locale.ROOT)
              .matches("commit [0-9a-f]{7,64},? upstream\\.?")) {
            add(upstream, after(message, from, end, "commit"));
          }
          stable |= line.regionMatches(true, 0, "cc:", 0, 3) && line.contains("stable@");
        }
        case 'r' ->
            syzbot |=
                starts(message, from, end, "reported-by: syzbot")
                    || starts(message, from, end, "reported-and-tested-by: syzbot");
        default -> {
          // No form begins so.
        }
      }
      at = end + 1;
    }
    return new References(fixes, upstream, reverts, stable, syzbot);
  }

  private static boolean starts(String message, int from, int end, String with) {
    return from + with.length() <= end && message.regionMatches(true, from, with, 0, with.length());
  }

  /// The name of a commit behind some words; empty where none stands there.
  private static String after(String message, int from, int end, String words) {
    if (!starts(message, from, end, words)) {
      return "";
    }
    int at = from + words.length();
    while (at < end && message.charAt(at) == ' ') {
      at++;
    }
    if (starts(message, at, end, "commit ")) {
      at += "commit ".length();
    }
    int stop = at;
    while (stop < end && Character.digit(message.charAt(stop), 16) >= 0) {
      stop++;
    }
    return message.substring(at, stop).toLowerCase(Locale.ROOT);
  }

  private static void add(List<String> names, String name) {
    if (name.length() >= SHORTEST && names.size() < MOST) {
      names.add(name);
    }
  }
}
