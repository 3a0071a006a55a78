package org.inquest.profile.record;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.inquest.profile.event.EventParser;
import org.inquest.profile.event.SystemTree;
import org.inquest.profile.system.LinuxPerfSystem;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What perf's own reader says of a recording of ours of the whole machine, beside one of its own.
@Tag("lab")
final class PerfReadsRecordingTest {
  @TempDir Path folder;

  private String run(String... words) throws IOException, InterruptedException {
    Path out = folder.resolve("out");
    Process process =
        new ProcessBuilder(words)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(out.toFile())
            .start();
    assertTrue(process.waitFor(2, TimeUnit.MINUTES), String.join(" ", words));
    String text = Files.readString(out, StandardCharsets.ISO_8859_1);
    assertEquals(0, process.exitValue(), String.join(" ", words) + ": " + text);
    return text;
  }

  /// Lines of a header that must be the same for the same machine.
  private Set<String> machine(String file) throws IOException, InterruptedException {
    String header = run("perf", "report", "-i", file, "--header-only", "-I");
    return header
        .lines()
        .filter(l -> l.matches("# +(sibling|CPU \\d|L\\d|node\\d+ cpu|nrcpus|cpudesc|cpuid).*"))
        .map(l -> l.replaceAll("\\s+", " "))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void perfReadsTheHeaderTheEventsAndEachSample() throws IOException, InterruptedException {
    boolean perf = Files.isExecutable(Path.of("/usr/bin/perf"));
    Assumptions.assumeTrue(perf, "needs perf: install linux-perf");
    SystemTree tree = SystemTree.running();
    RecordOptions options =
        new RecordOptions(
            new Scope.AllCpus(),
            List.of(),
            EventParser.parse(tree, List.of("cpu-clock", "page-faults")),
            RecordOptions.Rate.USUAL,
            new CallChains.FramePointers(),
            64,
            folder.resolve("ours"),
            List.of("inquest", "profile", "record"));
    RecordState state;
    try (Recorder recorder =
        Recorder.open(LinuxPerfSystem.open(), tree, options, "test", "/usr/bin:/bin")) {
      recorder.run(() -> false, 500_000_000L);
      state = recorder.finish();
    }
    run("perf", "record", "-q", "-e", "cpu-clock", "-a", "-o", "theirs", "--", "sleep", "0.2");
    Set<String> machine = machine("ours");
    assertEquals(machine("theirs"), machine);
    assertTrue(machine.stream().anyMatch(l -> l.contains("sibling")), machine.toString());
    assertEquals("cpu-clock\npage-faults\n", run("perf", "evlist", "-i", "ours"));
    String script = run("perf", "script", "-i", "ours", "-F", "time,event", "-G");
    assertFalse(script.contains("rror"), script.lines().limit(3).toList().toString());
    assertEquals(state.samples(), script.lines().filter(l -> l.contains(": ")).count());
  }
}
