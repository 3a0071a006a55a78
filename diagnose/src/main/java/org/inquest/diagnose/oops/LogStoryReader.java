package org.inquest.diagnose.oops;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.formats.oops.log.LineSink;
import org.inquest.formats.oops.log.LogNotes;
import org.inquest.formats.oops.log.LogReader;
import org.inquest.formats.oops.report.ConsoleLine;
import org.inquest.formats.oops.report.Headline;
import org.inquest.formats.oops.report.Headlines;
import org.inquest.formats.oops.report.LogReport;
import org.inquest.formats.oops.report.ReportFinder;
import org.inquest.formats.oops.report.ReportParts;
import org.inquest.formats.oops.report.Signature;

/// Reads a console log of any length and keeps what matters: of each boot its reports, those that
/// are alike once. What is kept is bounded, what is beyond is counted.
public final class LogStoryReader implements LineSink {
  /// Boots that are kept; of a log that has more the last ones, which are what somebody asks about.
  private static final int MAX_BOOTS = 64;

  /// Different reports of one boot that are kept.
  private static final int MAX_INCIDENTS = 256;

  /// Characters of all kept reports.
  private static final long MAX_SIZE = 24 << 20;

  private static final String BANNER = "Linux version ";
  private static final String FREED = "Freeing unused kernel ";

  private final ReportFinder finder = new ReportFinder(this::keep);
  private final List<LoggedBoot> boots = new ArrayList<>();
  private Draft boot = new Draft("", 0);
  private long size;

  /// A boot that is still being told of.
  private static final class Draft {
    final String banner;
    final long first;
    final Map<String, Incident> incidents = new LinkedHashMap<>();
    Optional<ConsoleLine> freed = Optional.empty();
    int unkept;
    long injected;

    Draft(String banner, long first) {
      this.banner = banner;
      this.first = first;
    }

    LoggedBoot finish() {
      List<Incident> all = List.copyOf(incidents.values());
      return new LoggedBoot(banner, release(all), first, all, unkept, injected, freed);
    }

    private String release(List<Incident> all) {
      if (!banner.isEmpty()) {
        return banner.substring(BANNER.length()).split(" ", 2)[0];
      }
      return all.stream()
          .map(incident -> incident.parts().header().release())
          .filter(release -> !release.isEmpty())
          .findFirst()
          .orElse("");
    }
  }

  private LogStoryReader() {}

  /// Reads a log to its end.
  ///
  /// @param log is not closed
  /// @throws IOException where it can't be read any further
  public static LogStory read(InputStream log) throws IOException {
    LogStoryReader reader = new LogStoryReader();
    LogNotes notes = LogReader.read(log, reader);
    reader.close();
    return new LogStory(notes, reader.boots);
  }

  @Override
  public List<String> anchors() {
    List<String> all = new ArrayList<>(finder.anchors());
    all.addAll(List.of(BANNER, FREED));
    return all;
  }

  @Override
  public boolean wantsAll() {
    return finder.wantsAll();
  }

  @Override
  public void accept(long number, String raw) {
    if (raw.contains(BANNER)) {
      ConsoleLine line = ConsoleLine.parse(number, raw);
      if (line.text().startsWith(BANNER)) {
        next(line);
      }
    } else if (boot.freed.isEmpty() && raw.contains(FREED)) {
      boot.freed = Optional.of(ConsoleLine.parse(number, raw));
    }
    if (raw.contains(InjectedFailure.FIRST)) {
      boot.injected++;
    }
    finder.accept(number, raw);
  }

  private void next(ConsoleLine banner) {
    close();
    boot = new Draft(banner.text(), banner.number());
  }

  private void close() {
    finder.end();
    boolean empty = boot.banner.isEmpty() && boot.incidents.isEmpty() && boot.injected == 0;
    if (!empty) {
      boots.add(boot.finish());
      if (boots.size() > MAX_BOOTS) {
        boots.removeFirst();
      }
    }
  }

  private void keep(LogReport report) {
    Headline headline = Headlines.of(report);
    ReportParts parts = ReportParts.of(report);
    String signature = Signature.of(headline, parts);
    long first = report.first().number();
    String same = headline.title() + '\n' + signature;
    Incident known = boot.incidents.get(same);
    if (known != null) {
      boot.incidents.put(same, known.again(first));
      return;
    }
    long characters = report.lines().stream().mapToLong(line -> line.text().length()).sum();
    if (boot.incidents.size() >= MAX_INCIDENTS || size + characters > MAX_SIZE) {
      boot.unkept++;
      return;
    }
    size += characters;
    boolean freed = boot.freed.map(line -> line.number() < first).orElse(false);
    boot.incidents.put(same, new Incident(report, headline, parts, signature, freed, 1, first));
  }
}
