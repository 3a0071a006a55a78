package org.inquest.lab.sweep.run;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.fault.Unavailable;

/// What went wrong so far, each way once; the kernel's words of the first case are kept in files
/// beside the journal.
final class Findings {
  private final Path folder;
  private final Map<String, List<CaseResult>> cases = new LinkedHashMap<>();
  private final Map<String, Journal.Confirmed> confirmed = new LinkedHashMap<>();

  Findings(Path folder) {
    this.folder = folder;
  }

  /// Takes what an earlier run has found.
  synchronized void take(Journal.Told before) {
    before.results().stream()
        .filter(result -> !result.fine())
        .forEach(result ->
            cases.computeIfAbsent(result.finding(), key -> new ArrayList<>()).add(result));
    before.confirmed().forEach(one -> confirmed.put(one.finding(), one));
  }

  /// Adds a case that went wrong.
  ///
  /// @param log what the kernel said
  /// @return whether nothing like it was met before
  synchronized boolean add(CaseResult result, List<String> log) {
    boolean fresh = !cases.containsKey(result.finding());
    cases.computeIfAbsent(result.finding(), key -> new ArrayList<>()).add(result);
    if (fresh) {
      keep(result.finding(), log);
    }
    return fresh;
  }

  /// Adds what came of trying one again.
  synchronized void add(Journal.Confirmed one) {
    confirmed.put(one.finding(), one);
  }

  /// How many there are.
  synchronized int count() {
    return cases.size();
  }

  /// All of them, in the order in which they were met.
  synchronized List<Finding> all() {
    return cases.entrySet().stream()
        .map(entry ->
            new Finding(
                entry.getValue(),
                log(entry.getKey()),
                Optional.ofNullable(confirmed.get(entry.getKey()))))
        .toList();
  }

  /// The file with the kernel's words.
  static Path file(Path folder, String finding) {
    return folder.resolve("finding-" + finding + ".log");
  }

  private void keep(String finding, List<String> log) {
    try {
      Files.write(file(folder, finding), log);
    } catch (IOException e) {
      throw new Unavailable(
          "what the kernel said can't be kept in " + folder + " (" + e.getMessage() + ")",
          "make room; the same command goes on behind the last case");
    }
  }

  private List<String> log(String finding) {
    try {
      return Files.readAllLines(file(folder, finding), StandardCharsets.UTF_8);
    } catch (IOException e) {
      return List.of();
    }
  }
}
