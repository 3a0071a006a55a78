package org.inquest.app.command.profile;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.CommandInfo;
import org.inquest.app.command.InquestCommand;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.app.document.Group;
import org.inquest.app.document.Heading;
import org.inquest.app.document.Text;
import org.inquest.engine.debug.SourceTree;
import org.inquest.formats.fault.NotFound;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.perf.AttrFlag;
import org.inquest.formats.perf.PerfEvent;
import org.inquest.profile.annotate.AddressCounts;
import org.inquest.profile.annotate.FunctionCounts;
import org.inquest.profile.annotate.FunctionListing;
import org.inquest.profile.annotate.SourceCounts;
import org.inquest.profile.model.Function;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;

/// The instructions and source lines of functions with the samples that are on them.
public final class ProfileAnnotateCommand implements InquestCommand {
  private static final Option SOURCE =
      Option.flag("-s", "source lines only; their text from --source DIR or where it was compiled");
  private static final Option ASSEMBLY = Option.flag("-a", "instructions only");
  private static final Option THRESHOLD =
      Option.value("-t", "PERCENT", "without a function: those with so many samples, 5 by default");
  private static final Option INCLUDE = Option.value("-i", "NAMES", "these functions");
  private static final Option EXCLUDE = Option.value("-e", "NAMES", "without these functions");
  private static final Option LIMIT =
      Option.value("--limit", "N", "so many functions at most, 10 by default");
  private static final Option SYNTAX =
      Option.value("--syntax", "NAME", "att (the default), intel; a64 on arm64");

  @Override
  public CommandInfo info() {
    return new CommandInfo(
        "profile annotate",
        "instructions and source lines of functions, with their samples",
        "[FILE] [event:E | image:PROGRAM | lib-image:FILE | comm:NAME]... [FUNCTION]...",
        List.of(
            SOURCE, ASSEMBLY, THRESHOLD, INCLUDE, EXCLUDE, LIMIT, SYNTAX, ProfileInput.NO_DEMANGLE),
        List.of(
            new CommandInfo.Example("profile annotate", "the hottest functions of perf.data"),
            new CommandInfo.Example("profile annotate my.data memcpy", "one function"),
            new CommandInfo.Example(
                "profile annotate -s do_fault", "its source lines; --source DIR names their tree"),
            new CommandInfo.Example(
                "profile annotate -a -t 1 lib-image:libc.so.6", "a library's instructions")));
  }

  @Override
  public boolean needsDump() {
    return false;
  }

  /// What the operands are: a word that is no specification and no file names a function.
  ///
  /// @param functions those, and what -i names
  /// @param words those that were typed where a file may stand
  private record Wanted(
      Path file, SampleFilter filter, List<String> functions, List<String> words) {
    static Wanted of(Arguments arguments) {
      List<String> specifications = new ArrayList<>();
      List<String> functions = new ArrayList<>(names(arguments, INCLUDE));
      List<String> words = new ArrayList<>();
      List<Path> files = new ArrayList<>();
      for (String word : arguments.operands()) {
        if (SampleFilter.isSpecification(word) && !word.contains("::")) {
          specifications.add(word);
        } else if (isFile(word)) {
          files.add(Path.of(word));
        } else {
          words.add(word);
        }
      }
      if (files.size() > 1) {
        throw new UsageError("one profile at a time");
      }
      Path file = files.isEmpty() ? Path.of("perf.data") : files.getFirst();
      functions.addAll(words);
      return new Wanted(file, SampleFilter.of(specifications), functions, words);
    }

    private static boolean isFile(String word) {
      try {
        return word.contains("/") || word.endsWith(".data") || Files.exists(Path.of(word));
      } catch (InvalidPathException e) {
        return false;
      }
    }
  }

  private static List<String> names(Arguments arguments, Option option) {
    return arguments.values(option).stream()
        .flatMap(v -> Arrays.stream(v.split(",")))
        .filter(name -> !name.isEmpty())
        .toList();
  }

  @Override
  public Document run(Session session, Arguments arguments) {
    Wanted wanted = Wanted.of(arguments);
    try (Profile profile = ProfileInput.open(session, arguments, wanted.file(), wanted.words())) {
      AddressCounts counts = AddressCounts.of(profile, wanted.filter());
      List<FunctionCounts> functions = chosen(counts, wanted, arguments);
      List<Document> parts = new ArrayList<>();
      List<Integer> events =
          IntStream.range(0, counts.all().length).filter(i -> counts.all()[i] > 0).boxed().toList();
      events.forEach(e -> parts.add(skid(profile.events().get(e), counts.all()[e])));
      SourceTree tree = session.sourceTree();
      for (FunctionCounts function : functions) {
        parts.add(
            function(
                function, new AnnotateLayout(function, counts.all(), events, tree), arguments));
      }
      if (functions.isEmpty()) {
        parts.add(
            Text.paragraph(
                counts.functions().isEmpty()
                    ? "No sample takes part."
                    : "No function has so many samples: -t 1 asks for those with 1 %."));
      }
      tree.gaps().forEach(gap -> parts.add(new Gap(gap)));
      parts.addAll(ProfileInput.gaps(profile, counts.summary()));
      return new Group("annotate", parts);
    }
  }

  private static List<FunctionCounts> chosen(
      AddressCounts counts, Wanted wanted, Arguments arguments) {
    List<String> without = names(arguments, EXCLUDE);
    int limit = arguments.number(LIMIT, 10, 1, 100_000);
    Stream<FunctionCounts> all =
        counts.functions().stream().filter(f -> !without.contains(f.function().name()));
    if (wanted.functions().isEmpty()) {
      double least = threshold(arguments) / 100;
      return all.filter(f -> f.share(counts.all()) >= least).limit(limit).toList();
    }
    List<FunctionCounts> found =
        all.filter(f -> wanted.functions().contains(f.function().name())).toList();
    for (String name : wanted.functions()) {
      if (found.stream().noneMatch(f -> f.function().name().equals(name))) {
        throw new NotFound("function", name, "those with samples in " + wanted.file());
      }
    }
    return found;
  }

  private static double threshold(Arguments arguments) {
    try {
      return arguments.value(THRESHOLD).map(Double::parseDouble).orElse(5.0);
    } catch (NumberFormatException e) {
      throw new UsageError("-t PERCENT: a number, not " + arguments.value(THRESHOLD).orElse(""));
    }
  }

  private static Document function(
      FunctionCounts counts, AnnotateLayout layout, Arguments arguments) {
    FunctionListing listing = FunctionListing.of(counts, arguments.value(SYNTAX));
    List<Document> parts = new ArrayList<>();
    parts.add(new Heading(title(counts)));
    boolean sources = arguments.has(SOURCE);
    boolean assembly = arguments.has(ASSEMBLY);
    boolean known = listing.instructions().stream().anyMatch(i -> !i.sources().isEmpty());
    if (sources && known) {
      parts.add(layout.sources(SourceCounts.of(listing, counts.samples().length)));
    }
    if (!sources || assembly || !known) {
      parts.add(layout.instructions(listing, !assembly && known));
    }
    if (!known && !assembly && listing.gap().isEmpty()) {
      parts.add(
          Text.paragraph(
              "No source lines: "
                  + counts.function().binary().name()
                  + " has no debugging information, and none was found by its build-id."));
    }
    if (!listing.gap().isEmpty()) {
      parts.add(new Gap(listing.gap()));
    }
    return new Group("function", parts);
  }

  private static String title(FunctionCounts counts) {
    Function function = counts.function();
    String name = function.name().isEmpty() ? "(no symbols)" : function.name();
    return String.format(
        Locale.ROOT,
        "%s in %s: %d sample%s",
        name,
        function.binary().path(),
        counts.total(),
        counts.total() == 1 ? "" : "s");
  }

  /// Which instruction a sample of an event stands on.
  private static Document skid(PerfEvent event, long samples) {
    long precise = event.attr().flags() >>> AttrFlag.PRECISE_IP_SHIFT & 3;
    boolean timer = event.attr().type() == 1 && event.attr().config() <= 1;
    String where =
        timer
            ? "a timer's interrupt: a sample stands on the instruction that would have run next, and"
                + " time with interrupts off is seen where they are on again"
            : event.attr().type() == 2 || event.attr().type() == 1
                ? "a software event: a sample stands where the kernel counted it"
                : precise >= 2
                    ? "precise: a sample stands on the instruction that caused it"
                    : "not precise: a sample stands some instructions behind the one that caused it";
    return Text.paragraph(event.name() + ", " + samples + " samples: " + where + ".");
  }
}
