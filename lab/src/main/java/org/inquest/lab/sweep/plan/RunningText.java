package org.inquest.lab.sweep.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.oops.CodePlace;
import org.inquest.lab.sweep.knob.KnobFiles;

/// Where functions and modules are in a kernel as it runs: `/proc/kallsyms`. The stack filter wants
/// addresses, and those differ from boot to boot.
public final class RunningText {
  private static final String FILE = "/proc/kallsyms";

  // By name, with " [module]" behind it; 0 where several have it.
  private final Map<String, Long> starts = new HashMap<>();

  private RunningText() {}

  /// Reads the list.
  ///
  /// @throws Unavailable where there is none, or where it hides addresses
  public static RunningText of(KnobFiles files) {
    RunningText out = new RunningText();
    String list = files.read(FILE).orElse("");
    list.lines().forEach(out::add);
    if (out.starts.values().stream().allMatch(address -> address == 0)) {
      throw new Unavailable(
          FILE + (list.isEmpty() ? " is empty" : " shows no addresses"),
          "be root, with kernel.kptr_restrict below 2");
    }
    return out;
  }

  /// Where a function begins; empty where it is not known or several have its name.
  public Optional<Long> start(CodePlace place) {
    return known(key(place.function(), place.module()));
  }

  /// `ffffffffc0a01000 t ext4_fill_super\t[ext4]`.
  private void add(String line) {
    String[] words = line.split("\\s+");
    if (words.length < 3 || !words[1].matches("[tTwW]") || !words[0].matches("[0-9a-f]{1,16}")) {
      return;
    }
    long address = Long.parseUnsignedLong(words[0], 16);
    String module = words.length > 3 ? words[3].replaceAll("[\\[\\]]", "") : "";
    starts.merge(key(words[2], module), address, (a, b) -> a.equals(b) ? a : Long.valueOf(0));
  }

  private Optional<Long> known(String key) {
    return Optional.ofNullable(starts.get(key)).filter(address -> address != 0);
  }

  private static String key(String name, String module) {
    return name + "[" + module;
  }
}
