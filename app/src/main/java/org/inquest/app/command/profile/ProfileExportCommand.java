package org.inquest.app.command.profile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Field;
import org.inquest.app.document.Fields;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.formats.fault.Unavailable;
import org.inquest.formats.fault.UsageError;
import org.inquest.profile.export.ProfileExport;
import org.inquest.profile.export.Stacks;
import org.inquest.profile.model.Profile;
import org.inquest.profile.sched.Rest;
import org.inquest.profile.sched.SchedAnalysis;

/// A profile for other programs, and as a flame graph for a browser.
public final class ProfileExportCommand implements InquestCommand {
  private static final Option FORMAT =
      Option.value(
          "--format",
          "F",
          ProfileExport.all().stream()
              .map(format -> format.name() + ": " + format.summary())
              .collect(Collectors.joining("; ")));

  private static final Option OUT =
      Option.value("-o", "FILE", "the file to write; the profile's name with the format's ending");

  private static final Option OFF_CPU =
      Option.value(
          "--off-cpu",
          "WHICH",
          "microseconds without a CPU instead of samples, from a recording with --sched: all, sleep,"
              + " D (uninterruptible), preempted");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile export",
        "a profile as a flame graph, or for other programs",
        "[FILE] [event:E | image:PROGRAM | lib-image:FILE | tid:N | tgid:N | cpu:N | comm:NAME]...",
        List.of(FORMAT, OUT, OFF_CPU, ProfileInput.NO_DEMANGLE),
        List.of(
            new CommandInfo.Example("profile export", "perf.data as perf.html, a flame graph"),
            new CommandInfo.Example(
                "profile export --format collapsed my.data comm:ruby -o ruby.txt",
                "one program's stacks as text"),
            new CommandInfo.Example(
                "profile export --off-cpu all sched.data", "where tasks slept and waited")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    ProfileExport format = ProfileExport.named(arguments.value(FORMAT).orElse("flamegraph"));
    ProfileInput input = ProfileInput.of(arguments);
    Path source = input.file();
    Path target = arguments.value(OUT).map(RecordArguments::path).orElse(beside(source, format));
    if (target.toAbsolutePath().normalize().equals(source.toAbsolutePath().normalize())) {
      throw new UsageError("-o " + target + ": that is the profile itself");
    }
    try (Profile profile = ProfileInput.open(session, arguments, source)) {
      Stacks stacks = stacks(profile, input, arguments, format.timed());
      write(stacks, format, target);
      List<Document> parts = new ArrayList<>();
      parts.add(
          new Fields(
              List.of(
                  Field.of("written", "Written", target.toString()),
                  Field.of("format", "Format", format.name() + ", " + format.summary()))));
      stacks
          .timeline()
          .filter(t -> t.dropped() > 0)
          .ifPresent(t ->
              parts.add(
                  new Gap(
                      t.dropped()
                          + " more did not find room: choose a part, comm:NAME for example")));
      parts.addAll(ProfileInput.gaps(profile, stacks.summary()));
      return new Group("profile_export", parts);
    }
  }

  private static Stacks stacks(
      Profile profile, ProfileInput input, Arguments arguments, boolean timed) {
    Optional<String> which = arguments.value(OFF_CPU);
    if (which.isEmpty()) {
      return Stacks.of(profile, input.filter(), timed);
    }
    Predicate<Rest> wanted =
        switch (which.get()) {
          case "all" -> rest -> rest != Rest.IDLE;
          case "sleep" -> rest -> rest == Rest.INTERRUPTIBLE;
          case "D" -> rest -> rest == Rest.UNINTERRUPTIBLE;
          case "preempted" -> Rest::displaced;
          default ->
              throw new UsageError("--off-cpu is all, sleep, D or preempted, not " + which.get());
        };
    return SchedAnalysis.offCpu(profile, input.filter(), wanted, timed);
  }

  private static Path beside(Path source, ProfileExport format) {
    String name = String.valueOf(source.getFileName()).replaceFirst("\\.data$", "");
    return source.resolveSibling(name + format.suffix());
  }

  private static void write(Stacks stacks, ProfileExport format, Path target) {
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(target))) {
      format.write(stacks, out);
    } catch (IOException e) {
      throw new Unavailable(
          "can't write " + target + ": " + e.getMessage(), "name another file with -o");
    }
  }
}
