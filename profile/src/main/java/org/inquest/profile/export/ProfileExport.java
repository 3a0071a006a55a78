package org.inquest.profile.export;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.inquest.formats.fault.UsageError;

/// A form in which a profile can be handed on. Implementations are stateless and have a constructor
/// without parameters.
public sealed interface ProfileExport
    permits FlameGraph,
        Collapsed,
        Speedscope,
        Callgrind,
        Pprof,
        Firefox,
        ChromeTrace,
        FlightRecording {
  /// What it is called on the command line.
  String name();

  /// What reads it, in a few words.
  String summary();

  /// How names of such files end, with the dot.
  String suffix();

  /// Whether it wants each single stack with its time.
  default boolean timed() {
    return false;
  }

  /// Writes stacks.
  ///
  /// @param stacks with a timeline, if it wants one
  /// @param out is not closed
  void write(Stacks stacks, OutputStream out) throws IOException;

  /// All formats, by name.
  static List<ProfileExport> all() {
    return Arrays.stream(ProfileExport.class.getPermittedSubclasses())
        .map(ProfileExport::make)
        .toList();
  }

  /// The format of a name.
  ///
  /// @throws UsageError for one that is not known
  static ProfileExport named(String name) {
    return all().stream()
        .filter(format -> format.name().equals(name))
        .findFirst()
        .orElseThrow(() -> new UsageError("--format " + name + ": formats are " + names()));
  }

  /// The names of all formats, with commas.
  static String names() {
    return all().stream().map(ProfileExport::name).collect(Collectors.joining(", "));
  }

  private static ProfileExport make(Class<?> type) {
    try {
      return (ProfileExport) type.getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(type + " needs a constructor without parameters", e);
    }
  }
}
