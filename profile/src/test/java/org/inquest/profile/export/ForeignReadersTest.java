package org.inquest.profile.export;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Exports of one recording of the machine at work, as programs of others read them: each function
/// has the samples itself that `profile report -l` counts.
@Tag("lab")
final class ForeignReadersTest {
  @TempDir static Path folder;

  private static final Map<String, Long> OURS = new TreeMap<>();

  /// One program alone, for a reader that is asked for each thread anew.
  private static final SampleFilter TAR = SampleFilter.of(List.of("comm:tar"));

  private static final Map<String, Long> OF_TAR = new TreeMap<>();

  @BeforeAll
  static void record() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/perf")), "needs perf: linux-perf");
    String work = "i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; tar c /usr/share | md5sum";
    String data = folder.resolve("x.data").toString();
    ForeignProgram.run(
        folder,
        "perf",
        "record",
        "-e",
        "cpu-clock",
        "-a",
        "-g",
        "-o",
        data,
        "--",
        "sh",
        "-c",
        work);
    try (Profile profile = Profile.open(Path.of(data), TestCode.here(folder))) {
      count(profile, SampleFilter.ALL, OURS);
      count(profile, TAR, OF_TAR);
      for (ProfileExport format : ProfileExport.all()) {
        Path file = folder.resolve("x" + format.suffix());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
          SampleFilter filter = format.name().equals("firefox") ? TAR : SampleFilter.ALL;
          format.write(Stacks.of(profile, filter, format.timed()), out);
        }
      }
    }
    long all = OURS.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(all > 1000, all + " samples are too few to say anything");
  }

  private static void count(Profile profile, SampleFilter filter, Map<String, Long> counts) {
    List<Dimension> functions = List.of(Dimension.IMAGE, Dimension.SYMBOL);
    CountTable table = Counting.count(profile, functions, filter, 1).table();
    for (CountTable.Row row : table.rows()) {
      counts.merge(name(row.keys().getFirst(), row.keys().get(1)), table.total(row), Long::sum);
    }
  }

  /// Exports call a function without a name by its binary.
  private static String name(String image, String symbol) {
    if (!symbol.equals("(no symbols)")) {
      return symbol;
    }
    String base = image.substring(image.lastIndexOf('/') + 1);
    return base.startsWith("[") ? base : "[" + base + "]";
  }

  private static void same(String file, Map<String, Long> theirs) {
    same(file, OURS, theirs);
  }

  private static void same(String file, Map<String, Long> ours, Map<String, Long> theirs) {
    Map<String, Long> left = new TreeMap<>(ours);
    theirs.forEach((name, count) -> left.merge(name, -count, Long::sum));
    left.values().removeIf(count -> count == 0);
    assertEquals(Map.of(), left, file + ": what Inquest counts, less what the reader does");
  }

  @Test
  void theJdkCountsTheSame() throws IOException {
    Map<String, Long> theirs = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(folder.resolve("x.jfr"))) {
      theirs.merge(
          event.getStackTrace().getFrames().getFirst().getMethod().getName(), 1L, Long::sum);
    }
    same("jfr", theirs);
  }

  @Test
  void jfrSummaryCountsTheSame() throws IOException, InterruptedException {
    String jfr = Path.of(System.getProperty("java.home"), "bin", "jfr").toString();
    String text = ForeignProgram.run(folder, jfr, "summary", folder.resolve("x.jfr").toString());
    long all = OURS.values().stream().mapToLong(Long::longValue).sum();
    assertTrue(
        Pattern.compile("jdk\\.ExecutionSample\\s+" + all + "\\s").matcher(text).find(), text);
  }

  @Test
  void pprofCountsTheSame() throws IOException, InterruptedException {
    Path file = folder.resolve("x.pb.gz");
    String text =
        ForeignProgram.run(
            folder,
            pprof(),
            "-top",
            "-nodecount=1000000",
            "-nodefraction=0",
            "-edgefraction=0",
            "-trim=false",
            "-symbolize=none",
            file.toString());
    Map<String, Long> theirs = new TreeMap<>();
    Pattern row = Pattern.compile("^\\s*(\\d+)\\s+\\S+%\\s+\\S+%\\s+\\d+\\s+\\S+%\\s+(.*)$");
    for (String line : text.lines().toList()) {
      Matcher m = row.matcher(line);
      if (m.matches() && !m.group(1).equals("0")) {
        theirs.merge(m.group(2), Long.parseLong(m.group(1)), Long::sum);
      }
    }
    same("pprof", theirs);
  }

  /// Where Go is installed, or out of Debian's package of it.
  private static String pprof() throws IOException, InterruptedException {
    String found = "ls /usr/bin/pprof /usr/lib/go-*/pkg/tool/*/pprof 2>/dev/null | head -1";
    String here = ForeignProgram.run(folder, "sh", "-c", found).strip();
    if (!here.isEmpty()) {
      return here;
    }
    String package_ =
        ForeignProgram.run(
                folder,
                "sh",
                "-c",
                "apt-cache search --names-only '^golang-[0-9.]+-go$' | sort -V | tail -1")
            .replaceFirst("(?s) .*", "")
            .strip();
    Assumptions.assumeFalse(package_.isEmpty(), "needs pprof: install golang-go");
    ForeignProgram.run(
        folder,
        "sh",
        "-c",
        "apt-get download " + package_ + " && dpkg -x " + package_ + "_*.deb go");
    try (Stream<Path> all = Files.walk(folder.resolve("go"))) {
      Optional<Path> tool =
          all.filter(p -> p.endsWith("pprof") && !Files.isDirectory(p)).findFirst();
      Assumptions.assumeTrue(tool.isPresent(), package_ + " has no pprof any more");
      return tool.map(Path::toString).orElse("");
    }
  }

  @Test
  void callgrindAnnotateCountsTheSame() throws IOException, InterruptedException {
    Path tool = Path.of("/usr/bin/callgrind_annotate");
    Assumptions.assumeTrue(Files.isExecutable(tool), "needs callgrind_annotate: install valgrind");
    String text =
        ForeignProgram.run(
            folder, tool.toString(), "--threshold=100", folder.resolve("x.callgrind").toString());
    Map<String, Long> theirs = new TreeMap<>();
    Pattern row =
        Pattern.compile(
            "^\\s*([\\d,]+) \\([^)]*%\\)\\s+\\?\\?\\?:(.*) \\[[^\\[]*]$|"
                + "^\\s*([\\d,]+) \\([^)]*%\\)\\s+\\?\\?\\?:(.*?)(?: \\[\\S+])?$");
    for (String line : text.lines().toList()) {
      Matcher m = row.matcher(line);
      if (m.matches()) {
        boolean first = m.group(1) != null;
        String name = first ? m.group(2) : m.group(4);
        long count = Long.parseLong((first ? m.group(1) : m.group(3)).replace(",", ""));
        if (count > 0) {
          theirs.merge(name, count, Long::sum);
        }
      }
    }
    same("callgrind", theirs);
  }

  @Test
  void speedscopeCountsTheSame() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/npm")), "needs npm and node");
    ForeignProgram.run(
        folder, "npm", "install", "--no-audit", "--no-fund", "--prefix", "npm", "speedscope");
    Path script = folder.resolve("read.mjs");
    try (InputStream in = getClass().getResourceAsStream("speedscope-read.mjs")) {
      assertTrue(in != null);
      Files.write(script, in.readAllBytes());
    }
    List<String> files =
        List.of("x.pb.gz", "x.speedscope.json", "x.collapsed.txt", "x.trace.json", "x.jfr");
    Path release = folder.resolve("npm/node_modules/speedscope/dist/release");
    String all = String.join(" ", files);
    String text =
        ForeignProgram.run(folder, "sh", "-c", "node " + script + " " + release + " " + all);
    for (String file : files) {
      Map<String, Long> theirs = new TreeMap<>();
      for (String line : text.lines().toList()) {
        String[] parts = line.split("\t", 3);
        if (parts[0].equals(file) && Math.round(Double.parseDouble(parts[1])) > 0) {
          theirs.merge(parts[2], Math.round(Double.parseDouble(parts[1])), Long::sum);
        }
      }
      judge(file, theirs);
    }
  }

  /// Mozilla's own reader.
  @Test
  void theFirefoxProfilerCountsTheSame() throws IOException, InterruptedException {
    Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/npm")), "needs npm and node");
    ForeignProgram.run(
        folder,
        "npm",
        "install",
        "--no-audit",
        "--no-fund",
        "--prefix",
        "npm",
        "@firefox-devtools/profiler-cli");
    Path script = folder.resolve("firefox-read.mjs");
    try (InputStream in = getClass().getResourceAsStream("firefox-read.mjs")) {
      assertTrue(in != null);
      Files.write(script, in.readAllBytes());
    }
    String text =
        ForeignProgram.run(
            folder,
            "sh",
            "-c",
            "PROFILER_CLI_SESSION_DIR=sessions node "
                + script
                + " npm/node_modules/.bin/profiler-cli x.firefox.json.gz");
    Map<String, Long> theirs = new TreeMap<>();
    for (String line : text.lines().toList()) {
      String[] parts = line.split("\t", 2);
      if (Long.parseLong(parts[0]) > 0) {
        theirs.merge(parts[1], Long.parseLong(parts[0]), Long::sum);
      }
    }
    assertTrue(OF_TAR.size() > 10, "functions of tar: " + OF_TAR);
    same("firefox", OF_TAR, theirs);
  }

  /// speedscope reads each Flight Recorder file twice, with binaries before names, and weighs
  /// samples of a Chrome trace by the time to the next one. (It guesses the stacks of a callgrind
  /// file, which has none: that is left to callgrind_annotate.)
  private static void judge(String file, Map<String, Long> theirs) {
    switch (file) {
      case "x.jfr" ->
          same(
              file,
              theirs.entrySet().stream()
                  .collect(
                      Collectors.toMap(
                          e -> withoutBinary(e.getKey()), e -> e.getValue() / 2, Long::sum)));
      case "x.trace.json" ->
          assertTrue(theirs.keySet().size() > 20, "frames of a Chrome trace: " + theirs.keySet());
      default -> same(file, theirs);
    }
  }

  /// Names and binaries may have colons themselves.
  private static String withoutBinary(String frame) {
    return OURS.keySet().stream()
        .filter(name -> frame.endsWith(":" + name))
        .max(Comparator.comparingInt(String::length))
        .orElse(frame);
  }
}
