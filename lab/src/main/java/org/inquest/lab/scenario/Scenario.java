package org.inquest.lab.scenario;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.inquest.formats.fault.MalformedInput;

/// One way to break a kernel.
///
/// @param name the folder's name: what a person types
/// @param title one line for `lab list`
/// @param needs what the kernel must have that Debian's lack; empty if any kernel will do
/// @param kernels the series it is meant for: what `lab matrix` runs it on
/// @param flavour of Debian's kernels: "cloud-amd64", or "amd64" where a driver is needed that the
///   former leaves out
/// @param hardware what the guest has beside a serial line and the disk for the dump
/// @param drivers modules of the kernel's own that are loaded before the script runs
/// @param sharedPrograms programs that several scenarios use, of [GuestFiles], without `.c`
/// @param cpuModel as QEMU's `-cpu` takes it; empty for the usual one
/// @param trigger how it ends
/// @param memoryMegabytes RAM of the guest
/// @param crashMegabytes how much of it is kept for the crash kernel
/// @param cpus CPUs of the guest
/// @param ready how long the guest may take, from power on until the scenario is ready
/// @param capture how long the crash and the capture may take
/// @param kernelArguments more words for the kernel's command line
/// @param expected what a diagnosis must find: `expect.*` of the properties, copied into the truth
/// @param files the folder's files by name: `run.sh`, sources of programs and of kernel modules
public record Scenario(
    String name,
    String title,
    String needs,
    List<String> kernels,
    String flavour,
    List<Hardware> hardware,
    List<String> drivers,
    List<String> sharedPrograms,
    String cpuModel,
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

  /// Debian's series that a scenario is meant for unless it says otherwise.
  public static final String DEBIAN_SERIES = "5.10 6.1 6.12 7.x";

  /// What the keys of [#expected] begin with.
  public static final String EXPECT = "expect.";

  private static final String BUILD = "build.";

  /// What the name of a kernel module's source ends with; what stands before it names the module.
  public static final String MODULE_SOURCE = ".ko.c";

  /// Reads a scenario's folder, or one that was never a folder.
  ///
  /// @throws MalformedInput if the description or the script is missing or wrong
  public static Scenario of(String name, Map<String, byte[]> files) {
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
        words(p.getProperty("kernels", DEBIAN_SERIES)),
        p.getProperty("flavour", "cloud-amd64").strip(),
        words(p.getProperty("hardware", "")).stream().map(Hardware::parse).toList(),
        words(p.getProperty("drivers", "")),
        words(p.getProperty("programs", "")),
        p.getProperty("cpu", "").strip(),
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

  /// The scenario whose C sources this one has too; empty for none.
  ///
  /// @throws MalformedInput if the description is missing or wrong
  static String like(String name, Map<String, byte[]> files) {
    return properties(name, files).getProperty("like", "").strip();
  }

  /// The same with one line of its description changed.
  ///
  /// @param key as in the description: `limit.ready`
  /// @throws MalformedInput if that is no value for it
  public Scenario with(String key, String value) {
    Map<String, byte[]> changed = new HashMap<>(files);
    // Of two lines with one key Properties takes the last one.
    changed.merge(
        DESCRIPTION, ("\n" + key + " = " + value + "\n").getBytes(UTF_8), Scenario::joined);
    return of(name, changed);
  }

  /// Names of its own C programs that are made as usual, without `.c`.
  public List<String> programs() {
    Set<String> others = builds().stream().map(Build::source).collect(Collectors.toSet());
    return sources(
        f -> f.endsWith(".c") && !f.endsWith(MODULE_SOURCE) && !others.contains(f), ".c");
  }

  /// A program, or a library, that is not made as usual: `build.NAME = SOURCE.c OPTIONS`.
  ///
  /// @param name what it is called; `libNAME.so` for a library, which programs may then be linked
  ///   with
  /// @param source which of the folder's files it is made of
  /// @param options of gcc
  public record Build(String name, String source, List<String> options) {
    /// Whether it is a shared library.
    public boolean library() {
      return name.startsWith("lib") && name.endsWith(".so");
    }

    /// Whether it needs a dynamic loader in the guest.
    public boolean dynamic() {
      return !options.contains("-static");
    }
  }

  /// Those that are not made as usual, libraries first.
  ///
  /// @throws MalformedInput where a line of the description names no source
  public List<Build> builds() {
    Properties p = properties(name, files);
    List<Build> builds = new ArrayList<>();
    for (String key : new TreeSet<>(p.stringPropertyNames())) {
      if (key.startsWith(BUILD)) {
        List<String> words = words(p.getProperty(key));
        String made = key.substring(BUILD.length());
        if (words.isEmpty() || !files.containsKey(words.getFirst()) || !made.matches("[\\w.-]+")) {
          throw new MalformedInput(
              "scenario " + name, -1, key + " = SOURCE.c OPTIONS", "no source");
        }
        builds.add(new Build(made, words.getFirst(), words.subList(1, words.size())));
      }
    }
    builds.sort(Comparator.comparing(build -> !build.library()));
    return List.copyOf(builds);
  }

  /// Names of the kernel modules, without `.ko.c`, in the order in which they are loaded.
  public List<String> modules() {
    return sources(f -> f.endsWith(MODULE_SOURCE), MODULE_SOURCE);
  }

  private List<String> sources(Predicate<String> wanted, String suffix) {
    return files.keySet().stream()
        .filter(wanted)
        .map(f -> f.substring(0, f.length() - suffix.length()))
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
      p.load(new StringReader(new String(description, UTF_8)));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // A string has no read errors.
    } catch (IllegalArgumentException e) {
      throw new MalformedInput(
          "scenario " + name, -1, "properties", String.valueOf(e.getMessage()));
    }
    return p;
  }

  private static byte[] joined(byte[] a, byte[] b) {
    byte[] all = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, all, a.length, b.length);
    return all;
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
