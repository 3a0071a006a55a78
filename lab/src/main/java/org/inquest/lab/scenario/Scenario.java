package org.inquest.lab.scenario;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.inquest.formats.fault.MalformedInput;

/// One way to break a kernel.
///
/// @param name the folder's name: what a person types
/// @param title one line for `lab list`
/// @param needs what the kernel must have that Debian's lack; empty if any kernel will do
/// @param trigger how it ends
/// @param memoryMegabytes RAM of the guest
/// @param crashMegabytes how much of it is kept for the crash kernel
/// @param cpus CPUs of the guest
/// @param ready how long the guest may take, from power on until the scenario is ready
/// @param capture how long the crash and the capture may take
/// @param kernelArguments more words for the kernel's command line
/// @param expected what a diagnosis must find: `expect.*` of the properties, copied into the truth
/// @param files the folder's files by name: `run.sh`, C sources
public record Scenario(
    String name,
    String title,
    String needs,
    Trigger trigger,
    int memoryMegabytes,
    int crashMegabytes,
    int cpus,
    Duration ready,
    Duration capture,
    List<String> kernelArguments,
    SortedMap<String, String> expected,
    Map<String, byte[]> files) {

  /// File that describes a scenario.
  public static final String DESCRIPTION = "scenario.properties";

  /// The shell script that the guest's init runs.
  public static final String SCRIPT = "run.sh";

  private static final String EXPECT = "expect.";

  /// Reads a scenario's folder.
  ///
  /// @throws MalformedInput if the description or the script is missing or wrong
  static Scenario of(String name, Map<String, byte[]> files) {
    Properties p = properties(name, files);
    if (!files.containsKey(SCRIPT)) {
      throw new MalformedInput("scenario " + name, -1, "a file " + SCRIPT, "none");
    }
    SortedMap<String, String> expected = new TreeMap<>();
    p.stringPropertyNames().stream()
        .filter(k -> k.startsWith(EXPECT))
        .forEach(k -> expected.put(k, p.getProperty(k)));
    return new Scenario(
        name,
        p.getProperty("title", name),
        p.getProperty("needs", ""),
        Trigger.parse(p.getProperty("trigger", "itself")),
        number(name, p, "memory", 512),
        number(name, p, "memory.crash", 144),
        number(name, p, "cpus", 2),
        Duration.ofSeconds(number(name, p, "limit.ready", 120)),
        Duration.ofSeconds(number(name, p, "limit.capture", 120)),
        words(p.getProperty("kernel.arguments", "")),
        expected,
        Map.copyOf(files));
  }

  /// Names of the C programs, without `.c`.
  public List<String> programs() {
    return files.keySet().stream()
        .filter(f -> f.endsWith(".c"))
        .map(f -> f.substring(0, f.length() - 2))
        .sorted()
        .toList();
  }

  private static Properties properties(String name, Map<String, byte[]> files) {
    byte[] description = files.get(DESCRIPTION);
    if (description == null) {
      throw new MalformedInput("scenario " + name, -1, "a file " + DESCRIPTION, "none");
    }
    Properties p = new Properties();
    try {
      p.load(new StringReader(new String(description, java.nio.charset.StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A string has no read errors.
    } catch (IllegalArgumentException e) {
      throw new MalformedInput(
          "scenario " + name, -1, "properties", String.valueOf(e.getMessage()));
    }
    return p;
  }

  private static int number(String name, Properties p, String key, int otherwise) {
    String text = p.getProperty(key, String.valueOf(otherwise)).strip();
    if (!text.matches("[1-9]\\d{0,5}")) {
      throw new MalformedInput("scenario " + name, -1, "a number for " + key, text);
    }
    return Integer.parseInt(text);
  }

  private static List<String> words(String text) {
    return Stream.of(text.strip().split("\\s+")).filter(w -> !w.isEmpty()).toList();
  }
}
