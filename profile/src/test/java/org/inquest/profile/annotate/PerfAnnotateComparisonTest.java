package org.inquest.profile.annotate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.profile.ForeignProgram;
import org.inquest.profile.TestCode;
import org.inquest.profile.model.Binary;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The samples of each instruction beside those that `perf annotate` counts, on one recording of
/// programs and libraries at work.
@Tag("lab")
final class PerfAnnotateComparisonTest {
  /// A row of `perf annotate --stdio -n`: samples, address.
  private static final Pattern ROW = Pattern.compile("\\s*(\\d+)\\s+:\\s+([0-9a-f]+):\\s.*");

  @TempDir Path folder;

  @Test
  void eachInstructionHasTheSamplesThatPerfCounts() throws IOException, InterruptedException {
    for (String tool : List.of("perf", "objdump")) {
      boolean there = Files.isExecutable(Path.of("/usr/bin", tool));
      Assumptions.assumeTrue(there, "needs " + tool + ": install linux-perf and binutils");
    }
    Path data = folder.resolve("perf.data");
    String work =
        "i=0; while [ $i -lt 300000 ]; do i=$((i+1)); done; tar c /usr/bin | gzip -1 | wc";
    ForeignProgram.run(
        folder,
        "perf",
        "record",
        "-e",
        "cpu-clock",
        "-F",
        "4000",
        "-o",
        data.toString(),
        "--",
        "sh",
        "-c",
        work);
    int compared = 0;
    long samples = 0;
    try (Profile profile = Profile.open(data, TestCode.here(folder))) {
      for (FunctionCounts ours : AddressCounts.of(profile, SampleFilter.ALL).functions()) {
        Binary binary = ours.function().binary();
        boolean comparable =
            binary.kind() == Binary.Kind.FILE && ours.function().named() && ours.total() >= 20;
        if (!comparable || ours.function().name().endsWith("@plt") || compared >= 12) {
          continue;
        }
        assertEquals(
            perf(data, ours),
            shown(FunctionListing.of(ours, Optional.empty())),
            ours.function().name() + " of " + binary);
        compared++;
        samples += ours.total();
      }
    }
    assertTrue(compared >= 3 && samples > 500, compared + " functions, " + samples + " samples");
  }

  /// Samples by address, of those that have some, as a listing that has all instructions says.
  private static SortedMap<Long, Long> shown(FunctionListing listing) {
    assertEquals("", listing.gap());
    assertTrue(
        listing.instructions().stream().noneMatch(i -> i.text().isEmpty()),
        "samples are on instructions");
    SortedMap<Long, Long> counts = new TreeMap<>();
    listing.instructions().stream()
        .filter(i -> i.samples()[0] > 0)
        .forEach(i -> counts.put(i.address(), i.samples()[0]));
    return counts;
  }

  private SortedMap<Long, Long> perf(Path data, FunctionCounts of)
      throws IOException, InterruptedException {
    SortedMap<Long, Long> counts = new TreeMap<>();
    List<String> lines =
        ForeignProgram.run(
                folder,
                "perf",
                "annotate",
                "--stdio",
                "-n",
                "-i",
                data.toString(),
                "-d",
                of.function().binary().name(),
                "-s",
                of.function().name())
            .lines()
            .toList();
    for (String line : lines) {
      Matcher row = ROW.matcher(line);
      if (row.matches() && !row.group(1).equals("0")) {
        counts.put(Long.parseUnsignedLong(row.group(2), 16), Long.parseLong(row.group(1)));
      }
    }
    return counts;
  }
}
