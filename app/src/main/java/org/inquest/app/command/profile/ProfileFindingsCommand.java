package org.inquest.app.command.profile;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.command.general.VerdictCommand;
import org.inquest.app.document.Conclusion;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Text;
import org.inquest.diagnose.Finding;
import org.inquest.diagnose.Report;
import org.inquest.profile.finding.ProfileFacts;
import org.inquest.profile.finding.ProfileFindings;
import org.inquest.profile.model.Profile;

/// What a person would conclude from a profile, with the numbers.
public final class ProfileFindingsCommand implements InquestCommand {
  private static final Option ALL = Option.flag("-a", "also what every rule looked for and said");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile findings",
        "what takes the time and what limits the machine, with evidence",
        "[FILE] [event:E | image:PROGRAM | tgid:N | cpu:N | comm:NAME]...",
        List.of(ALL),
        List.of(
            new CommandInfo.Example("profile findings", "of perf.data"),
            new CommandInfo.Example("profile findings my.data comm:ruby", "of one program"),
            new CommandInfo.Example("profile findings -a", "with every rule that was tried")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    ProfileInput input = ProfileInput.of(arguments);
    try (Profile profile = ProfileInput.open(session, arguments, input.file())) {
      Optional<ProfileFacts> facts = ProfileFacts.of(profile, input.filter());
      if (facts.isEmpty()) {
        return Group.of(
            "findings", new Gap(profile.data().name() + ": no sample takes part, nothing to say"));
      }
      Report report = ProfileFindings.of(facts.get());
      List<Document> parts = new ArrayList<>();
      parts.add(facts(facts.get()));
      for (Finding finding : report.findings()) {
        parts.add(new Conclusion(finding));
      }
      if (!facts.get().scheduling()) {
        parts.add(
            Text.paragraph(
                "Shares are of "
                    + facts.get().busy()
                    + " samples outside of the idle loop; in brackets where chance leaves them, at"
                    + " 95 %, for samples that are independent of each other."));
      }
      if (arguments.has(ALL)) {
        parts.add(
            Group.of("rules", new Heading("What was looked for"), VerdictCommand.answers(report)));
      }
      if (!report.unseen().isEmpty()) {
        // No gap: what was recorded has been read to its end.
        Text unseen = new Text(report.unseen().stream().map("- "::concat).toList(), true);
        parts.add(Group.of("unseen", new Heading("Not seen"), unseen));
      }
      parts.addAll(ProfileInput.gaps(profile, facts.get().summary()));
      return new Group("findings", parts);
    }
  }

  private static Document facts(ProfileFacts facts) {
    List<Field> fields = new ArrayList<>();
    fields.add(Field.of("file", "Profile", facts.profile().data().name()));
    fields.add(
        Field.of("event", "Event", facts.event().name() + ": " + facts.samples() + " samples"));
    fields.add(
        Field.of("duration", "Time", String.format(Locale.ROOT, "%.3f seconds", facts.seconds())));
    return new Fields(fields);
  }
}
