package org.inquest.lab.attempt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.formats.fault.InquestException;
import org.inquest.lab.capture.Capture;
import org.inquest.lab.judge.Examination;
import org.inquest.lab.run.Attempt;
import org.inquest.lab.run.Lab;
import org.inquest.lab.run.Progress;
import org.inquest.lab.run.RunReport;
import org.inquest.lab.run.RunRequest;
import org.inquest.lab.scenario.Scenario;
import org.inquest.lab.watch.Watch;

/// What came of trying a reproducer, once or several times. Each attempt has a guest of its own.
///
/// @param trials in order
public record Reproduction(List<Trial> trials) {

  /// One attempt.
  ///
  /// @param attempt what happened
  /// @param verdict in a few words what its dump says; empty without a dump
  /// @param first whether no attempt before it had that verdict; only then its files are kept
  public record Trial(Attempt attempt, String verdict, boolean first) {}

  public Reproduction {
    trials = List.copyOf(trials);
  }

  /// Tries it.
  ///
  /// @param kernel as [RunRequest] has it
  /// @param times how often
  /// @param folder where results go
  /// @param progress told which attempt begins
  /// @throws InquestException if an attempt can't be made; a broken kernel is not an error
  public static Reproduction of(
      Reproducer reproducer, Lab lab, String kernel, int times, Path folder, Progress progress) {
    Scenario scenario = reproducer.scenario(Set.copyOf(lab.guestCommands()));
    Map<String, Trial> firsts = new LinkedHashMap<>();
    List<Trial> trials = new ArrayList<>();
    for (int i = 1; i <= times; i++) {
      if (times > 1) {
        progress.step("attempt " + i + " of " + times);
      }
      String name = times > 1 ? "try-" + i : "try";
      RunRequest request =
          new RunRequest(scenario, kernel, false, Capture.USUAL, folder, name, Map.of());
      Attempt attempt = lab.attempt(request, new Watch(reproducer.patience()));
      String verdict = attempt.report().map(Reproduction::verdict).orElse("");
      boolean first = !firsts.containsKey(verdict);
      Trial trial = new Trial(attempt, verdict, first);
      firsts.putIfAbsent(verdict, trial);
      if (!first) {
        forget(attempt);
      }
      trials.add(trial);
    }
    return new Reproduction(trials);
  }

  /// How often the kernel broke.
  public Rate rate() {
    return new Rate((int) trials.stream().filter(t -> t.attempt().broken()).count(), trials.size());
  }

  /// The attempts whose dumps are kept: the first one of each verdict.
  public List<Trial> kept() {
    return trials.stream().filter(t -> t.first && t.attempt().report().isPresent()).toList();
  }

  private static String verdict(RunReport run) {
    try {
      return signature(Examination.of(run.dumps()).report());
    } catch (InquestException e) {
      return "the dump can't be read: " + e.getMessage();
    }
  }

  /// What two dumps of the same bug have in common: the rule and the claim of the first finding,
  /// less what differs from boot to boot.
  static String signature(Report report) {
    if (report.findings().isEmpty()) {
      return "nothing that the rules know";
    }
    Finding first = report.findings().getFirst();
    return first.rule().id() + ": " + withoutNumbers(first.found().claim());
  }

  /// Addresses, process ids, times and CPU numbers become `#`.
  static String withoutNumbers(String claim) {
    return claim
        .replaceAll("\\b(0x)?[0-9a-f]{9,16}\\b", "#")
        .replaceAll("(?<![A-Za-z_+])\\d[\\d,.]*", "#");
  }

  private static void forget(Attempt attempt) {
    List<Path> files = new ArrayList<>(List.of(attempt.consoleFile()));
    attempt
        .report()
        .ifPresent(run -> {
          files.addAll(run.dumps());
          files.add(run.truthFile());
        });
    for (Path file : files) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        // It stays; the next dump says whether there is still room.
      }
    }
  }
}
