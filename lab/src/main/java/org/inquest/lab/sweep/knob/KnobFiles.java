package org.inquest.lab.sweep.knob;

import java.util.List;
import java.util.Optional;

/// A kernel's files of settings. Paths are absolute, as on that machine:
/// `/sys/kernel/debug/failslab/probability`.
public interface KnobFiles {
  /// Some MB are the histogram of a long run; more is no setting.
  int MOST_BYTES = 16 << 20;

  /// What a file says, without white space at its end.
  ///
  /// @return empty where there is no such file
  /// @throws org.inquest.formats.fault.Unavailable where there is one that can't be read
  Optional<String> read(String path);

  /// Writes as `echo VALUE >PATH` does, and `: >PATH` where the value is empty. Files named
  /// `trigger` are added to (`>>`), for the kernel drops what they hold when they are emptied
  /// (`event_trigger_regex_open()`, kernel/trace/trace_events_trigger.c). No file is made.
  ///
  /// @throws org.inquest.formats.fault.Unavailable with the kernel's reason where it refuses
  void write(String path, String value);

  /// The names in a folder, sorted; none where there is no such folder.
  ///
  /// @throws org.inquest.formats.fault.Unavailable where there is one that can't be read
  List<String> list(String folder);

  /// Whether the file's mode lets its owner write it, which is how the kernel says that a setting
  /// can be changed: some of `/sys/kernel/slab` can't.
  ///
  /// @return empty where that is not known
  default Optional<Boolean> writable(String path) {
    return Optional.empty();
  }
}
