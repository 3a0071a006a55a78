package org.inquest.profile.annotate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.inquest.engine.debug.SourceFile;
import org.inquest.engine.debug.SourceFrame;

/// The source lines that a function's code came from, with their samples: file by file, that with
/// the most lines first. An inlined function's lines count where they stand, in its own file.
///
/// @param files lines from 1 on, each with the samples of each event
/// @param unknown samples of instructions that came from no line that is known
public record SourceCounts(Map<SourceFile, SortedMap<Integer, long[]>> files, long[] unknown) {
  /// Counts the lines of a function.
  ///
  /// @param events how many there are
  public static SourceCounts of(FunctionListing listing, int events) {
    Map<SourceFile, SortedMap<Integer, long[]>> files = new LinkedHashMap<>();
    long[] unknown = new long[events];
    for (ListedInstruction instruction : listing.instructions()) {
      SourceFrame frame = instruction.sources().isEmpty() ? null : instruction.sources().getFirst();
      long[] to =
          frame == null || frame.line() <= 0
              ? unknown
              : files
                  .computeIfAbsent(frame.file(), f -> new TreeMap<>())
                  .computeIfAbsent(frame.line(), l -> new long[events]);
      for (int i = 0; i < events; i++) {
        to[i] += instruction.samples()[i];
      }
    }
    List<Map.Entry<SourceFile, SortedMap<Integer, long[]>>> order =
        new ArrayList<>(files.entrySet());
    order.sort((a, b) -> b.getValue().size() - a.getValue().size());
    Map<SourceFile, SortedMap<Integer, long[]>> sorted = new LinkedHashMap<>();
    order.forEach(e -> sorted.put(e.getKey(), e.getValue()));
    return new SourceCounts(sorted, unknown);
  }
}
