package org.inquest.formats.perf;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.MalformedInput;

/// How the reading of a profile went.
///
/// @param counts records by their type, of all that were read, also of those that are not known
/// @param damage where records ended before their time; the first such place
/// @param gaps what could not be read, a sentence each, the damage too
public record ReadSummary(
    Map<RecordType, Long> counts, Optional<MalformedInput> damage, List<String> gaps) {
  /// Records of a type.
  public long count(int type) {
    return counts.getOrDefault(new RecordType(type), 0L);
  }

  /// Records whose type is not known.
  public long unknown() {
    return counts.entrySet().stream()
        .filter(e -> !e.getKey().known())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }
}
