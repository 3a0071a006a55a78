package org.inquest.profile.event;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/// The tracepoints of a kernel, as tracefs lists them: a folder for each subsystem, in it one for
/// each event with its number in the file `id` (`Documentation/trace/events.rst`).
public final class Tracepoints {
  private static final int MOST = 20_000;
  private final Path events;

  private Tracepoints(Path events) {
    this.events = events;
  }

  /// Those of a machine; empty where tracefs is not mounted or may not be read.
  public static Optional<Tracepoints> of(SystemTree tree) {
    return tree.tracing()
        .map(tracing -> tracing.resolve("events"))
        .filter(Files::isReadable)
        .map(Tracepoints::new);
  }

  /// Names that fit, as `system:event`.
  ///
  /// @param system a name, with `*` and `?` for what may be anything
  /// @param event the same
  public List<String> matching(String system, String event) {
    List<String> out = new ArrayList<>();
    Pattern systems = glob(system);
    Pattern names = glob(event);
    for (String found : SystemTree.names(events)) {
      if (systems.matcher(found).matches()) {
        for (String name : SystemTree.names(events.resolve(found))) {
          if (out.size() < MOST
              && names.matcher(name).matches()
              && number(found, name).isPresent()) {
            out.add(found + ":" + name);
          }
        }
      }
    }
    return out;
  }

  /// The number of a tracepoint, which is its config.
  public OptionalLong number(String system, String event) {
    return SystemTree.text(folder(system, event).resolve("id"))
        .filter(id -> id.matches("\\d{1,9}"))
        .map(id -> OptionalLong.of(Long.parseLong(id)))
        .orElse(OptionalLong.empty());
  }

  /// What a record of it holds, as the kernel describes it.
  public Optional<byte[]> format(String system, String event) {
    return SystemTree.bytes(folder(system, event).resolve("format"));
  }

  private Path folder(String system, String event) {
    boolean names = system.matches("[\\w.-]+") && event.matches("[\\w.-]+");
    return names ? events.resolve(system).resolve(event) : events.resolve("?");
  }

  private static Pattern glob(String text) {
    StringBuilder out = new StringBuilder();
    text.codePoints()
        .forEach(c -> {
          switch (c) {
            case '*' -> out.append(".*");
            case '?' -> out.append('.');
            default -> out.append(Pattern.quote(Character.toString(c)));
          }
        });
    return Pattern.compile(out.toString());
  }
}
