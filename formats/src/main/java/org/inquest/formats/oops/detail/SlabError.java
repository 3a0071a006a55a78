package org.inquest.formats.oops.detail;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.formats.oops.CodePlace;

/// What SLUB's own checks found: `slab_bug()`, `print_trailer()`, `print_track()` (mm/slub.c).
///
/// @param cache `kmalloc-64`
/// @param problem as printed: "Redzone overwritten", "Object already free"
/// @param object the object's address
/// @param allocated who allocated it; only with `slub_debug=U`
/// @param freed who freed it
public record SlabError(
    String cache,
    String problem,
    OptionalLong object,
    Optional<Track> allocated,
    Optional<Track> freed)
    implements Detail {
  /// A call that the cache remembers.
  ///
  /// @param by the function
  /// @param age jiffies ago
  /// @param cpu where
  /// @param pid whose
  public record Track(CodePlace by, int age, int cpu, int pid) {}

  private static final Pattern FIRST =
      Pattern.compile("^BUG (\\S{1,64}) \\((?:Not tainted|Tainted: [^)]*)\\): (.+)");
  private static final Pattern OBJECT = Pattern.compile("Object 0x([0-9a-f]{4,16}) @offset=");
  private static final Pattern TRACK =
      Pattern.compile(
          "(Allocated|Freed) in (.{1,160}?) age=(\\d{1,9}) cpu=(\\d{1,9}) pid=(-?\\d{1,9})");

  /// Reads it; empty where the report is of another family.
  static Optional<SlabError> of(List<String> lines) {
    Optional<Matcher> first = Lines.find(lines, FIRST);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    Optional<Long> object = Lines.hex(Lines.find(lines, OBJECT), 1);
    return Optional.of(
        new SlabError(
            first.get().group(1),
            first.get().group(2).strip(),
            object.map(OptionalLong::of).orElse(OptionalLong.empty()),
            track(lines, "Allocated"),
            track(lines, "Freed")));
  }

  private static Optional<Track> track(List<String> lines, String what) {
    for (String line : lines) {
      Matcher found = TRACK.matcher(line);
      if (found.find() && found.group(1).equals(what)) {
        return CodePlace.parse(found.group(2))
            .map(place ->
                new Track(
                    place,
                    Integer.parseInt(found.group(3)),
                    Integer.parseInt(found.group(4)),
                    Integer.parseInt(found.group(5))));
      }
    }
    return Optional.empty();
  }
}
