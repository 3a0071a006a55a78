package org.inquest.profile.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.record.CallChains;
import org.inquest.profile.record.RecordOptions;
import org.inquest.profile.record.Recorder;
import org.inquest.profile.record.Scope;
import org.inquest.profile.report.CountTable;
import org.inquest.profile.report.Counting;
import org.inquest.profile.report.Dimension;
import org.inquest.profile.report.SampleFilter;
import org.inquest.profile.system.LinuxPerfSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The samples of each function beside those that `perf report` counts, on one recording of the
/// machine at work.
@Tag("lab")
final class PerfReportComparisonTest {
  private static final Pattern EVENT = Pattern.compile("# Samples: .* of events? '(.*)'");

  @TempDir Path folder;

  private static final String BUSY =
      "i=0; while [ $i -lt 200000 ]; do i=$((i+1)); done; tar c /usr/lib | head -c 400000000 | wc -c";

  @BeforeEach
  void needed() {
    ForeignProgram.need("/usr/bin/perf", "linux-perf");
  }

  private Path record(String events, String... more) throws IOException, InterruptedException {
    Path data = folder.resolve("perf.data");
    List<String> words = new ArrayList<>(List.of("perf", "record", "-e", events, "-F", "4000"));
    words.addAll(List.of(more));
    words.addAll(List.of("-o", data.toString(), "--", "sh", "-c", BUSY));
    ForeignProgram.run(folder, words.toArray(String[]::new));
    return data;
  }

  @Test
  void eachFunctionHasTheSamplesThatPerfCounts() throws IOException, InterruptedException {
    compare(record("cpu-clock", "-a", "-g"));
  }

  @Test
  void eventsOfAGroupAreToldApart() throws IOException, InterruptedException {
    compare(record("{cpu-clock,page-faults},context-switches", "-a"));
  }

  /// The leader is sampled and the others are read with it: their samples and periods are made from
  /// what they grew by.
  @Test
  void whatIsCountedWithALeaderIsCountedAlike() throws IOException, InterruptedException {
    compare(record("{cpu-clock,task-clock,page-faults}:S", "-a"));
  }

  @Test
  void aCommandsGroupIsCountedAlike() throws IOException, InterruptedException {
    compare(record("{cpu-clock,page-faults}:S,task-clock"));
  }

  /// A recording of ours of the same kind: what perf makes of it, and what we do.
  @ParameterizedTest
  @ValueSource(strings = {"", ":S"})
  void perfCountsOurGroupsAlike(String letters) throws IOException, InterruptedException {
    Path data = folder.resolve("ours");
    SystemTree tree = SystemTree.running();
    RecordOptions options =
        new RecordOptions(
            new Scope.AllCpus(),
            List.of("sh", "-c", BUSY),
            EventParser.parse(tree, List.of("{cpu-clock,task-clock,page-faults}" + letters)),
            RecordOptions.Rate.USUAL,
            new CallChains.None(),
            512,
            data,
            List.of("inquest", "profile", "record"));
    try (Recorder recorder =
        Recorder.open(LinuxPerfSystem.open(), tree, options, "test", "/usr/bin:/bin")) {
      recorder.run(() -> false, 60_000_000_000L);
      recorder.finish();
    }
    String header =
        ForeignProgram.run(folder, "perf", "report", "-i", data.toString(), "--header-only");
    assertTrue(header.contains("# group: {cpu-clock,task-clock,page-faults}"), header);
    compare(data);
    String script =
        ForeignProgram.run(folder, "perf", "script", "-i", data.toString(), "-F", "time,event");
    long samples =
        theirs(data).entrySet().stream()
            .filter(e -> e.getKey().startsWith("samples"))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertEquals(samples, script.lines().filter(l -> l.contains(": ")).count());
  }

  private void compare(Path data) throws IOException, InterruptedException {
    Map<String, Long> theirs = theirs(data);
    Map<String, Long> ours = new TreeMap<>();
    try (Profile profile = Profile.open(data, TestCode.here(folder))) {
      List<Dimension> functions = List.of(Dimension.IMAGE, Dimension.SYMBOL);
      CountTable table = Counting.count(profile, functions, SampleFilter.ALL, 1).table();
      for (CountTable.Row row : table.rows()) {
        for (int event = 0; event < table.events().size(); event++) {
          String key = key(row.keys().getFirst(), row.keys().get(1));
          add(ours, table.events().get(event), key, row.samples()[event], row.periods()[event]);
        }
      }
    }
    long all =
        theirs.entrySet().stream()
            .filter(e -> e.getKey().startsWith("samples of cpu-clock "))
            .mapToLong(Map.Entry::getValue)
            .sum();
    assertTrue(all > 500, all + " samples are too few to say anything");
    assertEquals(List.of(), apart(theirs, ours));
  }

  /// Samples and periods of each event in each function, as `perf report` has them.
  private Map<String, Long> theirs(Path data) throws IOException, InterruptedException {
    String report =
        ForeignProgram.run(
            folder,
            "perf",
            "report",
            "-i",
            data.toString(),
            "--no-children",
            "--no-group",
            "-g",
            "none",
            "--no-demangle",
            "--stdio",
            "-t",
            "|",
            "--sort",
            "dso,symbol",
            "-F",
            "sample,period,dso,symbol");
    Map<String, Long> theirs = new TreeMap<>();
    String event = "";
    for (String line : report.lines().toList()) {
      Matcher title = EVENT.matcher(line);
      if (title.matches()) {
        event = title.group(1);
      } else if (line.contains("|") && !line.startsWith("#")) {
        // perf adds a column of its own behind the symbol.
        String[] parts = line.split("\\|");
        String symbol = parts[3].strip().substring("[.] ".length());
        String image = parts[2].strip().replaceFirst("\\[JIT] tid (\\d+)", "perf-$1.map");
        long samples = Long.parseLong(parts[0].strip());
        add(theirs, event, key(image, symbol), samples, Long.parseLong(parts[1].strip()));
      }
    }
    return theirs;
  }

  private static void add(
      Map<String, Long> to, String event, String function, long samples, long period) {
    if (samples > 0) {
      to.merge("samples of " + event + " in " + function, samples, Long::sum);
      to.merge("period of " + event + " in " + function, period, Long::sum);
    }
  }

  /// A line for each function that has other samples here than there.
  private static List<String> apart(Map<String, Long> theirs, Map<String, Long> ours) {
    Set<String> names = new TreeSet<>(theirs.keySet());
    names.addAll(ours.keySet());
    return names.stream()
        .filter(n -> !theirs.getOrDefault(n, 0L).equals(ours.getOrDefault(n, 0L)))
        .map(n -> n + ": perf " + theirs.get(n) + ", Inquest " + ours.get(n))
        .toList();
  }

  /// What perf gives a row for each address is a function without a name for us, or none.
  ///
  /// Entries of the procedure linkage table count as nameless on either side, and so does `_init`,
  /// the label before that table: perf 6.1 knows only `.plt` and names its entries by the order of
  /// the relocations, where Inquest reads which word an entry jumps through. That leaves perf
  /// without names, or with `_init`, for `.plt.got` and `.plt.sec`, and with an empty name for
  /// functions that are chosen at run time (IRELATIVE). The vDSO is nameless on either side, too:
  /// in a recording of ours it has no build-id, and perf takes its own for it. Nothing else may
  /// differ.
  private static String key(String image, String symbol) {
    String name = image.substring(image.lastIndexOf('/') + 1);
    boolean nameless =
        symbol.matches("0x[0-9a-f]{8,}")
            || symbol.equals("(no symbols)")
            || symbol.endsWith("@plt")
            || symbol.equals("_init")
            || image.equals("[vdso]")
            || symbol.startsWith(name + "+0x");
    return name + " " + (nameless ? "?" : symbol);
  }
}
