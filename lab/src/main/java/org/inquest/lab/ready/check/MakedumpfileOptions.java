package org.inquest.lab.ready.check;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The options of a dump collector that decide what a dump can tell; makedumpfile(8).
///
/// @param makedumpfile whether it is makedumpfile at all, and not `cp` or `scp`
/// @param level `-d`; empty if the text after it is no number, 0 if it is not given
/// @param compressed whether pages are compressed
/// @param logOnly whether only the kernel's log is saved
/// @param erases whether data in memory is overwritten by a rule file
record MakedumpfileOptions(
    boolean makedumpfile,
    Optional<Integer> level,
    boolean compressed,
    boolean logOnly,
    boolean erases) {

  private static final List<String> COMPRESSIONS = List.of("-c", "-l", "-p", "-z");

  static MakedumpfileOptions of(String command) {
    List<String> words = Arrays.asList(command.strip().split("\\s+"));
    return new MakedumpfileOptions(
        words.getFirst().endsWith("makedumpfile"),
        level(words),
        words.stream().anyMatch(COMPRESSIONS::contains),
        words.contains("--dump-dmesg"),
        words.contains("--config") || words.contains("--eppic"));
  }

  /// Whether pages that diagnosis does not need are left out, so that the dump is small.
  boolean leavesOutPages() {
    // 1 zero pages, 2 and 4 page cache, 8 user data, 16 free pages. The last two are the large
    // ones.
    return makedumpfile && level.filter(l -> (l & 24) == 24).isPresent();
  }

  // "-d 31", "-d31", or several levels to be tried in turn: "-d 17,31".
  private static Optional<Integer> level(List<String> words) {
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.startsWith("-d") && !word.startsWith("--")) {
        String value =
            word.length() > 2 ? word.substring(2) : i + 1 < words.size() ? words.get(i + 1) : "";
        String first = value.split(",", 2)[0];
        return first.matches("\\d{1,2}") ? Optional.of(Integer.parseInt(first)) : Optional.empty();
      }
    }
    return Optional.of(0);
  }
}
