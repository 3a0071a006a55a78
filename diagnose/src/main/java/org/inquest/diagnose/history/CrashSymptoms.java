package org.inquest.diagnose.history;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.history.Symptoms.Place;
import org.inquest.diagnose.verdict.Evidence;
import org.inquest.diagnose.verdict.FrameLine;
import org.inquest.diagnose.verdict.Subject.FunctionSubject;
import org.inquest.engine.debug.SourceFrame;
import org.inquest.formats.oops.CodePlace;
import org.inquest.formats.oops.TraceLine;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.formats.oops.report.Headline;
import org.inquest.formats.oops.report.Headlines;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportHeader;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.ReportStack;

/// What to look for in a history, taken from a report of a log or from a finding about a dump.
public final class CrashSymptoms {
  /// A file of the kernel's tree, wherever it was built, and a line: `BUG at fs/inode.c:12!`,
  /// `f+0x1/0x2 fs/inode.c:12`, `(/build/linux/fs/inode.c:12)`.
  private static final Pattern PLACE =
      Pattern.compile(
          "\\b((?:arch|block|certs|crypto|drivers|fs|init|io_uring|ipc|kernel|lib|mm|net|rust"
              + "|samples|security|sound|virt|include)/[\\w./+-]+\\.(?:c|h|S|rs)):(\\d{1,7})");

  private CrashSymptoms() {}

  /// Of a report.
  ///
  /// @param kernel which kernel it was, where the log tells it better than the report; else empty
  /// @param sources where in the source a place is, the innermost function first
  public static Symptoms of(
      LogReport report,
      Optional<KernelRelease> kernel,
      Function<CodePlace, List<SourceFrame>> sources) {
    Headline headline = Headlines.of(report);
    ReportParts parts = ReportParts.of(report);
    List<CodePlace> frames = new ArrayList<>();
    parts.body().at().ifPresent(frames::add);
    parts.stack(ReportStack.Role.TRACE).stream()
        .flatMap(stack -> stack.frames().stream())
        .filter(frame -> !frame.guess())
        .map(TraceLine::place)
        .forEach(frames::add);
    String guilty = headline.function().orElse("");
    List<String> titles = new ArrayList<>();
    titles.add(headline.title());
    titles.addAll(headline.alternatives());
    printed(report.first().text(), guilty).ifPresent(titles::add);
    ReportHeader header = parts.header();
    Optional<KernelRelease> named =
        KernelRelease.parse((header.release() + " " + header.build()).strip());
    // A program counter is exact; return addresses are those of the next line.
    Optional<Place> found =
        place(report, guilty)
            .or(() -> parts.body().at().flatMap(at -> place(sources.apply(at), guilty)));
    return symptoms(guilty, frames, titles, found, kernel.or(() -> named));
  }

  /// The first line up to the function, as messages quote it: of "BUG: KASAN: use-after-free in
  /// f+0x1/0x2" all before the plus sign. Lines that don't name the function are the same for many
  /// bugs.
  private static Optional<String> printed(String line, String guilty) {
    int at = guilty.isEmpty() ? -1 : line.indexOf(guilty + "+0x");
    return at < 0 ? Optional.empty() : Optional.of(line.substring(0, at + guilty.length()));
  }

  private static Optional<Place> place(List<SourceFrame> sources, String guilty) {
    if (sources.isEmpty()) {
      return Optional.empty();
    }
    SourceFrame frame =
        sources.stream()
            .filter(f -> f.function().equals(guilty))
            .findFirst()
            .orElse(sources.getFirst());
    return place(frame.file().name() + ":" + frame.line());
  }

  /// Of a finding: its functions and the first stack it rests on.
  ///
  /// @param release which kernel the dump is of
  public static Symptoms of(Finding finding, Optional<KernelRelease> release) {
    List<CodePlace> frames = new ArrayList<>();
    Optional<Place> place = Optional.empty();
    for (Evidence evidence : finding.found().evidence()) {
      if (evidence instanceof Evidence.Frames stack && frames.isEmpty()) {
        for (FrameLine line : stack.lines()) {
          CodePlace.parse(line.text()).filter(p -> !p.function().isEmpty()).ifPresent(frames::add);
          place = place.isEmpty() && line.exact() ? place(line.source()) : place;
        }
      }
    }
    String guilty =
        finding.found().subjects().stream()
            .filter(FunctionSubject.class::isInstance)
            .map(subject -> ((FunctionSubject) subject).name())
            .sorted()
            .findFirst()
            .orElse("");
    return symptoms(guilty, frames, List.of(finding.found().claim()), place, release);
  }

  private static Symptoms symptoms(
      String guilty,
      List<CodePlace> frames,
      List<String> titles,
      Optional<Place> place,
      Optional<KernelRelease> release) {
    List<String> names = frames.stream().map(CodePlace::plainName).toList();
    // What the guilty function called, checkers mostly, is left out.
    int from = Math.max(0, names.indexOf(guilty));
    Set<String> functions = new LinkedHashSet<>();
    Set<String> modules = new LinkedHashSet<>();
    if (!guilty.isEmpty()) {
      functions.add(guilty);
    }
    for (CodePlace frame : frames.subList(Math.min(from, frames.size()), frames.size())) {
      if (!CommonFrames.has(frame.plainName())) {
        functions.add(frame.plainName());
        if (!frame.module().isEmpty()) {
          modules.add(frame.module());
        }
      }
    }
    return new Symptoms(List.copyOf(functions), titles, place, Set.of(), modules, release);
  }

  /// The line that a `BUG()` or a warning stands in, or that a symbolised frame of the guilty
  /// function has.
  private static Optional<Place> place(LogReport report, String guilty) {
    for (ConsoleLine line : report.lines()) {
      String text = line.text();
      boolean first = text.contains("BUG at ") || text.startsWith("WARNING: ");
      if (first || !guilty.isEmpty() && MessageWords.names(text, guilty)) {
        Optional<Place> found = place(text);
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Place> place(String text) {
    Matcher place = PLACE.matcher(text);
    return place.find()
        ? Optional.of(new Place(place.group(1), Integer.parseInt(place.group(2))))
        : Optional.empty();
  }
}
