package org.inquest.app.command.profile;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.inquest.app.command.Arguments;
import org.inquest.app.command.Option;
import org.inquest.app.command.Session;
import org.inquest.app.document.Document;
import org.inquest.app.document.Gap;
import org.inquest.formats.fault.UsageError;
import org.inquest.formats.perf.ReadSummary;
import org.inquest.formats.perf.RecordType;
import org.inquest.profile.model.CodeFinder;
import org.inquest.profile.model.Profile;
import org.inquest.profile.report.SampleFilter;

/// The words after a command about profiles: files, and specifications of samples.
///
/// @param files in order; `perf.data` where none is named
/// @param filter which samples take part
record ProfileInput(List<Path> files, SampleFilter filter) {
  /// perf's word.
  static final Option NO_DEMANGLE =
      Option.flag("--no-demangle", "names of C++ and Rust as in the symbol tables");

  private static final Path DEFAULT = Path.of("perf.data");

  static ProfileInput of(Arguments arguments) {
    List<Path> files = new ArrayList<>();
    List<String> specifications = new ArrayList<>();
    for (String word : arguments.operands()) {
      if (SampleFilter.isSpecification(word)) {
        specifications.add(word);
      } else {
        files.add(Path.of(word));
      }
    }
    return new ProfileInput(
        files.isEmpty() ? List.of(DEFAULT) : files, SampleFilter.of(specifications));
  }

  /// The one file.
  ///
  /// @throws UsageError where several are named
  Path file() {
    if (files.size() > 1) {
      throw new UsageError("one profile at a time; profile diff compares several");
    }
    return files.getFirst();
  }

  /// Opens a profile.
  ///
  /// @throws UsageError where it is not there, with what to do
  static Profile open(Session session, Arguments arguments, Path file) {
    return open(session, arguments, file, List.of());
  }

  /// The same, where words that name no file were taken for something else.
  ///
  /// @param words may have been meant as the file, where there is no `perf.data`
  static Profile open(Session session, Arguments arguments, Path file, List<String> words) {
    if (file.equals(DEFAULT) && Files.notExists(file)) {
      throw new UsageError(missing(words));
    }
    CodeFinder finder = session.codeFinder(file);
    return Profile.open(file, arguments.has(NO_DEMANGLE) ? finder.withRawNames() : finder);
  }

  /// What to say where no file was named and the usual one is not there.
  static String missing(List<String> words) {
    String neither =
        words.isEmpty()
            ? "there is no " + DEFAULT + " in this folder"
            : "there is neither a file "
                + words.getFirst()
                + " nor, if that is a function, a "
                + DEFAULT
                + " in this folder";
    return neither + "; name the profile, or make one: inquest profile record -- COMMAND";
  }

  /// What could not be read or found, and what was lost when it was recorded.
  static List<Document> gaps(Profile profile, ReadSummary summary) {
    List<Document> gaps = new ArrayList<>();
    summary.gaps().forEach(gap -> gaps.add(new Gap(gap)));
    profile.gaps().forEach(gap -> gaps.add(new Gap(gap)));
    if (summary.unknown() > 0) {
      gaps.add(new Gap(summary.unknown() + " records of types that this version does not know"));
    }
    long lost = summary.count(RecordType.LOST) + summary.count(RecordType.LOST_SAMPLES);
    if (lost > 0) {
      gaps.add(new Gap("the recorder lost samples: " + lost + " records say so"));
    }
    return gaps;
  }
}
