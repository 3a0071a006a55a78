package org.inquest.profile.model;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.inquest.formats.bytes.MappedFile;
import org.inquest.formats.fault.InquestException;
import org.inquest.formats.perf.JitDump;
import org.inquest.profile.model.SymbolTable.Entry;

/// A compiler's file about the code that it made, `jit-PID.dump`, or why there is none. Functions
/// count by where their code is in that file: one that was moved stays one function.
///
/// @param path as it was mapped
/// @param gap why there is less than there could be; empty for nothing
record JitCode(String path, Optional<JitDump> dump, String gap) {
  /// The first of some files that is there and can be read.
  static JitCode first(String path, List<Path> files) {
    String gap = path + ": is not there any more; the names of its code were in it";
    for (Path file : files) {
      try {
        if (Files.isRegularFile(file)) {
          JitDump dump = JitDump.read(MappedFile.lend(file));
          return new JitCode(path, Optional.of(dump), dump.gap().orElse(""));
        }
      } catch (InquestException | InvalidPathException e) {
        gap = path + ": " + e.getMessage();
      }
    }
    return new JitCode(path, Optional.empty(), gap);
  }

  /// The path's last part.
  String name() {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /// Whether times of the file are those of samples.
  ///
  /// @param monotonic whether samples have times of CLOCK_MONOTONIC
  boolean timed(boolean monotonic) {
    return monotonic && dump.filter(d -> !d.processorTime()).isPresent();
  }

  /// Whether some address was of two functions.
  private static boolean reused(JitDump dump) {
    List<JitDump.Place> sorted = new ArrayList<>(dump.places());
    sorted.sort((a, b) -> Long.compareUnsigned(a.address(), b.address()));
    for (int i = 1; i < sorted.size(); i++) {
      JitDump.Place before = sorted.get(i - 1);
      JitDump.Place place = sorted.get(i);
      if (Long.compareUnsigned(place.address(), before.address() + before.size()) < 0
          && place.code() != before.code()) {
        return true;
      }
    }
    return false;
  }

  /// The functions, by where their code is in the file.
  Code code(boolean monotonic) {
    List<Entry> functions =
        dump.map(JitDump::places).orElse(List.of()).stream()
            .map(p -> new Entry(p.code(), p.code() + p.size(), p.name(), Entry.GLOBAL))
            .collect(Collectors.toList());
    boolean other = gap.isEmpty() && !timed(monotonic) && dump.filter(JitCode::reused).isPresent();
    String told =
        other
            ? path
                + ": its times are of another clock than the profile's (perf record -k mono):"
                + " where code took the place of other code, the last one is named"
            : gap;
    return new Code(
        SymbolTable.of(functions),
        FunctionRanges.NONE,
        Optional.empty(),
        Optional::empty,
        Optional::empty,
        told);
  }
}
