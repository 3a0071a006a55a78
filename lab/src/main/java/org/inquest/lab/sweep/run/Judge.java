package org.inquest.lab.sweep.run;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.inquest.diagnose.oops.Incident;
import org.inquest.diagnose.oops.LogStory;
import org.inquest.diagnose.oops.LogStoryReader;
import org.inquest.formats.oops.detail.InjectedFailure;
import org.inquest.lab.sweep.agent.CaseReply;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.machine.SweptMachine;

/// Says what a case came to, from the agent's answer and what the kernel said meanwhile.
final class Judge {
  private static final int SPLAT = 80;
  private static final Pattern STAMP =
      Pattern.compile("^\\[ *\\d+\\.\\d+\\](?:\\[ *[TC]\\d+\\])? ");

  private final long taint;

  /// @param taint the kernel's taint flags before anything failed
  Judge(long taint) {
    this.taint = taint;
  }

  /// Judges a case.
  CaseResult judge(SweepCase tried, SweptMachine.Outcome outcome) {
    Optional<CaseReply> reply = outcome.reply();
    Optional<Site> site = site(outcome.log());
    CaseResult fine =
        new CaseResult(
            tried,
            reply.map(r -> injected(r, tried)).orElse(site.isPresent()),
            site,
            reply.map(CaseReply::result).orElse(0),
            reply.map(CaseReply::milliseconds).orElse(0L),
            Optional.empty(),
            "");
    Optional<Incident> incident = incident(outcome.log());
    if (incident.isPresent()) {
      return new CaseResult(
          tried,
          fine.injected(),
          site,
          fine.result(),
          fine.milliseconds(),
          Optional.of(reply.isEmpty() && nmi(incident.get()) ? Damage.HANG : Damage.REPORT),
          incident.get().headline().title());
    }
    if (reply.isEmpty()) {
      return fine.damaged(Damage.HANG, "no answer, and no report");
    }
    CaseReply said = reply.get();
    return switch (said.ending()) {
      case UNKILLABLE -> fine.damaged(Damage.UNKILLABLE, sleeping(said.text()));
      case TIMEOUT -> fine.damaged(Damage.TIMEOUT, "step " + tried.step());
      case ENDED, SIGNAL ->
          !said.text().isEmpty() && said.finished()
              ? fine.damaged(
                  Damage.WRONG_SUCCESS, said.text().strip().replaceAll("\\s*\n\\s*", "; "))
              : said.taint() >= 0 && said.taint() != taint
                  ? fine.damaged(Damage.TAINT, "flags " + said.taint() + " instead of " + taint)
                  : fine;
    };
  }

  private static boolean injected(CaseReply reply, SweepCase tried) {
    return tried.fails()
        && (reply.left() >= 0 ? reply.injected() : !reply.finished() && reply.armed());
  }

  /// The first report of a log.
  static Optional<Incident> incident(List<String> log) {
    LogStory story = story(log);
    return story.boots().stream().flatMap(boot -> boot.incidents().stream()).findFirst();
  }

  /// All that a case's log tells.
  static LogStory story(List<String> log) {
    byte[] text = String.join("\n", log).getBytes(StandardCharsets.UTF_8);
    try {
      return LogStoryReader.read(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no read errors.
    }
  }

  /// Where a call was made to fail: the first place that the log tells of.
  static Optional<Site> site(List<String> log) {
    for (int i = 0; i < log.size(); i++) {
      if (log.get(i).contains(InjectedFailure.FIRST)) {
        List<String> splat = new ArrayList<>();
        for (String line : log.subList(i, Math.min(log.size(), i + SPLAT))) {
          splat.add(STAMP.matcher(line).replaceFirst(""));
          if (line.contains("</TASK>")) {
            break;
          }
        }
        return InjectedFailure.of(splat, -1, List.of())
            .map(failure -> Site.of(failure.name(), failure.stack()));
      }
    }
    return Optional.empty();
  }

  // It is we who sent the NMI, to a machine that did not answer.
  private static boolean nmi(Incident incident) {
    return incident.headline().title().contains("NMI");
  }

  /// The innermost functions of /proc/PID/stack, for a title.
  private static String sleeping(String stack) {
    return stack
        .lines()
        .map(line -> line.replaceFirst("^\\[<[0-9a-f]*>\\] ", "").replaceFirst("\\+0x.*", ""))
        .limit(3)
        .reduce((a, b) -> a + " < " + b)
        .map(where -> "it sleeps in " + where)
        .orElse("nothing says where it sleeps");
  }
}
