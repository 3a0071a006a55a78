package org.inquest.formats.oops.detail;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// A lock as lockdep prints it: `print_lock()` (kernel/locking/lockdep.c).
///
/// @param name of its class: `&mm->mmap_lock`; with `/1` or `#2` as printed
/// @param usage how it was taken so far, as printed: `++++`
/// @param address the lock's; 0 where it is not printed
/// @param at where it was or is to be taken
public record HeldLock(String name, String usage, long address, Optional<CodePlace> at) {
  private static final Pattern LOCK =
      Pattern.compile(
          "(?:^|\\s)(?:#\\d+: {1,4})?(?:([0-9a-f]{8,16}) {1,4})?\\((.{1,200}?)\\)\\{([^}]{1,16})\\}");

  /// Reads a line; empty where it holds no lock.
  static Optional<HeldLock> of(String line) {
    Matcher found = LOCK.matcher(line);
    if (!found.find()) {
      return Optional.empty();
    }
    int at = line.indexOf(", at: ");
    Optional<CodePlace> place = at < 0 ? Optional.empty() : CodePlace.parse(line.substring(at + 6));
    long address = found.group(1) == null ? 0 : Long.parseUnsignedLong(found.group(1), 16);
    return Optional.of(new HeldLock(found.group(2), found.group(3), address, place));
  }
}
