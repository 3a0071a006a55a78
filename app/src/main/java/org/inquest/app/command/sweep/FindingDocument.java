package org.inquest.app.command.sweep;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inquest.app.command.Session;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.diagnose.Diagnosis;
import org.inquest.diagnose.oops.Attribution;
import org.inquest.diagnose.oops.Incident;
import org.inquest.diagnose.oops.LogStory;
import org.inquest.diagnose.oops.LogStoryReader;
import org.inquest.diagnose.oops.LoggedBoot;
import org.inquest.formats.fault.InquestException;
import org.inquest.kernel.logged.LoggedKernel;
import org.inquest.lab.kernel.GuestKernel;
import org.inquest.lab.sweep.count.Site;
import org.inquest.lab.sweep.run.CaseResult;
import org.inquest.lab.sweep.run.Finding;
import org.inquest.lab.sweep.run.Journal;
import org.inquest.lab.sweep.run.Likeness;
import org.inquest.lab.sweep.run.SweepCase;

/// One finding of a sweep: what broke, the failure that led to it, how that is known, and the
/// command that does it again.
final class FindingDocument {
  /// Stands for the case in the command that does it again.
  static final String CASE = "STEP:N";

  /// Callers that are shown of who got the failure.
  private static final int SHOWN = 4;

  private final Session session;
  private final Finding finding;
  private final Optional<GuestKernel> kernel;
  private final Path folder;
  private final String replay;

  FindingDocument(
      Session session, Finding finding, Optional<GuestKernel> kernel, Path folder, String replay) {
    this.session = session;
    this.finding = finding;
    this.kernel = kernel;
    this.folder = folder;
    this.replay = replay;
  }

  /// @param number of the finding
  /// @param like the earlier one that it is likely one bug with
  Document document(int number, Optional<Likeness> like) {
    CaseResult first = finding.first();
    List<Document> parts = new ArrayList<>();
    String how = first.damage().map(damage -> damage.words() + ": ").orElse("");
    parts.add(new Heading("#" + number + " " + how + first.what()));
    List<Field> fields = new ArrayList<>();
    List<Document> conclusions = new ArrayList<>();
    attribute(fields, conclusions);
    site(fields);
    like.ifPresent(one ->
        fields.add(
            Field.of(
                "like",
                "PERHAPS ONE BUG",
                "with #"
                    + (one.earlier() + 1)
                    + ": the same went wrong, and both calls were made for "
                    + one.function())));
    again(fields);
    parts.add(new Fields(fields));
    parts.addAll(conclusions);
    return new Group("finding", parts);
  }

  private void site(List<Field> fields) {
    CaseResult first = finding.first();
    fields.addFirst(
        Field.of(
            "injected",
            "MADE TO FAIL",
            finding
                .confirmed()
                .filter(one -> one.again() > 0)
                .flatMap(Journal.Confirmed::site)
                .or(first::site)
                .map(FindingDocument::shortly)
                .orElse("the kernel did not say which call")));
    int others = finding.sites().size() - 1;
    if (others > 0) {
      fields.add(Field.of("other_sites", "OTHER PLACES", others));
    }
    fields.add(Field.of("case", "CASE", first.tried().toString()));
    fields.add(
        Field.of(
            "met",
            "MET",
            finding.cases().size() + " times, in " + String.join(", ", finding.steps())));
  }

  /// `failslab in f+0x12 < g+0x30 < h+0x1`.
  private static String shortly(Site site) {
    String[] words = site.words().split(" < ");
    return site.capability()
        + " in "
        + String.join(" < ", List.of(words).subList(0, Math.min(SHOWN, words.length)));
  }

  private void again(List<Field> fields) {
    Optional<Journal.Confirmed> confirmed = finding.confirmed();
    confirmed.ifPresent(one -> {
      fields.add(
          Field.of(
              "clean",
              "WITHOUT A FAILURE",
              one.clean()
                  ? "the same step is fine"
                  : "the same step goes wrong too: not because of the failure"));
      fields.add(Field.of("again", "TRIED AGAIN", times(one)));
    });
    fields.add(Field.of("replay", "DO IT AGAIN", again(confirmed)));
    fields.add(
        Field.of(
            "log",
            "LOG",
            folder.resolve("finding-" + finding.first().finding() + ".log").toString()));
  }

  /// Where nothing could be tried again, it is the case in which it was met.
  private String again(Optional<Journal.Confirmed> confirmed) {
    SweepCase first = finding.first().tried();
    return confirmed
        .map(Journal.Confirmed::replay)
        .orElse(Optional.of(first))
        .map(one -> replay.replace(CASE, one.toString()))
        .orElse("no case does it again from a fresh machine");
  }

  private static String times(Journal.Confirmed one) {
    if (one.again() == 0) {
      return one.tried() + " times, never the same again";
    }
    return one.again()
        + " times the same"
        + (one.late() ? ", when the step is run once more without a failure" : "");
  }

  /// Who says what of the report, where there is one.
  private void attribute(List<Field> fields, List<Document> conclusions) {
    for (LoggedBoot boot : story().boots()) {
      Optional<Incident> incident = boot.incidents().stream().findFirst();
      if (incident.isEmpty()) {
        continue;
      }
      try (LoggedKernel files =
          session.loggedKernel(
              boot.kernel(),
              Optional.of(folder),
              kernel.flatMap(GuestKernel::symbols),
              kernel.map(GuestKernel::code))) {
        var findings = Diagnosis.of(boot.facts(incident.get(), Optional.of(files))).findings();
        fields.add(
            Field.of(
                "confidence", "CONFIDENCE", confidence(Attribution.of(incident.get(), findings))));
        findings.stream().findFirst().ifPresent(top -> conclusions.add(new Conclusion(top)));
        files.gaps().stream().distinct().forEach(gap -> conclusions.add(new Gap(gap)));
      } catch (InquestException e) {
        conclusions.add(new Gap("the report is not explained: " + e.getMessage()));
      }
      return;
    }
  }

  /// The text of a log knows nothing of what was tried again.
  private String confidence(Attribution attribution) {
    boolean again = finding.confirmed().map(one -> one.again() > 0 && one.clean()).orElse(false);
    boolean weak =
        attribution.confidence() == Attribution.Confidence.UNRELATED
            || attribution.confidence() == Attribution.Confidence.POSSIBLE;
    return again && weak
        ? "likely: it happens whenever that call fails, and not when none does"
        : attribution.confidence().toString().toLowerCase(Locale.ROOT)
            + ": "
            + attribution.because();
  }

  private LogStory story() {
    byte[] text = String.join("\n", finding.log()).getBytes(StandardCharsets.UTF_8);
    try {
      return LogStoryReader.read(new ByteArrayInputStream(text));
    } catch (IOException e) {
      throw new UncheckedIOException(e); // Memory has no read errors.
    }
  }
}
